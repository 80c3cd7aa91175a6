/** The second of two stages: a head per arm and seed on the base's scores, and on those of weaker bases. */

import type { ArmResult } from '../../ranker/ranker.ts';
import { dropCost } from '../cost/staged.ts';
import { within } from '../tasks/clock.ts';
import { roomToBuild } from '../tasks/memory.ts';
import type { PooledRun } from '../tasks/pool.ts';
import type { HeadJob, HeadJobResult } from './job.ts';
import { headMemory } from './jobs.ts';
import { HEADS } from './kinds.ts';

/**
 * @param jobs of any seeds; of those of one arm and seed on several bases, columns are left out of the first alone. Where a head begins at
 * that of the base, the latter, on the same columns, is one of the jobs
 * @param wholeOf the id of the arm that an arm without a column is held against
 * @returns in the order of the jobs
 * @throws Failure, Cancelled
 */
export async function trainHeads(
  jobs: readonly HeadJob[],
  wholeOf: (arm: string) => string,
  context: PooledRun,
  onProgress: (fraction: number, message: string) => void,
): Promise<ArmResult[]> {
  const dropped = jobs.filter(({ without }) => without !== undefined);
  const awaited = new Set(dropped.map((job) => keyOf({ ...job, arm: wholeOf(job.arm) })));
  const isAwaited = (job: HeadJob): boolean => job.without === undefined && awaited.has(keyOf(job));
  const starters = jobs.filter(isStarter);
  const first = jobs.filter((job) => isAwaited(job) && !isStarter(job));
  const others = jobs.filter((job) => job.without === undefined && !isAwaited(job) && !isStarter(job));
  const all = jobs.length - dropped.length + sum(dropped.map(costOf));
  const [started, part] = [starters.length / all, (starters.length + first.length) / all];
  const results = new Map<HeadJob, HeadJobResult>();
  const train = async (
    some: readonly HeadJob[],
    from: number,
    to: number,
    asked: (job: HeadJob) => HeadJob = (job) => job,
  ): Promise<void> => {
    if (some.length === 0) return;
    const tasks = some.map(asked);
    const { threads, large } = roomToBuild(tasks.map(headMemory), context);
    const trained = await context.pool.run('head', tasks, {
      ...{ threads, large: large && to === 1 }, // batches before the last leave what the next uses
      onProgress: (fraction, running) => onProgress(within([from, to], fraction), messageOf(running)),
    });
    for (const [i, job] of some.entries()) results.set(job, trained[i]!);
  };
  // Those that others wait for go first; the short ones, which lack a column, last: then no thread waits long for another.
  await train(starters, 0, started);
  const starts = new Map(starters.map((job) => [job.columns, results.get(job)!.start]));
  const withStart = (job: HeadJob): HeadJob =>
    HEADS[job.kind].beginsAtBase ? { ...job, start: starts.get(job.columns) } : job;
  await train(first, started, part, withStart);
  const wholeBy = new Map(first.map((job) => [keyOf(job), results.get(job)!] as const).reverse());
  await train([...others, ...dropped], part, 1, (job) => {
    if (job.without === undefined) return withStart(job);
    const { trees, penalties } = wholeBy.get(keyOf({ ...job, arm: wholeOf(job.arm) }))!;
    return { ...withStart(job), trees, penalties };
  });
  return jobs.map((job) => results.get(job)!);
}

/** The head of the base alone, where those of other arms begin. */
const isStarter = ({ kind, own: armBlock }: HeadJob): boolean =>
  HEADS[kind].beginsAtBase && armBlock === undefined;

/** Of a head without one of its columns, in those of one with it. */
const costOf = ({ kind, rows: { fit, validate } }: HeadJob): number =>
  dropCost(kind, { fit: fit.length, validate: validate.length });

const sum = (list: readonly number[]): number => list.reduce((all, x) => all + x, 0);

const keyOf = ({ arm, seed }: Pick<HeadJob, 'arm' | 'seed'>): string => `${seed} ${arm}`;

function messageOf(running: readonly HeadJob[]): string {
  const names = running.map(({ arm, seed }) => `${arm}, seed ${seed}`);
  return `training the head of ${names.join(' and ')}`;
}
