/**
 * Features of weighted pairs by their definition, as slowly as it reads. Written from the method alone; what the fast
 * implementations of the builders of pairs are held against.
 */
import type { PairTable } from '../../src/data/dataset.ts';
import type { TimedDataset } from './dataset.ts';
import { type SlowEvent, slowPositives } from './slow-events.ts';
import { type SlowFeatures, slowHistory } from './slow-features.ts';

/** Weight of (history item, candidate), keyed `history item → candidate`. */
export type SlowPairs = Map<string, number>;

export const pairKey = (left: number, right: number) => `${left} → ${right}`;

/** The positives of slices first..last of the users who are there. */
export function slowEvents(
  data: TimedDataset,
  first: number,
  last: number,
  there: (user: number) => boolean,
): SlowEvent[] {
  return slowPositives(data).filter(({ user, slice }) => slice >= first && slice <= last && there(user));
}

export interface SlowPairArms {
  honest: SlowFeatures[];
  leaked: SlowFeatures[];
  total: SlowFeatures[];
}

/**
 * The arms of every row. @param build P of the slices up to `last` without one fold, or with everyone.
 * @param userFold absent where P has no users.
 * @param asCandidate whether an item must be the candidate of a pair to be in P; else either side will do.
 */
export function slowPairArms(
  data: TimedDataset,
  length: number,
  build: (last: number, without: number | undefined) => SlowPairs,
  userFold?: ArrayLike<number>,
  asCandidate = false,
): SlowPairArms {
  const built = new Map<string, SlowPairs>();
  const p = (last: number, without: number | undefined) => {
    const key = `${last} ${without}`;
    if (!built.has(key)) built.set(key, build(last, without));
    return built.get(key)!;
  };
  const arms: SlowPairArms = { honest: [], leaked: [], total: [] };
  for (let row = 0; row < data.rows; row++) {
    const s = data.timeline.slice[row]!;
    const fold = userFold?.[data.user[row]!];
    const history = slowHistory(data, row, length);
    const candidate = data.item[row]!;
    arms.honest.push(slowAgainst(p(s - 1, fold), candidate, history, asCandidate));
    arms.leaked.push(slowAgainst(p(s, fold), candidate, history, asCandidate));
    arms.total.push(slowAgainst(p(s, undefined), candidate, history, asCandidate));
  }
  return arms;
}

/** Max, sum, mean and count of the candidate's pairs with the history. */
export function slowAgainst(
  pairs: SlowPairs,
  candidate: number,
  history: number[],
  asCandidate: boolean,
): SlowFeatures {
  const known = [...pairs.keys()].some((key) => {
    const [left, right] = key.split(' → ').map(Number);
    return right === candidate || (left === candidate && !asCandidate);
  });
  if (!known || history.length === 0) return [Number.NaN, Number.NaN, Number.NaN, Number.NaN];
  const weights = history.flatMap((item) => pairs.get(pairKey(item, candidate)) ?? []);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return [Math.max(0, ...weights), sum, sum / history.length, weights.length];
}

/** P of a file's pairs up to slice `last`, without the rows of one fold's users. */
export function slowTablePairs(
  table: PairTable,
  last: number,
  without: number | undefined,
  userFold: ArrayLike<number>,
): SlowPairs {
  const pairs: SlowPairs = new Map();
  for (let row = 0; row < table.left.length; row++) {
    if (table.slice !== undefined && table.slice[row]! > last) continue;
    if (without !== undefined && table.user !== undefined && userFold[table.user[row]!] === without) continue;
    const [left, right, weight] = [table.left[row]!, table.right[row]!, table.weight[row]!];
    if (left === right || weight === 0) continue;
    pairs.set(pairKey(left, right), (pairs.get(pairKey(left, right)) ?? 0) + weight);
  }
  return pairs;
}
