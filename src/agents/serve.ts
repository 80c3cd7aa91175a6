/**
 * The process behind `lis mcp`, which the editor also starts by itself: MCP on standard input and output, nothing else on
 * them. It ends when its client closes the input, and takes what runs with it.
 */
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { ComputeClient } from '../compute/client.ts';
import { forTerminal } from '../inert/terminal.ts';
import { latestReport, newRunPath } from '../report/kept/store.ts';
import type { AgentContext } from './context.ts';
import { Roots } from './root.ts';
import { createServer } from './server.ts';

declare const __LIS_BUNDLED__: boolean | undefined;
declare const __LIS_VERSION__: string | undefined;

/** Milliseconds that a cancelled run has for its end before the process leaves; the compute process is killed within them. */
const GRACE_MS = 1500;

function serverPath(): string {
  const bundled = typeof __LIS_BUNDLED__ !== 'undefined' && __LIS_BUNDLED__;
  return fileURLToPath(new URL(bundled ? './server.mjs' : '../compute/server.ts', import.meta.url));
}

function contextOf(folders: readonly string[], client: ComputeClient): AgentContext {
  return {
    roots: new Roots(folders),
    latestReport,
    describe: (request, signal) => client.describe(request, signal),
    hashOf: ({ path }) => client.hash(path, new AbortController().signal).catch(() => undefined),
    evaluate: async ({ specPath, sources, seeds, precision }, hooks) => {
      const reportPath = await newRunPath(specPath, new Date());
      const overrides = {
        ...(sources !== undefined && { sources }),
        ...(seeds !== undefined && { seeds }),
        ...(precision !== undefined && { precision }),
      };
      await client.evaluate({ specPath, reportPath, overrides, origin: 'agent' }, hooks);
    },
  };
}

/**
 * Serves one client until it closes the input, or a signal ends the process.
 * @param folders what the tools may look at; absolute
 */
export async function serve(folders: readonly string[]): Promise<void> {
  const closed = new AbortController();
  const client = new ComputeClient(serverPath(), (level, message) => {
    if (level === 'warn' || level === 'error') process.stderr.write(forTerminal(`lis: ${message}\n`));
  });
  const version = typeof __LIS_VERSION__ === 'undefined' ? '0.0.0-source' : __LIS_VERSION__;
  const server = createServer(contextOf(folders, client), version, closed.signal);
  const ended = new Promise<void>((end) => {
    server.server.onclose = end; // more than 10 MB without the end of a message
    process.stdin.once('end', end).once('close', end).once('error', end);
    process.stdout.once('error', end); // nobody reads any more
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => end());
  });
  await server.connect(new StdioServerTransport());
  await ended;
  closed.abort();
  client.dispose();
  await server.close();
  process.stdin.destroy();
  setTimeout(() => process.exit(), GRACE_MS).unref();
}

/** Whether this file is the program, rather than a part of `lis`. */
function isProgram(): boolean {
  const [, program] = process.argv;
  return program !== undefined && realpathSync(program) === realpathSync(fileURLToPath(import.meta.url));
}

if (isProgram()) {
  const folders = process.argv.slice(2);
  await serve((folders.length > 0 ? folders : ['.']).map((folder) => resolve(folder)));
}
