/** What the commands need of the process, so that tests can run a command without one. */

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
  /** Calls `listener` at every Ctrl-C or termination signal until the returned function is called. */
  onInterrupt(listener: (signal: 'SIGINT' | 'SIGTERM') => void): () => void;
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
      process.on('SIGINT', listener).on('SIGTERM', listener);
      return () => process.off('SIGINT', listener).off('SIGTERM', listener);
    },
    kill: (exitCode) => process.exit(exitCode),
  };
}

/** Colour only on a terminal that can show it, and never against `NO_COLOR` (https://no-color.org). */
export function wantsColour(terminal: Terminal): boolean {
  return terminal.outIsTty && !terminal.env['NO_COLOR'] && terminal.env['TERM'] !== 'dumb';
}
