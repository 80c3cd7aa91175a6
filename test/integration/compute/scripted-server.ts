/**
 * A process that speaks the protocol and misbehaves on demand: the spec's text says how. What the client does then must
 * not depend on when a real evaluation happens to be where.
 */
import type { HostMessage, WorkerPayloads } from '../../../src/protocol/messages.ts';

function send<Name extends keyof WorkerPayloads>(type: Name, payload: WorkerPayloads[Name]): void {
  process.send?.({ type, payload });
}
let endless: string | undefined;
let look: string | undefined;

process.on('disconnect', () => process.exit());
process.on('message', (message: HostMessage) => {
  const { type, payload } = message;
  const { runId } = payload;
  if (type === 'cancel') {
    if (endless === 'polite' || runId === look) send('cancelled', { runId });
    return;
  }
  if (type === 'describe') {
    if (payload.folder === '/slow') look = runId;
    else if (payload.folder === '/exit') process.exit(7);
    else send('described', { runId, facts: { files: [], rows: payload.rows, complete: false, columns: [] } });
    return;
  }
  if (type !== 'evaluate') return;
  const script = payload.specText;
  const progress = (line: string, fraction: number): void =>
    send('progress', { runId, progress: { phase: 'train', message: line, fraction } });
  const finish = (): void =>
    send('finished', {
      runId,
      reportPath: payload.reportPath,
      summary: { created: '2026-11-01T10:00:00.000Z', baseAuc: 0.7, sources: [], models: [] },
    });
  if (script === 'finish') {
    progress('training base', 0.5);
    finish();
  } else if (script === 'environment') {
    progress(`NODE_OPTIONS ${process.env['NODE_OPTIONS']} execArgv ${process.execArgv.length}`, 0.5);
    finish();
  } else if (script === 'polite' || script === 'deaf') {
    endless = script;
    progress('training base', 0.1);
    setInterval(() => {}, 1000);
  } else if (script === 'blocked') {
    progress('training base', 0.1);
    setImmediate(() => {
      for (;;);
    });
  } else if (script === 'exit') {
    process.stderr.write('out of luck\n', () => process.exit(7));
  } else if (script === 'fail') {
    send('failed', {
      runId,
      kind: 'data',
      code: 'one-class',
      message: 'One class.',
      where: { file: 'a.csv', line: 3 },
    });
  } else if (script === 'babble') {
    process.send?.('hello');
    process.send?.({ type: 'progress', payload: { runId, progress: { phase: 'dream', fraction: 7 } } });
    send('progress', { runId: 'another', progress: { phase: 'train', message: 'not yours', fraction: 0.5 } });
    finish();
  }
});
if (!process.env['LIS_TEST_NEVER_READY']) send('ready', { pid: process.pid, node: process.versions.node });
