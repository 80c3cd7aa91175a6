import { expect, it, vi } from 'vitest';
import { Cancelled } from '../../../src/common/failure.ts';
import { runJobs } from '../../../src/evaluation/tasks/pool.ts';

const started = vi.hoisted(() => vi.fn());
vi.mock('node:worker_threads', () => ({ Worker: started }));

it('without tasks there is no thread, and a cancelled run is cancelled', async () => {
  const run = (signal: AbortSignal) =>
    runJobs('features', [], { threads: 2, signal, onProgress: () => expect.unreachable() });
  expect(await run(new AbortController().signal)).toEqual([]);
  await expect(run(AbortSignal.abort())).rejects.toThrow(Cancelled);
  expect(started).not.toHaveBeenCalled();
});
