/**
 * Training in two stages: the base ranker once, so that every row that counts has a score by a ranker that has not seen it; then a
 * head per arm on top of that score. Arms differ in the head's columns alone.
 */
import type { ArmResult } from '../ranker/ranker.ts';
import type { Warning } from '../report/failure.ts';
import type { BaseReport } from '../report/schema-base.ts';
import type { AnyRanker } from '../spec/schema.ts';
import type { CommandRanker } from '../spec/schema-ranker.ts';
import type { Arm } from './arms.ts';
import { baseScores } from './base/base-scores.ts';
import type { BaseRun } from './base/run.ts';
import { trainHeads } from './head/train-heads.ts';
import { isBuiltIn } from './rankers.ts';

export interface StagedRun extends BaseRun {
  arms: readonly Arm[];
}

/** Share of the time that a trained base takes. */
const BASE_PART = 0.6;

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
  const onHeads: BaseRun['onProgress'] = (fraction, message) =>
    run.onProgress(part + fraction * (1 - part), message);
  const results = await trainHeads({ ...run, onProgress: onHeads }, scores);
  return { ranker: scores.ranker, results, base: scores.report, warnings: scores.warnings };
}
