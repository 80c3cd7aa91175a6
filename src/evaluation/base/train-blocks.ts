/** Trains a recipe on every prefix of a plan, and gathers the scores of what each has not seen: those that no earlier run has kept. */

import type { Made } from '../../data/kept/store.ts';
import type { RankResult } from '../../ranker/ranker.ts';
import type { TrainTask } from '../tasks/jobs.ts';
import { roomToTrain } from '../tasks/memory.ts';
import type { BlockPlan } from './blocks.ts';
import type { Found } from './cache/cache.ts';
import { bytesOf, keptScores } from './cache/kept-scores.ts';
import type { RowScores } from './row-scores.ts';
import type { BaseRun } from './run.ts';
import { baseTasks, gatherScores, type Recipe, type SeedBlocks } from './scores.ts';

export type BlocksRun = Pick<BaseRun, 'data' | 'context' | 'cache' | 'onProgress'>;

/**
 * @returns a logit per row for each of `wanted`, NaN where no training scores it; how many of these were kept; and the
 *   rows that were visited for the others
 * @throws Failure, Cancelled
 */
export async function trainBlocks(
  { data, context, cache, onProgress }: BlocksRun,
  plan: BlockPlan,
  recipe: Recipe,
  wanted: readonly SeedBlocks[],
  what: string,
): Promise<{ scores: RowScores[]; kept: number; rowsTrained: number }> {
  const tasksBySeed = wanted.map((seedBlocks) => baseTasks(plan, recipe, seedBlocks));
  const train = (tasks: readonly TrainTask[]): Promise<RankResult[]> =>
    context.pool.run('train', tasks, {
      ...roomToTrain(tasks, context),
      onProgress: (fraction, running) => {
        const names = [...new Set(running.map(({ seed }) => `seed ${seed}`))].join(' and ');
        onProgress(fraction, `training ${what}, ${names}`);
      },
    });
  const found: Found<Float32Array, Made>[] = [];
  for (const [w, trainings] of tasksBySeed.entries())
    found.push(await keptScores(cache, trainings, data.rows, wanted[w]!.rows));
  const missing = tasksBySeed.filter((_, w) => found[w]!.value === undefined);
  const results = missing.length === 0 ? [] : await train(missing.flat());
  const rowsTrained = results.reduce((sum, result) => sum + result.rowsTrained, 0);
  const scores: RowScores[] = [];
  for (const [w, trainings] of tasksBySeed.entries()) {
    const { value, keep } = found[w]!;
    const { rows } = wanted[w]!;
    const made = value ?? gatherScores(trainings, results.splice(0, trainings.length), data.rows, rows);
    if (value === undefined) await keep({ facts: null, bytes: bytesOf(made) });
    scores.push({ rows, values: made });
  }
  return { scores, kept: tasksBySeed.length - missing.length, rowsTrained };
}
