/** Quick fixes of what leaks in code: the rule's own repair, and a comment that accepts it. */
import * as vscode from 'vscode';
import type { CheckedCode } from '../code.ts';
import { IDLE_IGNORE } from '../problems.ts';
import { editAction, ignoreAction, repairing } from './actions.ts';

const { t } = vscode.l10n;

export function codeFixes(
  document: vscode.TextDocument,
  range: vscode.Range,
  { findings, idleIgnores }: CheckedCode,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction[] {
  const here = findings.filter(({ from, to, reason }) => {
    const place = new vscode.Range(document.positionAt(from), document.positionAt(to));
    return reason === undefined && place.intersection(range) !== undefined;
  });
  return [
    ...here.flatMap(({ code, fix, line }) => {
      const ignore = ignoreAction(t('Ignore {0} with a reason', code), document, line, code);
      if (fix === undefined) return [repairing(ignore, diagnostics, code)];
      const repair = editAction(fix.title, document, fix.edits);
      repair.isPreferred = true;
      return [repairing(repair, diagnostics, code), repairing(ignore, diagnostics, code)];
    }),
    ...idleIgnores.flatMap(({ line }) => {
      const { range: whole, text, lineNumber } = document.lineAt(Math.min(line, document.lineCount) - 1);
      const found = /[ \t]*#\s*lis:\s*ignore\b.*$/i.exec(text);
      if (whole.intersection(range) === undefined || found === null) return [];
      const start = document.offsetAt(new vscode.Position(lineNumber, found.index));
      const edit = { from: start, to: start + found[0].length, text: '' };
      return [repairing(editAction(t('Remove the comment'), document, [edit]), diagnostics, IDLE_IGNORE)];
    }),
  ];
}
