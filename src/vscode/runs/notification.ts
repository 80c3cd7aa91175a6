/** The progress notification of a run: only for runs long enough to be waited for, with Cancel. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { RunHandle, Runs } from './runs.ts';

/** Shorter runs end before a notification could be read. */
const APPEARS_AFTER_MS = 500;

/** Shows the run of `specPath` from half a second on until it ends. */
export function showProgress(runs: Runs, specPath: string, handle: RunHandle): void {
  const ended = handle.result.then(
    () => undefined,
    () => undefined,
  );
  const timer = setTimeout(() => {
    const title = vscode.l10n.t('LIS: evaluating {0}', basename(specPath));
    const location = vscode.ProgressLocation.Notification;
    void vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) => {
      let shown = 0;
      const show = (): void => {
        const state = runs.of(specPath);
        if (state === undefined) return;
        progress.report({ message: describe(state), increment: (state.fraction - shown) * 100 });
        shown = state.fraction;
      };
      const listeners = [
        runs.onDidChange((path) => path === specPath && show()),
        token.onCancellationRequested(() => handle.cancel()),
      ];
      show();
      return ended.finally(() => {
        for (const listener of listeners) listener.dispose();
      });
    });
  }, APPEARS_AFTER_MS);
  void ended.then(() => clearTimeout(timer));
}

function describe(state: { message: string; fraction: number; secondsLeft?: number | undefined }): string {
  const { t } = vscode.l10n;
  const done = t('{0} · {1} %', state.message, Math.floor(state.fraction * 100));
  const { secondsLeft } = state;
  return secondsLeft === undefined ? done : t('{0} · {1} s left', done, Math.max(1, Math.round(secondsLeft)));
}
