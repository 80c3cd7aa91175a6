/** Quick fixes where code or a config names a column that leaks. */
import type * as vscode from 'vscode';
import { l10n } from 'vscode';
import { quickFix } from '../../show/lines.ts';
import type { DocumentNotes } from '../notes/notes.ts';
import type { DataNode } from '../view/nodes.ts';
import { editAction, repairing } from './actions.ts';
import { withoutElement, withoutEntry } from './edits.ts';

const { t } = l10n;
const GO_TO = 'lis.side.goToFinding';

export function columnFixes(
  document: vscode.TextDocument,
  range: vscode.Range,
  { columns, audited }: DocumentNotes,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction[] {
  if (audited === undefined) return [];
  const { subject } = audited;
  const text = document.getText();
  const remove = document.languageId === 'python' ? withoutElement : withoutEntry;
  const here = columns.filter((column) => column.range.intersection(range) !== undefined);
  return here.flatMap(({ name, range: use, findings: [finding] }) => {
    if (finding === undefined) return [];
    const edit = remove(text, document.offsetAt(use.start), document.offsetAt(use.end));
    const removal = edit && editAction(t('Remove {0} from the list', name), document, [edit]);
    if (removal !== undefined) removal.isPreferred = true;
    // A comment that accepts a finding stands in the spec: the fix there writes it.
    const node: DataNode = { kind: 'data', subject, drafted: false, finding };
    const actions = [
      ...(removal === undefined ? [] : [removal]),
      goTo(t('Show {0} in Findings', name), { path: subject.fsPath, target: name }),
      goTo(t('Go to {0} in the spec', name), node),
    ];
    return actions.map((action) => repairing(action, diagnostics, finding.code));
  });
}

function goTo(title: string, target: object): vscode.CodeAction {
  const action = quickFix(title);
  action.command = { command: GO_TO, title: action.title, arguments: [target] };
  return action;
}
