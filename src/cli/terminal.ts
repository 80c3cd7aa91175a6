/** What the commands need of the process, so that tests can run a command without one. All that is written goes through here. */

import { EXIT_CODE } from '../common/failure.ts';
import { forPaintedTerminal, forTerminal } from '../inert/terminal.ts';
import { oneLine } from '../inert/visible.ts';

export type Interrupt = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** 128 + the signal's number, as shells report it. */
export const EXIT_CODES: Readonly<Record<Interrupt, number>> = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

export interface Terminal {
  /** The result: tables and reports. Colours pass only where it says that they are those of `src/report/terminal/paint.ts`. */
  out(text: string, painted?: boolean): void;
  /** Everything else: remarks and failures. */
  err(text: string): void;
  /** Writes a line of `err` over the one before; an empty one leaves nothing. */
  redraw(line: string): void;
  /** Absolute working folder. */
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  outIsTty: boolean;
  errIsTty: boolean;
  /** Width of the terminal behind `out`; absent in a pipe, where `COLUMNS` may say one. */
  outColumns?: number | undefined;
  /** Width of the terminal behind `err`, in characters; 80 where it does not say. */
  columns: number;
  /** Calls `listener` at every Ctrl-C, termination signal and end of the terminal until the returned function is called. */
  onInterrupt(listener: (signal: Interrupt) => void): () => void;
  /** Ends the process at once, whatever it is doing. */
  kill(signal: Interrupt): void;
}

export function processTerminal(): Terminal {
  return {
    out: (text, painted = false) =>
      process.stdout.write(painted ? forPaintedTerminal(text) : forTerminal(text)),
    err: (text) => process.stderr.write(forTerminal(text)),
    redraw: (line) => process.stderr.write(`\r\u001b[2K${oneLine(line)}`),
    cwd: process.cwd(),
    env: process.env,
    outIsTty: process.stdout.isTTY === true,
    errIsTty: process.stderr.isTTY === true,
    // A terminal may be resized while something goes on.
    get outColumns() {
      return process.stdout.columns || undefined;
    },
    get columns() {
      return process.stderr.columns || 80;
    },
    onInterrupt: (listener) => {
      const signals: Interrupt[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
      for (const signal of signals) process.on(signal, listener);
      return () => {
        for (const signal of signals) process.off(signal, listener);
      };
    },
    kill: killProcess,
  };
}

/**
 * By the signal itself, as it would without a listener. `process.exit` waits for native threads, which may be busy for
 * minutes; what listens for the exit (temporary folders, programs of the user's) has its turn first.
 */
function killProcess(signal: Interrupt): void {
  process.emit('exit', EXIT_CODES[signal]);
  if (process.platform === 'win32') process.exit(EXIT_CODES[signal]);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

/** Colour only on a terminal that can show it, and never against `NO_COLOR` (https://no-color.org). */
export function wantsColour(terminal: Terminal): boolean {
  return terminal.outIsTty && !terminal.env['NO_COLOR'] && terminal.env['TERM'] !== 'dumb';
}

/** How wide a result may be: the terminal, else what `COLUMNS` says; undefined where neither does. */
export function outWidth({ outColumns, env }: Pick<Terminal, 'outColumns' | 'env'>): number | undefined {
  const said = Number(env['COLUMNS']);
  return outColumns ?? (Number.isInteger(said) && said > 0 ? said : undefined);
}

/** What happens where nobody reads what is written, or nothing can be: one sentence, and an exit code that says so. */
export function watchOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return; // a reader that leaves early (`lis evaluate | head`) is no failure
    process.exitCode = EXIT_CODE.resource;
    const reason =
      error.code === 'ENOSPC' ? 'the disk is full' : `the system says ${error.code ?? 'no more'}`;
    process.stderr.write(`lis: the output cannot be written: ${reason}.\n`);
  });
  process.stderr.on('error', () => undefined); // progress that nobody reads: the result is on standard output
}
