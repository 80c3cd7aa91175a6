/** Trains a recipe on every prefix of a plan, and gathers the scores of what each has not seen: those that no earlier run has kept. */

import type { Made } from '../../data/kept/store.ts';
import type { AnyBlock, RankResult } from '../../ranker/ranker.ts';
import type { TrainTask } from '../tasks/jobs.ts';
import { roomToTrain } from '../tasks/memory.ts';
import type { BlockPlan } from './blocks.ts';
import type { Found } from './cache/cache.ts';
import { bytesOf, keptScores } from './cache/kept-scores.ts';
import type { BaseRun } from './run.ts';
import { baseTasks, gatherScores, type Recipe } from './scores.ts';

/** What is trained on one seed: the base's fields, and for a projection those of its vectors. */
export interface SeedBlocks {
  seed: number;
  blocks: readonly AnyBlock[];
}

export type BlocksRun = Pick<BaseRun, 'data' | 'context' | 'cache' | 'onProgress'>;

/**
 * @returns a logit per row of the dataset for each of `wanted`, NaN where no training scores it; how many of these were kept; and the
 *   rows that were visited for the others
 * @throws Failure, Cancelled
 */
export async function trainBlocks(
  { data, context, cache, onProgress }: BlocksRun,
  plan: BlockPlan,
  recipe: Recipe,
  wanted: readonly SeedBlocks[],
  what: string,
): Promise<{ scores: Float32Array[]; kept: number; rowsTrained: number }> {
  const tasksBySeed = wanted.map(({ seed, blocks }) => baseTasks(plan, recipe, seed, blocks));
  const train = (tasks: readonly TrainTask[]): Promise<RankResult[]> =>
    context.pool.run('train', tasks, {
      ...roomToTrain(tasks, context),
      onProgress: (fraction, running) => {
        const names = [...new Set(running.map(({ seed }) => `seed ${seed}`))].join(' and ');
        onProgress(fraction, `training ${what}, ${names}`);
      },
    });
  const found: Found<Float32Array, Made>[] = [];
  for (const trainings of tasksBySeed) found.push(await keptScores(cache, trainings, data.rows));
  const missing = tasksBySeed.filter((_, w) => found[w]!.value === undefined);
  const results = missing.length === 0 ? [] : await train(missing.flat());
  const rowsTrained = results.reduce((sum, result) => sum + result.rowsTrained, 0);
  const scores: Float32Array[] = [];
  for (const [w, trainings] of tasksBySeed.entries()) {
    const { value, keep } = found[w]!;
    const made = value ?? gatherScores(trainings, results.splice(0, trainings.length), data.rows);
    if (value === undefined) await keep({ facts: null, bytes: bytesOf(made) });
    scores.push(made);
  }
  return { scores, kept: tasksBySeed.length - missing.length, rowsTrained };
}
