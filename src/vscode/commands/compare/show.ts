/** Shows a comparison of runs. */
import * as vscode from 'vscode';
import { sentenceOf, showError } from '../../show/messages.ts';
import type { Services } from '../../state/services.ts';
import { addressOf, type NamedPath, textOf } from './documents.ts';

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
