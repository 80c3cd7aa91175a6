/**
 * Training in two stages: the base ranker once, so that every row that counts has a score by a ranker that has not seen it; then a
 * head per arm on top of that score. Arms differ in the head's columns alone.
 */
import type { ArmResult, FieldBlock } from '../ranker/ranker.ts';
import type { Warning } from '../report/failure.ts';
import type { BaseReport } from '../report/schema-base.ts';
import type { RankerOptions } from '../spec/schema.ts';
import type { LoggedRanker } from '../spec/schema-ranker.ts';
import type { Arm } from './arms.ts';
import { type BaseScores, loggedScores, trainedScores } from './base/base-scores.ts';
import type { BaseRun } from './base/run.ts';
import { baseColumns, scoreColumn } from './head/columns.ts';
import type { HeadJob } from './head/job.ts';
import { sampleHeadRows } from './head/rows.ts';
import { runJobs } from './pool.ts';
import { isLogged } from './rankers.ts';

export interface StagedRun extends BaseRun {
  arms: readonly Arm[];
  /** The fields that an arm lacks of those that the arm with most fields has. */
  missingOf: (arm: Arm, own: FieldBlock | undefined) => readonly string[];
}

/** Share of the time that a trained base takes. */
const BASE_PART = 0.6;

export interface StagedResult {
  /** With the options that the search chose. */
  ranker: RankerOptions | LoggedRanker;
  /** Seed by seed, in each the arms in their order. */
  results: readonly ArmResult[];
  base: BaseReport;
  warnings: readonly Warning[];
}

/** @throws Failure, Cancelled */
export async function trainStaged(
  run: StagedRun,
  ranker: RankerOptions | LoggedRanker,
): Promise<StagedResult> {
  const part = isLogged(ranker) ? 0 : BASE_PART;
  const onProgress: BaseRun['onProgress'] = (fraction, message) => run.onProgress(fraction * part, message);
  const first = { ...run, onProgress };
  const scores = isLogged(ranker) ? await loggedScores(first, ranker) : await trainedScores(first, ranker);
  const results = await trainHeads(run, scores, (fraction, message) =>
    run.onProgress(part + fraction * (1 - part), message),
  );
  return { ranker: scores.ranker, results, base: scores.report, warnings: scores.warnings };
}

async function trainHeads(
  run: StagedRun,
  { bySeed, head }: BaseScores,
  onProgress: BaseRun['onProgress'],
): Promise<ArmResult[]> {
  const { data, parts, base, arms, seeds, context } = run;
  const shared = baseColumns(base);
  const jobs = seeds.flatMap((seed, k) => {
    const { fit, validate } = sampleHeadRows(head, seed);
    const score = bySeed[k]!;
    const rows = { fit, validate, evaluate: parts.evaluate };
    const columns = [scoreColumn(score, fit), ...shared];
    return arms.map((arm): HeadJob => {
      const own = arm.blocks?.[Math.min(k, arm.blocks.length - 1)];
      const missing = run.missingOf(arm, own);
      return { arm: arm.id, seed, score, columns, own, missing, label: data.label, rows };
    });
  });
  return await runJobs('head', jobs, {
    threads: context.threads,
    signal: context.signal,
    onProgress: (fraction, running) => {
      const names = running.map(({ arm, seed }) => `${arm}, seed ${seed}`).join(' and ');
      onProgress(fraction, `training the head of ${names}`);
    },
  });
}
