/** How a run's training is shared among its rankers, and the training of one among its steps. */

import { isBuiltIn, isCommand } from '../../specfile/ranker-kinds.ts';
import type { Spec } from '../../specfile/schema.ts';
import { inTwoStages } from '../arms/rankers.ts';
import type { PlannedTraining } from '../arms/trainings.ts';
import { trainingSeconds } from './expected.ts';
import type { Given } from './given.ts';
import { RATES } from './rates.ts';
import { type StepSeconds, stagedSeconds, sumOf } from './staged.ts';
import type { LogSize } from './units.ts';

/** A program of the user's own is taken to be so much slower than the heads on its scores. */
const PROGRAM = 4;

/** What shares hang on. */
export interface ShareInput {
  spec: Spec;
  size: LogSize;
  threads: number;
  given: Given;
  /** The trainings of the spec, with the tasks of those that train a ranker for each arm, and the fields of a row in these. */
  runs: readonly (PlannedTraining & { tasks: readonly unknown[] })[];
  fields: number;
}

/**
 * What progress of training is told by: the seconds of each step; 0 of `ids`, which is a part of the features. Where a ranker is trained for
 * each arm, `base` is all of these trainings. Those of a program are guessed; they are 0 where it is trained for each arm.
 * @param epochs of the base, where they are known
 */
export function stepSeconds(input: ShareInput, run: number, epochs?: number): StepSeconds {
  const { spec, size, threads, given, runs, fields } = input;
  const { ranker, index, tasks: trainings } = runs[run]!;
  const known = epochs !== undefined && isBuiltIn(ranker) ? { [ranker.kind]: epochs } : {};
  const lengths = { ...RATES.lengths, epochs: { ...RATES.lengths.epochs, ...known } };
  const steps = { ...stagedSeconds(spec, runs[run]!, size, threads, given, lengths), ids: 0 };
  if (isCommand(ranker)) return { ...steps, base: PROGRAM * sumOf(steps) };
  if (inTwoStages(spec, ranker) || !isBuiltIn(ranker)) return steps;
  const tasks = trainings.length;
  const each = trainingSeconds(ranker, fields, size.trainRows, given(index));
  return { ...steps, base: (each * tasks) / Math.min(threads, tasks) };
}

/**
 * Seconds of training that each ranker is expected to take. A program that is trained for each arm is taken to be as fast as the
 * fastest of ours.
 */
export function rankerSeconds(input: ShareInput): number[] {
  const each = input.runs.map((_, run) => sumOf(stepSeconds(input, run)));
  const least = Math.min(...each.filter((share) => share > 0));
  return each.map((share) => (share > 0 ? share : Number.isFinite(least) ? least : 1));
}
