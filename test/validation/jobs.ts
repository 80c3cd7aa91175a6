/** What the threads of `npm run validate` do. */
import { measureWorld, type WorldMeasurement } from './measure.ts';

/** A small world, by its number. */
export interface Job {
  kind: 'world';
  world: number;
}

export interface JobResult {
  job: Job;
  result: WorldMeasurement;
}

export async function runJob({ world }: Job): Promise<WorldMeasurement> {
  return measureWorld(world);
}
