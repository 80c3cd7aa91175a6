/**
 * Training in two stages: the base ranker once, so that every row that counts has a score by a ranker that has not seen it; then a
 * head per arm on top of that score. Arms differ in the head's columns alone.
 */
import type { ArmResult } from '../ranker/ranker.ts';
import type { Warning } from '../report/failure.ts';
import type { BaseReport } from '../report/schema-base.ts';
import type { AnyRanker, FmOptions } from '../spec/schema.ts';
import type { CommandRanker } from '../spec/schema-ranker.ts';
import type { Arm } from './arms.ts';
import { baseScores } from './base/base-scores.ts';
import type { BaseRun } from './base/run.ts';
import { projectedScores } from './head/projected.ts';
import { trainHeads } from './head/train-heads.ts';
import { isBuiltIn } from './rankers.ts';

export interface StagedRun extends BaseRun {
  arms: readonly Arm[];
  /** The factorisation machine that learns projections where the base is not trained here, or has no factors. */
  stand: FmOptions;
}

/** Share of the time that a trained base takes, and of the rest that projections do where there are some. */
const BASE_PART = 0.6;
const PROJECTED_PART = 0.7;

const hasVectors = ({ blocks }: Arm): boolean => blocks?.some(({ vector }) => vector !== undefined) === true;

export interface StagedResult {
  /** With the options that the search chose. */
  ranker: Exclude<AnyRanker, CommandRanker>;
  /** Seed by seed, in each the arms in their order. */
  results: readonly ArmResult[];
  base: BaseReport;
  warnings: readonly Warning[];
}

/** @throws Failure, Cancelled */
export async function trainStaged(
  run: StagedRun,
  ranker: Exclude<AnyRanker, CommandRanker>,
): Promise<StagedResult> {
  const part = isBuiltIn(ranker) ? BASE_PART : 0;
  const onProgress: BaseRun['onProgress'] = (fraction, message) => run.onProgress(fraction * part, message);
  const first = { ...run, onProgress };
  const scores = await baseScores(first, ranker);
  // A base from the cache took no time.
  const done = scores.report.cached?.trained === 0 ? 0 : part;
  const middle = done + (1 - done) * (run.arms.some(hasVectors) ? PROJECTED_PART : 0);
  const told = (from: number, to: number): BaseRun['onProgress'] => {
    return (fraction, message) => run.onProgress(from + fraction * (to - from), message);
  };
  const projected = await projectedScores({ ...run, recipe: scores.recipe, onProgress: told(done, middle) });
  const results = await trainHeads({ ...run, projected, onProgress: told(middle, 1) }, scores);
  return { ranker: scores.ranker, results, base: scores.report, warnings: scores.warnings };
}
