/** The second of two stages: a head per arm and seed on the base's scores, and on those of weaker bases. */
import type { ArmResult } from '../../ranker/ranker.ts';
import type { RunContext } from '../../report/progress.ts';
import { within } from '../clock.ts';
import { dropCost } from '../cost/staged.ts';
import { threadsFor } from '../memory.ts';
import { Pool } from '../pool.ts';
import type { HeadJob } from './job.ts';
import { headMemory } from './jobs.ts';

/**
 * @param jobs of any seeds; of those of one arm and seed on several bases, columns are left out of the first alone
 * @param wholeOf the id of the arm that an arm without a column is held against
 * @returns in the order of the jobs
 * @throws Failure, Cancelled
 */
export async function trainHeads(
  jobs: readonly HeadJob[],
  wholeOf: (arm: string) => string,
  context: RunContext,
  onProgress: (fraction: number, message: string) => void,
): Promise<ArmResult[]> {
  const whole = jobs.filter(({ without }) => without === undefined);
  const dropped = jobs.filter(({ without }) => without !== undefined);
  const part = whole.length / (whole.length + dropCost() * dropped.length);
  const pool = new Pool(context.signal);
  const train = async (own: readonly HeadJob[], from: number, to: number): Promise<ArmResult[]> =>
    await pool.run('head', own, {
      threads: threadsFor(own.map(headMemory), context),
      onProgress: (fraction, running) => onProgress(within([from, to], fraction), messageOf(running)),
    });
  try {
    const wholes = await train(whole, 0, part);
    const treesOf = new Map(whole.map((job, i) => [keyOf(job), wholes[i]!.trees] as const).reverse());
    const refits = dropped.map((job) => ({
      ...job,
      trees: treesOf.get(keyOf({ ...job, arm: wholeOf(job.arm) })),
    }));
    const drops = refits.length === 0 ? [] : await train(refits, part, 1);
    return jobs.map(({ without }) => (without === undefined ? wholes : drops).shift()!);
  } finally {
    await pool.close();
  }
}

const keyOf = ({ arm, seed }: Pick<HeadJob, 'arm' | 'seed'>): string => `${seed} ${arm}`;

function messageOf(running: readonly HeadJob[]): string {
  const names = running.map(({ arm, seed }) => `${arm}, seed ${seed}`);
  return `training the head of ${names.join(' and ')}`;
}
