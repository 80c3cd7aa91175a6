/**
 * The compute process: forked by the editor, so that reading data and training never share a thread, a heap or a crash
 * with the extension host. It leaves when its channel closes, so that no orphan outlives the editor.
 */

import { constants, setPriority } from 'node:os';
import { defaultEngine } from '../data/default-engine.ts';
import { filesIn } from '../data/table-source.ts';
import { draftSpec } from '../draft/draft.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { exportFeatures } from '../evaluation/export/features.ts';
import type { WorkerMessage } from '../protocol/messages.ts';
import { writeAudit } from '../report/audit/store.ts';
import { assertWritable, writeRun } from '../report/kept/store.ts';
import { auditFor } from './audit.ts';
import { createSession } from './session.ts';

function send(message: WorkerMessage): void {
  if (process.connected) process.send?.(message, undefined, {}, () => {}); // a closed channel is no error: see below
}

const session = createSession({
  evaluate: async (request) => evaluate(request, await defaultEngine()),
  draft: async (request, run) => draftSpec(request, run, await defaultEngine()),
  exportFeatures: async (request, folder) => exportFeatures(request, folder, await defaultEngine()),
  describe: async (patterns, folder, run, options) => {
    const engine = await defaultEngine();
    return engine.look(filesIn(folder, patterns), run, async ({ profile }) => profile, options);
  },
  audit: async (asked, run) => auditFor(asked, run, await defaultEngine()),
  writeAudit,
  assertWritable,
  writeRun,
  send,
});

process.on('message', (value) => session.receive(value));
process.on('disconnect', () => {
  session.abandon();
  process.exit();
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(0));

function onDefect(error: unknown): void {
  session.fail(error);
  process.exitCode = 1;
  process.disconnect?.(); // flushes what was sent, then `disconnect` above ends the process
}
process.on('uncaughtException', onDefect);
process.on('unhandledRejection', onDefect);

/** Before any thread starts, since threads inherit it: whoever types comes first, and an idle machine is used all the same. */
function yieldToTheEditor(): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // A system that forbids it still computes.
  }
}

if (process.send === undefined) {
  console.error(
    'This is the compute process of LIS Lens; the editor starts it. For the command line use `lis`.',
  );
  process.exitCode = 2;
} else {
  yieldToTheEditor();
  send({ type: 'ready', payload: { pid: process.pid, node: process.versions.node } });
}
