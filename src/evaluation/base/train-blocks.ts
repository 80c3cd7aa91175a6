/** Trains a recipe on every prefix of a plan, and gathers the scores of what each has not seen. */
import type { FieldBlock } from '../../ranker/ranker.ts';
import { threadsWithin } from '../memory.ts';
import { runJobs } from '../pool.ts';
import type { BlockPlan } from './blocks.ts';
import type { BaseRun } from './run.ts';
import { baseTasks, gatherScores, type Recipe } from './scores.ts';

/** What is trained on one seed: the base's fields, and for a projection those of its vectors. */
export interface SeedBlocks {
  seed: number;
  blocks: readonly FieldBlock[];
}

export type BlocksRun = Pick<BaseRun, 'data' | 'context' | 'onProgress'>;

/**
 * @returns a logit per row of the dataset for each of `wanted`, NaN where no training scores it
 * @throws Failure, Cancelled
 */
export async function trainBlocks(
  { data, context, onProgress }: BlocksRun,
  plan: BlockPlan,
  recipe: Recipe,
  wanted: readonly SeedBlocks[],
  what: string,
): Promise<Float32Array[]> {
  const own = wanted.map(({ seed, blocks }) => baseTasks(plan, recipe, seed, blocks, data.label));
  const tasks = own.flat();
  const results = await runJobs('train', tasks, {
    threads: threadsWithin(tasks, context.threads, context.memoryBytes, process.memoryUsage.rss()),
    signal: context.signal,
    onProgress: (fraction, running) => {
      const names = [...new Set(running.map(({ seed }) => `seed ${seed}`))].join(' and ');
      onProgress(fraction, `training ${what}, ${names}`);
    },
  });
  let first = 0;
  return own.map((of) => {
    const scores = gatherScores(of, results.slice(first, first + of.length), data.rows);
    first += of.length;
    return scores;
  });
}
