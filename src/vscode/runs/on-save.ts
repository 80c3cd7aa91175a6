/** What saving a spec means for its runs: the last failure is forgiven, and with `lis.runOnSave` the spec is evaluated. */
import * as vscode from 'vscode';
import type { Services } from '../services.ts';
import { isSpec } from '../spec/detect.ts';
import { parsedSpec } from '../spec/parsed.ts';

export function registerRunOnSave(services: Services): vscode.Disposable {
  return vscode.workspace.onDidSaveTextDocument(async (document) => {
    if (!isSpec(document.uri)) return;
    services.runs.forgive(document.uri.fsPath);
    const wanted = vscode.workspace.getConfiguration('lis', document).get('runOnSave', false);
    if (!wanted || !vscode.workspace.isTrusted) return;
    const { problems } = await parsedSpec(document);
    if (problems.some(({ severity }) => severity === 'error')) return; // shown in Problems already
    const { evaluateSpec } = await import('./evaluate.ts');
    await evaluateSpec(services, document.uri);
  });
}
