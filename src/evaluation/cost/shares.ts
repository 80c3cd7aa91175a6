/** How a run's training is shared among its rankers, and the training of one in two stages among its steps. */
import type { AnyRanker, Spec } from '../../spec/schema.ts';
import { inTwoStages, isBuiltIn, isCommand, rankersOf } from '../rankers.ts';
import { trainingSeconds } from './expected.ts';
import { RATES } from './rates.ts';
import { type Given, type StepSeconds, stagedSeconds, sumOf } from './staged.ts';
import type { LogSize } from './units.ts';

/** A program of the user's own is taken to be so much slower than the heads on its scores. */
const PROGRAM = 4;

/**
 * What progress is told by: the seconds of each step, with a guess of those of a program.
 * @param epochs of the base, where they are known
 */
export function stepSeconds(
  spec: Spec,
  index: number,
  size: LogSize,
  threads: number,
  given: Given,
  epochs?: number,
): StepSeconds {
  const ranker = rankersOf(spec)[index]!;
  const known = epochs !== undefined && isBuiltIn(ranker) ? { [ranker.kind]: epochs } : {};
  const lengths = { ...RATES.lengths, epochs: { ...RATES.lengths.epochs, ...known } };
  const steps = stagedSeconds(spec, index, size, threads, given, lengths);
  if (!isCommand(ranker)) return steps;
  return { ...steps, base: PROGRAM * sumOf(steps) };
}

/**
 * Seconds of training that each ranker is expected to take. A program that is trained for each arm is taken to be as fast as the
 * fastest of ours.
 * @param runs the rankers of the spec, with how many trainings each has where it is trained for each arm
 */
export function rankerSeconds(
  spec: Spec,
  runs: readonly { ranker: AnyRanker; tasks: readonly unknown[] }[],
  fields: number,
  size: LogSize,
  threads: number,
  given: Given,
): number[] {
  const each = runs.map(({ ranker, tasks }, index) => {
    if (inTwoStages(spec, ranker)) return sumOf(stepSeconds(spec, index, size, threads, given));
    if (!isBuiltIn(ranker)) return undefined;
    return (trainingSeconds(ranker, fields, size.trainRows) * tasks.length) / Math.min(threads, tasks.length);
  });
  const least = Math.min(...each.filter((of) => of !== undefined));
  return each.map((of) => of ?? (Number.isFinite(least) ? least : 1));
}
