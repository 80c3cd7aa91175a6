/** The progress notification of a run. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { RunHandle, Runs } from '../state/runs/runs.ts';
import { showLater } from '../state/work.ts';

const { t } = vscode.l10n;

/** Shows the run of `specPath` from a second on until it ends. */
export function showProgress(runs: Runs, specPath: string, handle: RunHandle): void {
  showLater({
    title: t('LIS: evaluating {0}', basename(specPath)),
    ended: handle.result,
    cancel: handle.cancel,
    onChange: (listener) => runs.onDidChange((path) => path === specPath && listener()),
    state: () => runs.of(specPath),
  });
}
