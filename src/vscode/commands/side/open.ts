/** Opens what a node of the side bar stands for: a comparison of runs, the line of a spec. */
import * as vscode from 'vscode';
import { sentenceOf, showError } from '../../show/messages.ts';
import type { EvaluationNode } from '../../side/evaluations.ts';
import type { Services } from '../../state/services.ts';
import { addressOf, type NamedPath, textOf } from '../compare/documents.ts';

const { t } = vscode.l10n;

/** Shows the comparison of several runs as a rendered, read-only document. Says why where it cannot. */
export async function showComparison(
  services: Services,
  runs: readonly NamedPath[],
  title: string,
): Promise<void> {
  try {
    await textOf(services, runs);
  } catch (error) {
    void showError(sentenceOf(error));
    return;
  }
  const uri = addressOf(runs, title);
  try {
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  } catch {
    await vscode.window.showTextDocument(uri, { preview: true }); // the built-in preview is switched off
  }
}

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
