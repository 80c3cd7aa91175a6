/** Opens the line of a spec that a node of the side bar stands for. */
import * as vscode from 'vscode';
import { showError } from '../../show/messages.ts';
import type { EvaluationNode } from '../../side/evaluations.ts';

const { t } = vscode.l10n;

/** Opens the spec of a node, at its source or model or at what is wrong with it. */
export async function goToSpec(node: EvaluationNode | { uri: vscode.Uri }): Promise<void> {
  const part = 'kind' in node && node.kind === 'part' ? node : undefined;
  const spec = part?.spec ?? (node as { uri: vscode.Uri });
  const range = part?.spec.parsed?.rangeOf([part.section, part.index], 'value');
  const state = 'state' in spec ? (spec as { state: { line?: number } }).state : undefined;
  const line = range?.start.line ?? state?.line;
  const start = new vscode.Position(line ?? 0, range?.start.column ?? 0);
  try {
    await vscode.window.showTextDocument(spec.uri, {
      ...(line !== undefined && { selection: new vscode.Range(start, start) }),
    });
  } catch {
    void showError(t('{0} cannot be opened.', spec.uri.fsPath));
  }
}
