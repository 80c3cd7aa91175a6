/** The menu of quick fixes, in which each way out stands once, however many problems of a line lead to it. */
import type * as vscode from 'vscode';

type Action = Pick<vscode.CodeAction, 'title' | 'diagnostics' | 'command'>;

const OPEN = 'lis.openReport';

/** The first of the actions that open a report also answers what the others did. */
export function reportOnce<T extends Action>(actions: readonly T[]): T[] {
  const opening = actions.filter(({ command }) => command?.command === OPEN);
  const [first] = opening;
  if (first === undefined || opening.length === 1) return [...actions];
  first.diagnostics = [...new Set(opening.flatMap(({ diagnostics = [] }) => diagnostics))];
  return actions.filter((action) => action === first || action.command?.command !== OPEN);
}
