/** How long the search and training in two stages will take, step by step. */
import type { Spec } from '../../specfile/schema.ts';
import { type PlannedTraining, plannedTrainings } from '../arms/trainings.ts';
import { MOST_EPOCHS } from '../base/search/tune.ts';
import type { HeadKind } from '../head/choice.ts';
import { HEADS } from '../head/kinds.ts';
import type { HeadCounts } from '../head/rows.ts';
import { type Given, NONE_GIVEN } from './given.ts';
import { RATES } from './rates.ts';
import { batchSeconds } from './seconds.ts';
import { STEPS, type Step, stagedWork } from './staged-work.ts';
import type { Lengths, LogSize, Rates } from './units.ts';

export type StepSeconds = Record<Step, number>;

/** Where nothing stops early: a head then has as many trees as it can. */
export const MOST: Lengths = {
  search: 1,
  epochs: { lr: MOST_EPOCHS, fm: MOST_EPOCHS, deepfm: MOST_EPOCHS },
  trees: { onScore: Number.POSITIVE_INFINITY, alone: Number.POSITIVE_INFINITY },
};

export const sumOf = (steps: StepSeconds): number => STEPS.reduce((sum, step) => sum + steps[step], 0);

/** Wall-clock seconds of each step; a program's trainings are not counted. */
export function stagedSeconds(
  spec: Spec,
  { ranker, index, first }: PlannedTraining,
  size: LogSize,
  threads: number,
  given: Given = NONE_GIVEN,
  lengths?: Lengths,
  rates: Rates = RATES,
): StepSeconds {
  const work = stagedWork(spec, ranker, size, lengths ?? rates.lengths, first, given(index));
  const steps = STEPS.map((step) => [step, batchSeconds(work[step], threads, rates)] as const);
  return Object.fromEntries(steps) as StepSeconds;
}

/** Of all trainings: of rankers that are trained for each arm, the search alone. */
export function allStagedSeconds(
  spec: Spec,
  size: LogSize,
  threads: number,
  given: Given,
  lengths: Lengths,
  rates: Rates,
): number {
  return plannedTrainings(spec).reduce(
    (sum, training) => sum + sumOf(stagedSeconds(spec, training, size, threads, given, lengths, rates)),
    0,
  );
}

/**
 * A head without one of its columns has the size of the head with it, and chooses nothing: what it takes of the time of the other.
 * @param rows that both are trained on
 */
export function dropCost(
  kind: HeadKind,
  rows: HeadCounts,
  { lengths }: Pick<Rates, 'lengths'> = RATES,
): number {
  const visits = (chooses: boolean): number => HEADS[kind].visits(rows, lengths.trees.onScore, chooses);
  return visits(false) / visits(true);
}
