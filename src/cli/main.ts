/** The process behind the `lis` command. */
import { TOOL_VERSION } from '../evaluation/version.ts';
import { runCli } from './program.ts';
import { processTerminal, watchOutput } from './terminal.ts';

watchOutput();
const exitCode = await runCli(process.argv.slice(2), processTerminal(), TOOL_VERSION);
process.exitCode ??= exitCode;
