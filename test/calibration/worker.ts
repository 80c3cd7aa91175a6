/** Worker-thread entry: measures one world after another, until the command closes it. */
import { parentPort } from 'node:worker_threads';
import { type Measurement, measure } from './measure.ts';
import { SETTINGS, worldOptions } from './settings.ts';

export interface Job {
  /** Index in `SETTINGS`. */
  setting: number;
  world: number;
  otherSeeds: boolean;
}

export interface Done extends Job {
  measurements: Measurement[];
}

const port = parentPort!;

port.on('message', async (job: Job) => {
  const measurements = await measure(worldOptions(SETTINGS[job.setting]!, job.world, job.otherSeeds));
  port.postMessage({ ...job, measurements } satisfies Done);
});
