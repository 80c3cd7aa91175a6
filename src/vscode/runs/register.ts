/**
 * The table of runs and their comparison, in a bundle of its own, `runs.cjs`: it is loaded when somebody asks for either, or the
 * editor restores one.
 */
import { createRequire } from 'node:module';
import * as vscode from 'vscode';
import { withSpec } from '../state/later.ts';
import type { RunsBundle, RunsHost, RunViews } from './contract.ts';

export type LoadRuns = () => RunViews;

/** @param open shows the report of a run */
export function registerRuns(host: Omit<RunsHost, 'withSpec'>): { load: LoadRuns; dispose(): void } {
  let loaded: RunViews | undefined;
  const load: LoadRuns = () => {
    const bundle = host.services.context.asAbsolutePath('dist/runs.cjs');
    // esbuild would put an import into the host's code.
    loaded ??= (createRequire(bundle)(bundle) as RunsBundle).start({ ...host, withSpec });
    return loaded;
  };
  const parts = vscode.Disposable.from(
    vscode.window.registerWebviewPanelSerializer('lis.runs', {
      deserializeWebviewPanel: async (panel, state) => load().restore(panel, state),
    }),
    vscode.workspace.registerTextDocumentContentProvider('lis-runs', {
      provideTextDocumentContent: ({ query }, token) => load().document(query, token),
    }),
    { dispose: () => loaded?.dispose() },
  );
  return { load, dispose: () => parts.dispose() };
}
