/** Trains the tasks it is sent in a thread of its own, as the evaluation's pool does. */
import { parentPort } from 'node:worker_threads';
import { auc } from '../../../src/metrics/index.ts';
import { type RankTask, runTask } from '../../../src/ranker/index.ts';

parentPort!.on('message', (task: RankTask) => {
  parentPort!.postMessage(runTask(task, { auc, isCancelled: () => false, onFraction: () => {} }));
});
