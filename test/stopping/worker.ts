/** A thread of `npm run stopping`: one world after another. */
import { parentPort } from 'node:worker_threads';
import { type StoppingOptions, stagesOf } from './measure.ts';

parentPort!.on('message', async (options: StoppingOptions) => {
  parentPort!.postMessage({ options, stages: await stagesOf(options) });
});
