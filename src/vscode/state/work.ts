/** The progress notification of work: only for what takes long enough to be waited for, with Cancel. */
import * as vscode from 'vscode';
import { count, roughDuration } from '../../common/format.ts';
import type { RunHooks } from '../../compute/client.ts';
import { whileWorking } from '../show/messages.ts';
import type { RunState } from './runs/run-state.ts';

/** Shorter work ends before a notification could be read; and its Cancel comes up where a notification had Evaluate, which a double click may still be on. */
const APPEARS_AFTER_MS = 1000;

const { t } = vscode.l10n;

export interface Work {
  title: string;
  /** Settles when the work has ended, however it did. */
  ended: Promise<unknown>;
  cancel(): void;
  /** Calls back whenever `state` is another one. */
  onChange(listener: () => void): vscode.Disposable;
  state(): RunState | undefined;
}

/** Does a job of the compute process, and shows how far it is from a second on. @throws as the job, Cancelled */
export async function withWork<T>(title: string, job: (hooks: RunHooks) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const changed = new vscode.EventEmitter<void>();
  let state: RunState | undefined;
  const result = job({
    signal: abort.signal,
    onProgress: (progress) => {
      state = progress;
      changed.fire();
    },
  });
  const ended = result.finally(() => changed.dispose());
  showLater({ title, ended, cancel: () => abort.abort(), onChange: changed.event, state: () => state });
  return ended;
}

export function showLater({ title, ended, cancel, onChange, state }: Work): void {
  const over = ended.then(
    () => undefined,
    () => undefined,
  );
  const timer = setTimeout(() => {
    void whileWorking(title, (report, token) => {
      let shown = 0;
      const show = (): void => {
        const now = state();
        if (now === undefined) return;
        report({ message: progressText(now), increment: (now.fraction - shown) * 100 });
        shown = now.fraction;
      };
      const listeners = [onChange(show), token.onCancellationRequested(cancel)];
      show();
      return over.finally(() => {
        for (const listener of listeners) listener.dispose();
      });
    });
  }, APPEARS_AFTER_MS);
  void over.then(() => clearTimeout(timer));
}

/** `training leaked:co-click, seed 2 · 100,016 rows · 43 % · 12 s left` */
export function progressText({ message, rows, fraction, secondsLeft }: RunState): string {
  return [
    message,
    ...(rows === undefined ? [] : [t('{0} rows', count(rows))]),
    t('{0} %', Math.floor(fraction * 100)),
    ...(secondsLeft === undefined ? [] : [t('{0} left', roughDuration(secondsLeft))]),
  ].join(' · ');
}
