/** The second of two stages: a head per arm and seed on the base's scores, and on those of weaker bases. */

import type { RunContext } from '../../common/progress.ts';
import type { ArmResult } from '../../ranker/ranker.ts';
import { dropCost } from '../cost/staged.ts';
import { within } from '../tasks/clock.ts';
import { threadsFor } from '../tasks/memory.ts';
import { Pool } from '../tasks/pool.ts';
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
  const dropped = jobs.filter(({ without }) => without !== undefined);
  const awaited = new Set(dropped.map((job) => keyOf({ ...job, arm: wholeOf(job.arm) })));
  const isAwaited = (job: HeadJob): boolean => job.without === undefined && awaited.has(keyOf(job));
  const first = jobs.filter(isAwaited);
  const others = jobs.filter((job) => job.without === undefined && !isAwaited(job));
  const later = others.length + dropCost() * dropped.length;
  const part = first.length / (first.length + later);
  const pool = new Pool(context.signal);
  const results = new Map<HeadJob, ArmResult>();
  const train = async (
    own: readonly HeadJob[],
    from: number,
    to: number,
    asked: (job: HeadJob) => HeadJob = (job) => job,
  ): Promise<void> => {
    if (own.length === 0) return;
    const tasks = own.map(asked);
    const trained = await pool.run('head', tasks, {
      threads: threadsFor(tasks.map(headMemory), context),
      onProgress: (fraction, running) => onProgress(within([from, to], fraction), messageOf(running)),
    });
    for (const [i, job] of own.entries()) results.set(job, trained[i]!);
  };
  try {
    // Those that others wait for go first; the short ones, which lack a column, last: then no thread waits long for another.
    await train(first, 0, part);
    const wholeBy = new Map(first.map((job) => [keyOf(job), results.get(job)!] as const).reverse());
    await train([...others, ...dropped], part, 1, (job) => {
      if (job.without === undefined) return job;
      const { trees, penalties } = wholeBy.get(keyOf({ ...job, arm: wholeOf(job.arm) }))!;
      return { ...job, trees, penalties };
    });
    return jobs.map((job) => results.get(job)!);
  } finally {
    await pool.close();
  }
}

const keyOf = ({ arm, seed }: Pick<HeadJob, 'arm' | 'seed'>): string => `${seed} ${arm}`;

function messageOf(running: readonly HeadJob[]): string {
  const names = running.map(({ arm, seed }) => `${arm}, seed ${seed}`);
  return `training the head of ${names.join(' and ')}`;
}
