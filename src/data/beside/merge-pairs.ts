/**
 * Pairs that stand in a file more than once. Exact copies are one pair; different weights of one pair are parts of it, and
 * add up. Pure functions of sorted columns, so that the order of the file never matters.
 */

export interface SortedPairs {
  left: Uint32Array;
  right: Uint32Array;
  weight: Float64Array;
  /** µs; empty where the file has no time. */
  time: Float64Array;
  /** Empty where the file has no user. */
  user: Uint32Array;
}

export interface Merged {
  /** Pairs left, at the front of each column. */
  pairs: number;
  /** Rows that repeated a pair with the same weight. */
  copies: number;
  /** Pairs that had several weights. */
  contradictory: number;
}

/** @param columns sorted by (left, right, time, user, weight); merged in place. */
export function mergePairs(columns: SortedPairs): Merged {
  const { left, right, weight, time, user } = columns;
  const same = (a: number, b: number) =>
    left[a] === left[b] && right[a] === right[b] && time[a] === time[b] && user[a] === user[b];
  let pairs = 0;
  let copies = 0;
  let contradictory = 0;
  for (let from = 0; from < left.length; ) {
    let sum = weight[from] as number;
    let weights = 1;
    let to = from + 1;
    for (; to < left.length && same(from, to); to++) {
      if (weight[to] === weight[to - 1]) {
        copies++;
        continue;
      }
      sum += weight[to] as number;
      weights++;
    }
    if (weights > 1) contradictory++;
    for (const column of [left, right, time, user]) {
      if (column.length > 0) column[pairs] = column[from] as number;
    }
    // `pairs` never overtakes `from`, so no weight is written before it is read.
    weight[pairs] = sum;
    pairs++;
    from = to;
  }
  return { pairs, copies, contradictory };
}
