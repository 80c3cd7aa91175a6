/** Base scores: the logit of each row, by a ranker that was trained without it. */
import { type LogRows, placesOf } from '../../common/some-rows.ts';
import type { AnyBlock, RankResult } from '../../ranker/ranker.ts';
import type { RankerOptions } from '../../specfile/schema.ts';
import type { TrainTask } from '../tasks/jobs.ts';
import type { BlockPlan } from './blocks.ts';
import { shared } from './sample.ts';

/** Training is counted in quarters of an epoch. */
const QUARTERS = 4;

/** A recipe with its length on all training rows. */
export interface Recipe {
  options: RankerOptions;
  /** In quarters of an epoch. */
  epochs: number;
}

/** What is trained on one seed: the base's fields, and for a projection those of its vectors. */
export interface SeedBlocks {
  seed: number;
  blocks: readonly AnyBlock[];
  /** The rows whose scores are read; all where absent. */
  rows?: LogRows;
}

/**
 * Lists the trainings of a plan with one seed. It starts with the longest one, so that threads end at about the same time.
 * A ranker overfits fewer rows in fewer epochs, so the length of a training is in proportion to the rows that it sees.
 */
export function baseTasks(
  plan: BlockPlan,
  { options, epochs }: Recipe,
  { seed, blocks, rows }: SeedBlocks,
): TrainTask[] {
  const none = new Uint32Array(0);
  const longestFirst = [...plan.trainings].sort((a, b) => b.fit.length - a.fit.length);
  return longestFirst.map(({ fit, score, share, label }) => ({
    arm: 'base',
    options: { ...options, refit: false },
    seed,
    blocks: [...blocks],
    label,
    parts: { fit, validate: none, evaluate: common(score, rows) },
    epochs: Math.max(1, Math.round(epochs * share * QUARTERS)) / QUARTERS,
  }));
}

/**
 * The scores of the trainings of a plan, on shared memory.
 * @param count rows of the dataset
 * @param rows those that have a place; all where absent
 * @returns a logit per row; NaN for rows that no training scores
 */
export function gatherScores(
  tasks: readonly TrainTask[],
  results: readonly RankResult[],
  count: number,
  rows?: LogRows,
): Float32Array {
  const scores = new Float32Array(new SharedArrayBuffer(4 * (rows?.length ?? count))).fill(Number.NaN);
  for (const [t, { parts }] of tasks.entries()) {
    const { scores: found } = results[t]!;
    const places = placesOf(parts.evaluate, rows);
    for (let i = 0; i < places.length; i++) scores[places[i]!] = found[i]!;
  }
  return scores;
}

/** The rows of `score` that are among `rows`; both ascending. */
function common(score: Uint32Array, rows: LogRows): Uint32Array {
  if (rows === undefined) return score;
  const found = new Uint32Array(Math.min(score.length, rows.length));
  let count = 0;
  for (let i = 0, j = 0; i < score.length && j < rows.length; ) {
    const [a, b] = [score[i]!, rows[j]!];
    if (a === b) found[count++] = a;
    if (a <= b) i++;
    if (b <= a) j++;
  }
  return shared(found.subarray(0, count));
}
