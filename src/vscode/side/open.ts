/** Opens what a node of the side bar stands for: a report, a comparison, the line of a spec. */
import * as vscode from 'vscode';
import type { NamedPath } from './documents.ts';
import type { EvaluationNode } from './evaluations.ts';

const { t } = vscode.l10n;

/** Shows one run's report or the comparison of several as a rendered, read-only document. Says why where it cannot. */
export async function showRuns(runs: readonly NamedPath[], title: string): Promise<void> {
  const { addressOf, textOf } = await import('./documents.ts');
  try {
    await textOf(runs);
  } catch (error) {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    return;
  }
  const uri = addressOf(runs, title);
  try {
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  } catch {
    await vscode.window.showTextDocument(uri, { preview: true }); // the built-in preview is switched off
  }
}

/** A run's report: in the panel where there is one, else as a document. */
export async function openReport(spec: vscode.Uri, report: NamedPath): Promise<void> {
  if (await offers('lis.openReport'))
    await vscode.commands.executeCommand('lis.openReport', spec, report.path);
  else await showRuns([report], report.name.replaceAll('/', ' '));
}

/** Whether a command exists: surfaces call each other by name. */
export async function offers(command: string): Promise<boolean> {
  return (await vscode.commands.getCommands(true)).includes(command);
}

/** Opens the spec of a node, at its source or at what is wrong with it. */
export async function goToSpec(node: EvaluationNode | { uri: vscode.Uri }): Promise<void> {
  const source = 'kind' in node && node.kind === 'source' ? node : undefined;
  const spec = source?.spec ?? (node as { uri: vscode.Uri });
  const range = source?.spec.parsed?.rangeOf(['sources', source.index], 'value');
  const state = 'state' in spec ? (spec as { state: { line?: number } }).state : undefined;
  const line = range?.start.line ?? state?.line;
  const start = new vscode.Position(line ?? 0, range?.start.column ?? 0);
  try {
    await vscode.window.showTextDocument(spec.uri, {
      ...(line !== undefined && { selection: new vscode.Range(start, start) }),
    });
  } catch {
    void vscode.window.showErrorMessage(t('{0} cannot be opened.', spec.uri.fsPath));
  }
}
