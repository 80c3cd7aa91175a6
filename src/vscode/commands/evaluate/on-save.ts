/** What saving a spec means for its runs: the last failure is forgiven, and with `lis.runOnSave` the spec is evaluated. */

import * as vscode from 'vscode';
import { isCommand } from '../../../specfile/ranker-kinds.ts';
import type { Spec } from '../../../specfile/schema.ts';
import type { Services } from '../../state/services.ts';
import { isSpec } from '../../state/spec/detect.ts';
import { parsedSpec } from '../../state/spec/parsed.ts';
import { actions } from '../later.ts';

/** The editor saves all files before each task, also while a run of programs goes on: such a save asks for no new run. */
function runsPrograms(spec: Spec | undefined): boolean {
  const rankers = spec === undefined ? [] : [spec.ranker, ...(spec.rankers ?? [])];
  return rankers.some((ranker) => typeof ranker !== 'string' && isCommand(ranker));
}

export function registerRunOnSave(services: Services): vscode.Disposable {
  return vscode.workspace.onDidSaveTextDocument(async (document) => {
    if (!isSpec(document.uri)) return;
    services.runs.forgive(document.uri.fsPath);
    const wanted = vscode.workspace.getConfiguration('lis', document).get('runOnSave', false);
    if (!wanted || !vscode.workspace.isTrusted) return;
    const { spec, problems } = await parsedSpec(document);
    if (problems.some(({ severity }) => severity === 'error')) return; // shown in Problems already
    if (services.runs.of(document.uri.fsPath) !== undefined && runsPrograms(spec)) return;
    const { evaluateSpec } = await actions();
    await evaluateSpec(services, document.uri, { asked: false });
  });
}
