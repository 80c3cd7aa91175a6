/** A terminal that keeps what is written, so that a command runs without a process, whose start takes longer than most commands. */
import { runCli } from '../../src/cli/program.ts';
import type { Interrupt, Terminal } from '../../src/cli/terminal.ts';
import { keepThreads } from '../../src/evaluation/tasks/pool.ts';
import { TOOL_VERSION } from '../../src/evaluation/version.ts';
import { forPaintedTerminal, forTerminal } from '../../src/inert/terminal.ts';
import { oneLine } from '../../src/inert/visible.ts';

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

interface TerminalOptions {
  env?: Readonly<Record<string, string>>;
  /** Interrupts the command as soon as it listens. */
  interrupt?: Interrupt | undefined;
}

keepThreads();

/** Runs `lis` in this process as one whose output goes into pipes. @param cwd absolute */
export async function runLis(
  cwd: string,
  args: readonly string[],
  { env = {}, interrupt }: TerminalOptions = {},
): Promise<Outcome> {
  const written = { stdout: '', stderr: '' };
  const terminal: Terminal = {
    out: (text, painted = false) => {
      written.stdout += painted ? forPaintedTerminal(text) : forTerminal(text);
    },
    err: (text) => {
      written.stderr += forTerminal(text);
    },
    redraw: (line) => {
      written.stderr += `\r\u001b[2K${oneLine(line)}`;
    },
    ...{ cwd, env: { ...process.env, ...env }, outIsTty: false, errIsTty: false, columns: 80 },
    onInterrupt: (listener) => {
      if (interrupt !== undefined) listener(interrupt);
      return () => undefined;
    },
    kill: (signal) => {
      throw new Error(`the command asks for its end by ${signal}`);
    },
  };
  const code = await runCli(args, terminal, TOOL_VERSION);
  return { code, ...written };
}
