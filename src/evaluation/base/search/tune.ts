/**
 * The tuned base: recipes of a built-in ranker by successive halving (Jamieson and Talwalkar 2016), judged by log loss on the
 * validation rows. A trial that survives a rung goes on from its checkpoint.
 */

import { Failure } from '../../../common/failure.ts';
import { QUARTERS } from '../../../ranker/course.ts';
import type { RankTask, RowParts } from '../../../ranker/ranker.ts';
import { bestCheck, type Patience, type TrialState } from '../../../ranker/trial.ts';
import { RANKER_TRAITS } from '../../../report/ranker-kinds.ts';
import type { RankerOptions } from '../../../specfile/schema.ts';
import { type Span, within } from '../../tasks/clock.ts';
import { constantLoss } from '../constant.ts';
import { ofDrawnRows, SEARCH_SEED } from './drawn.ts';
import { halve, type Outcome, type TrialContext } from './halving.ts';
import { type Axis, axesOf, type Recipe, recipesOf, STAGES } from './recipes.ts';

/** Epochs of the longest trial, where the spec gives none. */
export const MOST_EPOCHS = 30;
/** A log loss so much above the lowest is as good: in nats, and as a share of what is gained over the constant. */
const AS_GOOD = { nats: 3e-4, share: 0.02 };
/** Where the spec gives none. The log loss of many a log is flat for three epochs before it falls. */
export const PATIENCE: Patience = { quarters: 12, share: 0.5 };

export interface TuneTask extends Pick<RankTask, 'blocks' | 'missing' | 'label'> {
  /** With the spec's values, or their defaults. */
  options: RankerOptions;
  /** Names of the options that the spec gives: these are kept. */
  given: ReadonlySet<string>;
  parts: Pick<RowParts, 'fit' | 'validate'>;
  /** Of each row of the dataset. */
  user: Uint32Array;
  /** Rows of `fit` that the search trains on, at most; see `searchRows`. */
  rows?: number | undefined;
  /** Stages of the search; 1 tries only the recipes that it begins with. Default: all. */
  stages?: number | undefined;
}

export interface Trial {
  /** The searched options. */
  options: Readonly<Record<string, number>>;
  /** The stage of the search that tried it, from 1. */
  stage: number;
  /** Epochs (quarters) trained and judged, and those at the lowest log loss. */
  epochs: number;
  bestEpochs: number;
  /** The lowest validation log loss; null where the model had diverged by the first check. */
  logLoss: number | null;
  /** The rung of its stage, from 1, at whose end it was left behind; absent of those that were not. */
  dropped?: number | undefined;
  /** Why it stopped before that, where it did: the log loss had turned, or the model diverged. */
  ended?: TrialState['ended'];
}

export interface Tuned {
  /** All options of the chosen recipe. */
  options: RankerOptions;
  /** Epochs (quarters) to train for: those at the lowest log loss. */
  epochs: number;
  /** Validation log loss there. */
  logLoss: number;
  /** In the order of the recipes. */
  trials: readonly Trial[];
  /** Which of these was chosen. */
  chosen: number;
  /** Searched options whose chosen value lies at an edge of the space. */
  edge: readonly string[];
  /** Rows that the search trained on, and those that judged it. */
  rows: { fit: number; validate: number };
  /** Rows that its trials visited. */
  rowsTrained: number;
}

/**
 * Chooses the options that the spec does not give, and the length of training. The same task has the same result, whatever the
 * number of threads and the memory.
 * @throws Failure `no-training-rows`, `memory-limit`, `ranker-diverged` where all trials did; Cancelled
 */
export async function tune(task: TuneTask, context: TrialContext): Promise<Tuned> {
  const { options, given, missing } = task;
  const { blocks, label, parts } = ofDrawnRows(task, task.rows);
  if (parts.fit.length === 0 || parts.validate.length === 0) {
    const message =
      'The split leaves too few rows to search the options of the ranker on: move the cut later.';
    throw new Failure('data', 'no-training-rows', message, { specPath: ['split'] });
  }
  const axes = axesOf(options, given);
  const epochs = given.has('epochs') ? options.epochs : MOST_EPOCHS;
  const length = {
    most: Math.max(1, Math.round(epochs * QUARTERS)),
    patience: given.has('patience') ? { quarters: options.patience, share: 0 } : PATIENCE,
  };
  const recipes: Recipe[] = [];
  const trials: Trial[] = [];
  let chosen = 0;
  for (const [stage, { share }] of stagesOf(axes, task.stages).entries()) {
    const tried = recipesOf(options, axes, stage, recipes[chosen]);
    const common = { seed: SEARCH_SEED, blocks, missing, label, parts };
    const outcomes = await halve(
      tried.map((recipe) => ({ ...common, options: recipe.options })),
      length,
      { ...context, onProgress: (fraction) => context.onProgress(within(share, fraction)) },
    );
    for (const [index, recipe] of tried.entries()) {
      const trial = trialOf(recipe, stage, outcomes[index]!);
      if (lossOf(trial) < lossOf(trials[chosen])) chosen = trials.length;
      recipes.push(recipe);
      trials.push(trial);
    }
  }
  if (trials[chosen]!.logLoss === null) throw allDiverged(options);
  chosen = soonest(trials, lossOf(trials[chosen]), constantLoss(label, parts));
  const { logLoss, bestEpochs } = trials[chosen]!;
  return {
    ...{ options: recipes[chosen]!.options, epochs: bestEpochs, logLoss: logLoss!, trials, chosen },
    edge: recipes[chosen]!.edge,
    rows: { fit: parts.fit.length, validate: parts.validate.length },
    rowsTrained: Math.round(parts.fit.length * trials.reduce((sum, trial) => sum + trial.epochs, 0)),
  };
}

/**
 * Of the trials that are as good as the best, the one of fewest epochs: the log loss of another seed differs by more, and every training of
 * the base takes as long.
 */
function soonest(trials: readonly Trial[], lowest: number, constant: number): number {
  const most = lowest + Math.min(AS_GOOD.nats, Math.max(0, AS_GOOD.share * (constant - lowest)));
  return [...trials.keys()]
    .filter((t) => lossOf(trials[t]) <= most)
    .reduce((a, b) => {
      const [first, other] = [trials[a]!, trials[b]!];
      if (first.bestEpochs !== other.bestEpochs) return first.bestEpochs < other.bestEpochs ? a : b;
      return lossOf(other) < lossOf(first) ? b : a;
    });
}

const lossOf = (trial: Trial | undefined): number => trial?.logLoss ?? Infinity;

function trialOf({ searched }: Recipe, stage: number, { state, dropped }: Outcome): Trial {
  const best = bestCheck(state);
  return {
    options: searched,
    stage: stage + 1,
    epochs: state.logLoss.length / QUARTERS,
    bestEpochs: best.quarters / QUARTERS,
    logLoss: best.quarters === 0 ? null : best.logLoss,
    ...(dropped !== undefined && { dropped }),
    ...(state.ended !== undefined && { ended: state.ended }),
  };
}

/** The part of the search's progress that each stage takes. */
function stagesOf(axes: readonly Axis[], most = STAGES.length): { share: Span }[] {
  const stages = STAGES.slice(0, axes.length === 0 ? 1 : most);
  const all = stages.reduce((sum, { recipes }) => sum + recipes, 0);
  let done = 0;
  return stages.map(({ recipes }) => {
    const from = done / all;
    done += recipes;
    return { share: [from, done / all] };
  });
}

function allDiverged({ kind }: RankerOptions): Failure {
  const which = `ranker.${RANKER_TRAITS[kind].steadiedBy}`;
  return new Failure(
    'usage',
    'ranker-diverged',
    `The ${kind} ranker diverged with every recipe of the search: lower ranker.learningRate or ${which}, or leave them out.`,
    { specPath: ['ranker'] },
  );
}
