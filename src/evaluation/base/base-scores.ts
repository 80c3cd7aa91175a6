/** The first of two stages: a score per row and seed by a ranker that has not seen the row, and the rows that a head may use. */
import type { Warning } from '../../common/failure.ts';
import { RANKER_TRAITS, type RankerBase } from '../../report/ranker-kinds.ts';
import type { BaseReport } from '../../report/schema-base.ts';
import type { RankerWith } from '../../specfile/ranker-kinds.ts';
import type { AnyRanker, RankerOptions } from '../../specfile/schema.ts';
import { trainingRows } from '../arms/fields.ts';
import { scoresByCommand } from '../command/base-command.ts';
import type { StepProgress } from '../tasks/step-progress.ts';
import type { BlockPlan } from './blocks.ts';
import { keptSearch } from './cache/kept-search.ts';
import { allTraining } from './head-rows.ts';
import { loggedLogits } from './logged-score.ts';
import { planOf } from './plan.ts';
import { ofAllRows, type RowScores } from './row-scores.ts';
import type { BaseRun } from './run.ts';
import type { Recipe } from './scores.ts';
import { stoppedAtLimit } from './search/search-warnings.ts';
import type { Searched } from './search/searched.ts';
import { trainBlocks } from './train-blocks.ts';

export interface BaseScores {
  /** Seed by seed, a logit per row; NaN where the row has none. */
  bySeed: readonly RowScores[];
  /** Whether the head reads the score beside starting from it: not where it is one and the same number. */
  hasScore: boolean;
  /** The rows with a score that a head is trained on, and those that choose its length. */
  head: BlockPlan['head'];
  /** How the base was trained, and found; absent where it was not trained here. */
  trained?: { plan: BlockPlan; searched: Searched; rowsTrained: number } | undefined;
  /** With the options that the search chose. */
  ranker: AnyRanker;
  report: BaseReport;
  warnings: readonly Warning[];
}

/** What is told while a base is made: how far it is, and what its search has found. */
export interface BaseTold {
  steps: StepProgress;
  searched(recipe: Recipe): void;
}

/** What heads start from, by what the ranker is. @throws Failure, Cancelled */
export function baseScores(
  given: Omit<BaseRun, 'onProgress'>,
  ranker: AnyRanker,
  told: BaseTold,
): Promise<BaseScores> {
  const run: BaseRun = { ...given, onProgress: told.steps.of('base') };
  const scores = SCORES[RANKER_TRAITS[ranker.kind].base] as Scorer<RankerBase>;
  return scores(run, ranker, told);
}

type Scorer<Base extends RankerBase> = (
  run: BaseRun,
  ranker: RankerWith<Base>,
  told: BaseTold,
) => Promise<BaseScores>;

const SCORES: { readonly [Base in RankerBase]: Scorer<Base> } = {
  trained: trainedScores,
  program: programScores,
  log: loggedScores,
  none: noScores,
};

/** Heads that have nothing to start from but the positive rate: no row was seen by a base ranker, so that all of them are theirs. */
async function noScores(run: BaseRun, ranker: RankerWith<'none'>): Promise<BaseScores> {
  const head = await allTraining(run);
  const zeros = new Float32Array(new SharedArrayBuffer(4 * run.data.rows));
  const bySeed = run.seeds.map(() => ofAllRows(zeros));
  return { bySeed, hasScore: false, head, ranker, report: {}, warnings: [] };
}

/** Scores that the log holds: the same for every seed. All training rows are out of sample. */
async function loggedScores(run: BaseRun, ranker: RankerWith<'log'>): Promise<BaseScores> {
  const { data, parts, seeds } = run;
  const training = trainingRows(parts);
  const rows = { training, evaluate: parts.evaluate };
  const { logits, warnings } = loggedLogits(data, data.score!, ranker, rows, ['ranker', 'score']);
  const head = await allTraining(run);
  return { bySeed: seeds.map(() => ofAllRows(logits)), hasScore: true, head, ranker, report: {}, warnings };
}

/** Scores of a program of the user's own, which is run for each block. */
async function programScores(run: BaseRun, ranker: RankerWith<'program'>): Promise<BaseScores> {
  const plan = await planOf(run);
  const { by, blocks: count, head } = plan;
  const report = { blocks: { by, count } };
  const { bySeed, warnings } = await scoresByCommand(run, ranker, plan);
  return { bySeed: bySeed.map(ofAllRows), warnings, hasScore: true, head, ranker, report };
}

/**
 * Scores of a ranker that is trained here, block by block, by the recipe that a search finds. What an earlier run has kept is neither
 * searched nor trained again.
 */
async function trainedScores(run: BaseRun, options: RankerOptions, told: BaseTold): Promise<BaseScores> {
  const { base, seeds } = run;
  const plan = await planOf(run);
  const {
    cached,
    warnings,
    rowsTrained: ofSearch,
    ...searched
  } = await keptSearch(
    { ...run, onProgress: told.steps.of('search') },
    plan,
    options,
    told.steps.of('references'),
  );
  const { recipe, search } = searched;
  told.searched(recipe);
  const wanted = seeds.map((seed, k) => ({ seed, blocks: [base], rows: run.scored?.[k] }));
  const { scores: bySeed, kept, rowsTrained } = await trainBlocks(run, plan, recipe, wanted, 'the base');
  const { by, blocks: count, head } = plan;
  const report = {
    ...{ blocks: { by, count }, search },
    ...((cached || kept > 0) && { cached: { search: cached, seeds: kept, trained: seeds.length - kept } }),
  };
  const ranker = { ...recipe.options, epochs: recipe.epochs };
  const said = [...warnings, ...stoppedAtLimit(searched, run.key)];
  const trained = { plan, searched, rowsTrained: ofSearch + rowsTrained };
  return { bySeed, hasScore: true, head, ranker, trained, report, warnings: said };
}
