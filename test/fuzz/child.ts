/** The process that reads damaged files: the command line without a process for each call, which would take longer than the call. */
import { runCli } from '../../src/cli/program.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { forPaintedTerminal, forTerminal } from '../../src/inert/terminal.ts';
import { oneLine } from '../../src/inert/visible.ts';

export interface Order {
  cwd: string;
  args: readonly string[];
}

process.on('message', async ({ cwd, args }: Order) => {
  process.chdir(cwd);
  const written = { stdout: '', stderr: '' };
  const terminal: Terminal = {
    out: (text, painted = false) => {
      written.stdout += painted ? forPaintedTerminal(text) : forTerminal(text);
    },
    err: (text) => {
      written.stderr += forTerminal(text);
    },
    redraw: (line) => {
      written.stderr += oneLine(line);
    },
    ...{ cwd, env: {}, outIsTty: false, errIsTty: false, columns: 80 },
    onInterrupt: () => () => undefined,
    kill: (code) => process.exit(code),
  };
  const code = await runCli([...args], terminal, '0.0.0');
  process.send?.({ code, ...written });
});
process.on('disconnect', () => process.exit());
