/** What the commands need of the process, so that tests can run a command without one. */

export type Interrupt = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

export interface Terminal {
  /** The result: tables and reports. */
  out(text: string): void;
  /** Everything else: progress and failures. */
  err(text: string): void;
  /** Absolute working folder. */
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  outIsTty: boolean;
  errIsTty: boolean;
  /** Width of the terminal behind `err`, in characters; 80 where it does not say. */
  columns: number;
  /** Calls `listener` at every Ctrl-C, termination signal and end of the terminal until the returned function is called. */
  onInterrupt(listener: (signal: Interrupt) => void): () => void;
  /** Ends the process at once. */
  kill(exitCode: number): void;
}

export function processTerminal(): Terminal {
  return {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    cwd: process.cwd(),
    env: process.env,
    outIsTty: process.stdout.isTTY === true,
    errIsTty: process.stderr.isTTY === true,
    columns: process.stderr.columns || 80,
    onInterrupt: (listener) => {
      const signals: Interrupt[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
      for (const signal of signals) process.on(signal, listener);
      return () => {
        for (const signal of signals) process.off(signal, listener);
      };
    },
    kill: (exitCode) => process.exit(exitCode),
  };
}

/** Colour only on a terminal that can show it, and never against `NO_COLOR` (https://no-color.org). */
export function wantsColour(terminal: Terminal): boolean {
  return terminal.outIsTty && !terminal.env['NO_COLOR'] && terminal.env['TERM'] !== 'dumb';
}
