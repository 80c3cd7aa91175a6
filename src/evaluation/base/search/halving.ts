/** Successive halving: all trials go to the end of the first rung, the better half of them to that of the next, and so on. */

import { type CourseTask, QUARTERS } from '../../../ranker/course.ts';
import type { RowParts } from '../../../ranker/ranker.ts';
import { bestCheck, type Patience, type TrialState } from '../../../ranker/trial.ts';
import { bytesInUse, modelBytes, roomToTrain } from '../../tasks/memory.ts';
import type { PooledRun } from '../../tasks/pool.ts';

/**
 * Rows that a trial of the first rung visits, and how many epochs these are at least and at most: of a small log, recipes that
 * win late are not ahead after one epoch.
 */
const FIRST_ROWS = 200_000;
const FIRST_EPOCHS = { least: 1, most: 4 };
/** Each rung ends at so many times the epochs of the one before; the last goes on to the end, from a third of it or earlier. */
const GROWTH = 2.5;
const LAST = 3;

export type TrialContext = Pick<PooledRun, 'threads' | 'memoryBytes' | 'pool'> & {
  /** Fraction of the search that is done, 0..1, never decreasing. */
  onProgress(fraction: number): void;
};

/** A recipe to try. */
export type Tried = CourseTask & { parts: Pick<RowParts, 'fit' | 'validate'> };

export interface Outcome {
  state: TrialState;
  /** The rung, from 1, at whose end the trial was left behind. */
  dropped?: number | undefined;
}

/**
 * @param tried trials on the same rows
 * @param most quarter epochs of the longest trial
 * @returns by trial, in their order. Neither the number of threads nor the memory changes it.
 */
export async function halve(
  tried: readonly Tried[],
  { most, patience }: { most: number; patience: Patience },
  context: TrialContext,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = tried.map(() => ({ state: { logLoss: [] } }));
  const rungs = rungsOf(tried[0]!.parts.fit.length, most);
  const spans = spansOf(rungs, tried.length);
  const bytes = tried.map(modelBytes);
  const kept = checkpointBytes(bytes, context);
  const used = bytesInUse(context) + kept;
  let open = [...tried.keys()];
  for (const [rung, quarters] of rungs.entries()) {
    const [from, to] = spans[rung]!;
    const tasks = open.map((index) => ({
      ...tried[index]!,
      quarters,
      patience,
      soFar: outcomes[index]!.state,
      keep: kept > 0 && rung < rungs.length - 1,
    }));
    const states = await context.pool.run('trial', tasks, {
      ...roomToTrain(tasks, context, used),
      onProgress: (fraction) => context.onProgress(from + (to - from) * fraction),
    });
    for (const [t, index] of open.entries()) outcomes[index]!.state = states[t]!;
    // Trials that have ended need no place in the next rung: they stand for what they have reached.
    const ranked = open
      .filter((index) => outcomes[index]!.state.ended === undefined)
      .sort((a, b) => lossOf(outcomes[a]!) - lossOf(outcomes[b]!) || a - b);
    if (ranked.length === 0 || rung === rungs.length - 1) break;
    for (const index of ranked.splice(placesIn(rung + 1, tried.length))) {
      const { checkpoint: _, ...state } = outcomes[index]!.state;
      outcomes[index] = { state, dropped: rung + 1 };
    }
    open = ranked;
  }
  context.onProgress(1);
  return outcomes;
}

const lossOf = ({ state }: Outcome): number => bestCheck(state).logLoss;

/** Trials that a rung, from 0, has places for. */
export const placesIn = (rung: number, trials: number): number => Math.ceil(trials / 2 ** rung);

/** Quarters at the end of each rung, ascending. */
export function rungsOf(rows: number, most: number): number[] {
  const epochs = Math.min(FIRST_EPOCHS.most, Math.max(FIRST_EPOCHS.least, FIRST_ROWS / rows));
  const ends: number[] = [];
  for (let end = QUARTERS * epochs; end <= most / LAST; end *= GROWTH) ends.push(Math.round(end));
  return [...ends, most];
}

/** The part of the search that each rung takes, where no trial ends early. */
function spansOf(rungs: readonly number[], trials: number): [number, number][] {
  let done = 0;
  const ends = rungs.map((end, rung) => {
    done += placesIn(rung, trials) * (end - (rungs[rung - 1] ?? 0));
    return done;
  });
  return ends.map((end, rung) => [(ends[rung - 1] ?? 0) / done, end / done]);
}

/** Bytes of all models' checkpoints; 0 where they are more than half of the memory left, and none is kept. */
function checkpointBytes(models: readonly number[], context: TrialContext): number {
  const bytes = models.reduce((sum, size) => sum + size, 0);
  return bytes <= (context.memoryBytes - bytesInUse(context)) / 2 ? bytes : 0;
}
