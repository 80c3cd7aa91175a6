/** The process behind the `lis` command. */
import { TOOL_VERSION } from '../evaluation/version.ts';
import { EXIT_CODE } from '../report/failure.ts';
import { runCli } from './program.ts';
import { processTerminal } from './terminal.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return; // a reader that leaves early (`lis evaluate | head`) is no failure
  process.exitCode = EXIT_CODE.resource;
  process.stderr.write(`lis: the output cannot be written: ${error.message}.\n`);
});
process.stderr.on('error', () => undefined); // progress that nobody reads: the result is on standard output

const exitCode = await runCli(process.argv.slice(2), processTerminal(), TOOL_VERSION);
process.exitCode ??= exitCode;
