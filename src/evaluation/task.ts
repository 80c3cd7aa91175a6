/** Worker-thread entry: trains and scores one arm × seed after another, until the pool closes it. */
import { parentPort, workerData } from 'node:worker_threads';
import { auc } from '../metrics/auc.ts';
import type { RankTask } from '../ranker/ranker.ts';
import { runTask } from '../ranker/train.ts';
import { Cancelled, Failure } from '../report/failure.ts';
import type { TaskMessage } from './pool.ts';

const cancelled = new Int32Array((workerData as { cancelled: SharedArrayBuffer }).cancelled);
const port = parentPort!;
const send = (message: TaskMessage, transfer: ArrayBuffer[] = []): void =>
  port.postMessage(message, transfer);

port.on('message', (task: RankTask) => {
  try {
    const result = runTask(task, {
      auc,
      isCancelled: () => Atomics.load(cancelled, 0) !== 0,
      onFraction: (fraction) => send({ type: 'fraction', fraction }),
    });
    send({ type: 'result', result }, [result.scores.buffer as ArrayBuffer]);
  } catch (error) {
    if (error instanceof Cancelled) send({ type: 'cancelled' });
    else if (error instanceof Failure)
      send({ type: 'failed', kind: error.kind, code: error.code, message: error.message });
    else throw error;
  }
});
