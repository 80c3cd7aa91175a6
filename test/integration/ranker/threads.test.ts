import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { auc } from '../../../src/metrics/index.ts';
import { fieldBlock, type RankResult, type RankTask, runTask } from '../../../src/ranker/index.ts';
import { deepfmOptions } from '../../../src/specfile/schema-ranker.ts';
import { columnCodes } from '../../support/codes.ts';
import { extraBlock, smallTask } from '../../unit/ranker/small-task.ts';

const base = smallTask(6000);
const leaked = { ...base, arm: 'leaked:test', blocks: [...base.blocks, extraBlock(base)] };
const vectors = fieldBlock([
  {
    ...{ name: 'phi:match', cardinality: 31 },
    codes: columnCodes(base.blocks[0]!, 1),
    vectors: { dimension: 5, values: Float32Array.from({ length: 150 }, (_, i) => Math.sin(i)) },
  },
]);
const projected = { ...base, arm: 'leaked:vectors', blocks: [...base.blocks, vectors] };
const options = deepfmOptions.parse({ kind: 'deepfm', hidden: [16, 8], dropout: 0.2, epochs: 2 });
const tasks: RankTask[] = [base, leaked, projected]
  .flatMap((task) => [task, { ...task, options }])
  .flatMap((task) => [1, 2].map((seed) => ({ ...task, seed })));

/** Runs the tasks on `threads` worker threads, task i on thread i modulo `threads`. */
async function onThreads(threads: number): Promise<RankResult[]> {
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL('./train-worker.ts', import.meta.url), { execArgv: [] }),
  );
  try {
    const queues = workers.map(async (worker, w) => {
      const results: RankResult[] = [];
      for (const task of tasks.filter((_, i) => i % threads === w)) {
        worker.postMessage(task);
        const [result] = (await once(worker, 'message')) as [RankResult];
        results.push(result);
      }
      return results;
    });
    const perWorker = await Promise.all(queues);
    return tasks.map((_, i) => perWorker[i % threads]![Math.floor(i / threads)]!);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

it('scores are the same bytes in this thread, in one other, and in three', async () => {
  const here = tasks.map((task) => runTask(task, { auc, isCancelled: () => false, onFraction: () => {} }));
  for (const results of [await onThreads(1), await onThreads(3)]) {
    for (const [i, { arm, seed, scores, stop }] of results.entries()) {
      expect({ arm, seed, stop }).toEqual({ arm: here[i]!.arm, seed: here[i]!.seed, stop: here[i]!.stop });
      expect(scores).toEqual(here[i]!.scores);
    }
  }
});
