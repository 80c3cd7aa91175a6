/** Worker-thread entry: one job after another, until the command closes it. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Job, runJob } from './jobs.ts';

const port = parentPort!;
const { reference } = workerData as { reference: string };

port.on('message', async (job: Job) => {
  port.postMessage(await runJob(job, reference));
});
