/** Worker-thread entry: measures one world after another, until the command closes it. */
import { parentPort } from 'node:worker_threads';
import type { Job, JobResult } from './jobs.ts';
import { runJob } from './jobs.ts';

const port = parentPort!;

port.on('message', async (job: Job) => {
  port.postMessage({ job, result: await runJob(job) } satisfies JobResult);
});
