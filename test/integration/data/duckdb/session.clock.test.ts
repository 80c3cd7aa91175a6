/** How soon a load ends that is cancelled: measured with nothing of the suite beside it. */
import { expect, it } from 'vitest';
import { Cancelled } from '../../../../src/common/failure.ts';
import { createDuckDbEngine } from '../../../../src/data/duckdb/engine.ts';
import { secondHere } from '../../../support/second.ts';
import { runContext, specOf } from '../support.ts';
import { bigLog } from './big-log.ts';

it('stops within a second when it is cancelled, in every phase', async () => {
  const folder = await bigLog(3_000_000);
  for (const phase of ['start', 'read', 'encode', 'rows'] as const) {
    const controller = new AbortController();
    let asked = 0;
    const abort = () => {
      asked ||= performance.now();
      controller.abort();
    };
    if (phase === 'start') abort();
    const run = runContext({
      signal: controller.signal,
      onProgress: ({ phase: now, fraction, message }) => {
        if (phase === 'read' && message.startsWith('reading')) setTimeout(abort, 20);
        if (phase === 'encode' && now === 'encode') setTimeout(abort, 20);
        if (phase === 'rows' && fraction > 0.6) abort();
      },
    });
    const error: unknown = await createDuckDbEngine()
      .load(specOf({ path: 'log.parquet' }), folder, run)
      .catch((reason: unknown) => reason);
    expect(error, phase).toBeInstanceOf(Cancelled);
    const took = performance.now() - asked;
    expect(took, phase).toBeLessThan(secondHere());
  }
});
