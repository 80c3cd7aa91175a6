/** Base scores: the logit of each row, by a ranker that was trained without it. */
import type { AnyBlock, RankResult } from '../../ranker/ranker.ts';
import type { RankerOptions } from '../../specfile/schema.ts';
import type { TrainTask } from '../tasks/jobs.ts';
import type { BlockPlan } from './blocks.ts';

/** Training is counted in quarters of an epoch. */
const QUARTERS = 4;

/** A recipe with its length on all training rows. */
export interface Recipe {
  options: RankerOptions;
  /** In quarters of an epoch. */
  epochs: number;
}

/**
 * Lists the trainings of a plan with one seed. It starts with the longest one, so that threads end at about the same time.
 * A ranker overfits fewer rows in fewer epochs, so the length of a training is in proportion to the rows that it sees.
 */
export function baseTasks(
  plan: BlockPlan,
  { options, epochs }: Recipe,
  seed: number,
  blocks: readonly AnyBlock[],
): TrainTask[] {
  const none = new Uint32Array(0);
  const longestFirst = [...plan.trainings].sort((a, b) => b.fit.length - a.fit.length);
  return longestFirst.map(({ fit, score, share, label }) => ({
    arm: 'base',
    options: { ...options, refit: false },
    seed,
    blocks: [...blocks],
    label,
    parts: { fit, validate: none, evaluate: score },
    epochs: Math.max(1, Math.round(epochs * share * QUARTERS)) / QUARTERS,
  }));
}

/**
 * The scores of the trainings of a plan, on shared memory.
 * @param rows of the dataset
 * @returns a logit per row; NaN for rows that no training scores
 */
export function gatherScores(
  tasks: readonly TrainTask[],
  results: readonly RankResult[],
  rows: number,
): Float32Array {
  const scores = new Float32Array(new SharedArrayBuffer(4 * rows)).fill(Number.NaN);
  for (const [t, { parts }] of tasks.entries()) {
    const { scores: found } = results[t]!;
    for (const [i, row] of parts.evaluate.entries()) scores[row] = found[i]!;
  }
  return scores;
}
