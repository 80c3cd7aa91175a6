/** Ctrl-C: the first one asks the run to stop, the second one does not ask. */
import { EXIT_CODES, type Interrupt, type Terminal } from './terminal.ts';

/**
 * Runs `work` with a signal that aborts at the first interrupt.
 * @returns what `work` returns, and the exit code of the interrupt if there was one.
 */
export async function interruptible<T>(
  terminal: Terminal,
  work: (signal: AbortSignal, exitCode: () => number) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  let last: Interrupt = 'SIGINT';
  const release = terminal.onInterrupt((signal) => {
    last = signal;
    if (abort.signal.aborted) terminal.kill(signal);
    else abort.abort();
  });
  try {
    return await work(abort.signal, () => EXIT_CODES[last]);
  } finally {
    release();
  }
}
