/**
 * The compute process: forked by the editor, so that reading data and training never share a thread, a heap or a crash
 * with the extension host. It leaves when its channel closes, so that no orphan outlives the editor.
 */
import { profileData } from '../data/profile.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import type { WorkerMessage } from '../protocol/messages.ts';
import { assertWritable, writeReport } from '../report/store.ts';
import { createSession } from './session.ts';

function send(message: WorkerMessage): void {
  if (process.connected) process.send?.(message, undefined, {}, () => {}); // a closed channel is no error: see below
}

const session = createSession({ evaluate, describe: profileData, assertWritable, writeReport, send });

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

if (process.send === undefined) {
  console.error(
    'This is the compute process of LIS Lens; the editor starts it. For the command line use `lis`.',
  );
  process.exitCode = 2;
} else {
  send({ type: 'ready', payload: { pid: process.pid, node: process.versions.node } });
}
