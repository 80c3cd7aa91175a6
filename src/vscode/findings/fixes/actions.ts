/** Quick fixes as the editor's code actions. */
import * as vscode from 'vscode';
import { quickFix } from '../../show/lines.ts';
import { ignorePlace, type TextEdit } from './edits.ts';

const { t } = vscode.l10n;

/** An action that edits a document. */
export function editAction(
  title: string,
  document: vscode.TextDocument,
  edits: readonly TextEdit[],
): vscode.CodeAction {
  const action = quickFix(title);
  action.edit = new vscode.WorkspaceEdit();
  for (const { from, to, text } of edits) {
    const range = new vscode.Range(document.positionAt(from), document.positionAt(to));
    action.edit.replace(document.uri, range, text);
  }
  return action;
}

/** An action that writes a comment and leaves the cursor on its reason. @param line from 1 */
export function ignoreAction(title: string, document: vscode.TextDocument, line: number, code: string) {
  const { at, before, after } = ignorePlace(document.getText(), line, code);
  const snippet = new vscode.SnippetString(`${inSnippet(before)}\${1:${t('reason')}}${inSnippet(after)}`);
  const action = quickFix(title);
  action.edit = new vscode.WorkspaceEdit();
  const place = document.positionAt(at);
  action.edit.set(document.uri, [vscode.SnippetTextEdit.insert(place, snippet)]);
  return action;
}

const inSnippet = (text: string): string => text.replace(/[\\$}]/g, '\\$&');

/** The problems of a code in the range, which an action then repairs. */
export function repairing(
  action: vscode.CodeAction,
  diagnostics: readonly vscode.Diagnostic[],
  code: string,
): vscode.CodeAction {
  action.diagnostics = diagnostics.filter(
    ({ code: told }) => (typeof told === 'object' ? told.value : told) === code,
  );
  return action;
}
