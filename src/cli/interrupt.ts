/** Ctrl-C: the first one asks the run to stop, the second one does not ask. */
import type { Terminal } from './terminal.ts';

/** 128 + the signal's number, as shells report it. */
const EXIT = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Runs `work` with a signal that aborts at the first interrupt.
 * @returns what `work` returns, and the exit code of the interrupt if there was one.
 */
export async function interruptible<T>(
  terminal: Terminal,
  work: (signal: AbortSignal, exitCode: () => number) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  let exitCode: number = EXIT.SIGINT;
  const release = terminal.onInterrupt((signal) => {
    exitCode = EXIT[signal];
    if (abort.signal.aborted) terminal.kill(exitCode);
    else abort.abort();
  });
  try {
    return await work(abort.signal, () => exitCode);
  } finally {
    release();
  }
}
