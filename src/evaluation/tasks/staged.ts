/**
 * Training in two stages: the base ranker once, so that every row that counts has a score by a ranker that has not seen it; then a
 * head per arm on top of that score. Arms differ in the head's columns alone.
 */

import type { Warning } from '../../common/failure.ts';
import type { LogRows } from '../../common/some-rows.ts';
import type { ArmResult } from '../../ranker/ranker.ts';
import type { BaseReport } from '../../report/schema-base.ts';
import { onlyHeadOf } from '../../specfile/ranker-kinds.ts';
import type { AnyRanker, FmOptions, Spec } from '../../specfile/schema.ts';
import type { Arm } from '../arms/arms.ts';
import { baseScores } from '../base/base-scores.ts';
import type { BlockPlan } from '../base/blocks.ts';
import type { RowScores } from '../base/row-scores.ts';
import type { BaseRun } from '../base/run.ts';
import type { Recipe } from '../base/scores.ts';
import type { Searched } from '../base/search/searched.ts';
import { weakerBases } from '../base/weaker.ts';
import type { Step } from '../cost/staged-work.ts';
import { chooseHead } from '../head/choice.ts';
import { type BesideScore, type Heads, headJobs } from '../head/jobs.ts';
import { keptHeads } from '../head/kept-heads.ts';
import { projectedScores } from '../head/projected.ts';
import { type HeadCounts, type HeadRows, sampledCounts } from '../head/rows.ts';
import type { Fitted } from '../parts/scored.ts';
import { type LeftReport, StepProgress } from './step-progress.ts';

export interface StagedRun extends Omit<BaseRun, 'onProgress'> {
  arms: readonly Arm[];
  /** The head that the spec wants, and the rows that it is trained on, at most. */
  head: Spec['head'];
  mostHeadRows: number;
  /** By seed, the rows that heads read; all rows where absent. */
  read: readonly LogRows[];
  /** Whether to measure what is added to weaker bases, too. */
  withCurve: boolean;
  /** Whether heads are fitted now and score rows later: the results have no scores. */
  keeps?: true | undefined;
  /** Scores of a base of another label that heads read, too; not where they are the base's own. */
  beside?: BesideScore | undefined;
  /** The factorisation machine that learns projections where the base is not trained here, or has no factors. */
  stand: FmOptions;
  /** Seconds that each step is expected to take; with the base's length, once that is known. */
  expected: (epochs?: number) => Record<Step, number>;
  onProgress: LeftReport;
}

const hasVectors = ({ blocks }: Arm): boolean => blocks?.some(({ vector }) => vector !== undefined) === true;

/** A weaker base, with the heads on it: of the base, and of the arms that a LIS is about. */
export interface CurvePoint {
  recipe: Recipe;
  logLoss: number;
  results: readonly ArmResult[];
}

export interface FittedHeads {
  whole: readonly Fitted[];
  curve: readonly (readonly Fitted[])[];
}

export interface StagedResult {
  /** With the options that the search chose. */
  ranker: AnyRanker;
  /** Seed by seed, in each the arms in their order. */
  results: readonly ArmResult[];
  /** With `keeps`: the heads of `results`, and of each point of the curve. */
  fitted?: FittedHeads | undefined;
  /** The weakest base first; without the chosen one, whose results are above. Empty where the base was not trained here. */
  curve: readonly CurvePoint[];
  base: BaseReport;
  /** The rows that heads were trained on before any were left out, and those that chose how long. */
  head: BlockPlan['head'];
  /** What was searched; absent where the base was not trained here. */
  searched: Searched | undefined;
  /** What heads start from; undefined where that is nothing. */
  scores: readonly RowScores[] | undefined;
  /** Rows visited for the base's scores, projections and the curve with its heads. */
  baseRowsTrained: number;
  warnings: readonly Warning[];
}

/** @throws Failure, Cancelled */
export async function trainStaged(run: StagedRun, ranker: AnyRanker): Promise<StagedResult> {
  const steps = new StepProgress(run.expected(), run.onProgress);
  const scores = await baseScores(run, ranker, {
    steps,
    searched: ({ epochs }) => steps.expect(run.expected(epochs)),
  });
  const { trained, ...rest } = scores;
  const recipe = trained?.searched.recipe;
  const projected = await projectedScores({
    ...{ ...run, recipe, onSearch: steps.of('stand') },
    onProgress: steps.of('projections'),
  });
  const headRows = sampledCounts(rest.head, run.mostHeadRows);
  const positives = expectedPositives(rest.head, headRows, run.data.label);
  const rarer = Math.min(positives, headRows.fit + headRows.validate - positives);
  const only = onlyHeadOf(ranker);
  const head = only === undefined ? { ...chooseHead(run.head, rarer), positives } : undefined;
  const kind = only ?? head!.kind;
  const isOther = run.beside?.bySeed.every((logits, k) => logits !== rest.bySeed[k]) === true;
  const heads = { ...run, projected, kind, beside: isOther ? run.beside : undefined };
  const whole = await headJobs(heads, rest);
  const arms = run.withCurve ? curveArms(run.arms) : [];
  // The base alone has no gain to draw.
  const weaker = arms.length > 1 ? await weakerBases({ ...run, onProgress: steps.of('curve') }, trained) : [];
  const onCurve = { ...heads, arms, seeds: run.seeds.slice(0, 1) };
  const below: Heads[] = [];
  for (const { scores: bySeed } of weaker) below.push(await headJobs(onCurve, { ...rest, bySeed: [bySeed] }));
  const bases = [whole, ...below];
  const jobs = bases.flatMap((heads) => heads.jobs);
  const results = await keptHeads(
    { ...run, cache: run.cache.of('heads'), onProgress: steps.of('heads') },
    jobs,
    run.arms,
  );
  const left = [...results];
  const fitted = bases.map((heads) =>
    heads.jobs.map((job): Fitted => {
      const k = run.seeds.indexOf(job.seed);
      return { job, result: left.shift()!, k, at: heads.at, projected };
    }),
  );
  const first = results.splice(0, whole.jobs.length);
  const curve = weaker.map(({ recipe, logLoss }, i): CurvePoint => {
    return { recipe, logLoss, results: results.splice(0, below[i]!.jobs.length) };
  });
  const baseRowsTrained = [
    ...[trained?.rowsTrained ?? 0, projected.rowsTrained],
    ...[...weaker, ...curve.flatMap((point) => point.results)].map(({ rowsTrained }) => rowsTrained),
  ].reduce((sum, rows) => sum + rows, 0);
  const { ranker: chosen, warnings } = scores;
  const sampledOf = rest.head.fit.length + rest.head.validate.length;
  const isSample = sampledOf > headRows.fit + headRows.validate;
  const base = {
    ...{ ...scores.report, headRows },
    ...(isSample && { headRowsOf: sampledOf }),
    ...(head !== undefined && { head }),
  };
  const bySeed = rest.hasScore ? rest.bySeed : undefined;
  return {
    ranker: chosen,
    results: first,
    curve,
    base,
    ...{ searched: trained?.searched, scores: bySeed, head: rest.head },
    baseRowsTrained,
    warnings,
    ...(run.keeps && { fitted: { whole: fitted[0]!, curve: fitted.slice(1) } }),
  };
}

/** Positives among the rows that heads are trained on: as many of them as there are of all rows with a score. */
function expectedPositives({ fit, validate }: HeadRows, sampled: HeadCounts, label: Uint8Array): number {
  let positives = 0;
  for (const rows of [fit, validate]) for (const row of rows) positives += label[row]!;
  return Math.round((positives * (sampled.fit + sampled.validate)) / (fit.length + validate.length));
}

/**
 * The arms of the curve: the base, and of each source and model the one that its gain is about. Projections are left out: their score is
 * that of a whole ranker, the chosen one.
 */
function curveArms(arms: readonly Arm[]): Arm[] {
  const sourcesOf = (kind: Arm['arm']): ReadonlySet<string | undefined> =>
    new Set(arms.filter(({ arm }) => arm === kind).map(({ source }) => source));
  const leaked = sourcesOf('leaked');
  return arms.filter(
    (arm) =>
      arm.drop === undefined &&
      !hasVectors(arm) &&
      (arm.arm === 'base' ||
        arm.arm === 'leaked' ||
        arm.arm === 'model' ||
        (arm.arm === 'leaked-total' && !leaked.has(arm.source))),
  );
}
