/** The process behind the `lis` command. */
import { TOOL_VERSION } from '../evaluation/version.ts';
import { runCli } from './program.ts';
import { processTerminal } from './terminal.ts';

// A reader that leaves early (`lis evaluate | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await runCli(process.argv.slice(2), processTerminal(), TOOL_VERSION);
