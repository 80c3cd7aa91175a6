/** What an aggregate over a window is for each of some rows, as the log has it or as it would have been known at an earlier time. */
import { type Histories, placeOf } from './history.ts';
import { Aggregate } from './match.ts';
import type { Window } from './windows.ts';

export interface RecipeLog {
  rows: number;
  /** µs, ascending; absent without a time column. */
  time?: Float64Array | undefined;
  /** 1 for each row that trains. */
  trains: Uint8Array;
}

/**
 * Number and sum of a window, for each of the rows.
 * @param v which of the histories' values
 * @param asOf a time for each of the rows: the window as it is seen from there, and of it only what lies before
 */
export function aggregate(
  { time, trains }: RecipeLog,
  { key, at, start, rows: list, sums, trained, trainedSums, means }: Histories,
  window: Window,
  v: number,
  values: ArrayLike<number>,
  rows: Uint32Array,
  asOf?: Float64Array,
): Aggregate {
  const number = new Float64Array(rows.length);
  const sum = new Float64Array(rows.length);
  for (let r = 0; r < rows.length; r++) {
    const row = rows[r]!;
    const i = at[key.codes[row]!]!;
    const [begin, end] = [start[i]!, start[i + 1]!];
    let [from, to] = [begin, end];
    if (time !== undefined && (window.range !== undefined || asOf !== undefined)) {
      const range = window.range?.(asOf?.[r] ?? time[row]!);
      if (range !== undefined) {
        from = placeOf(list, time, begin, end, range.from, range.open);
        to = placeOf(list, time, begin, end, range.to, range.closed);
      }
      if (asOf !== undefined) {
        to = Math.min(to, placeOf(list, time, begin, end, asOf[r]!));
        from = Math.min(from, to);
      }
    }
    if (window.trained) {
      number[r] = trained[to + i]! - trained[from + i]!;
      sum[r] = trainedSums[v]![to + i]! - trainedSums[v]![from + i]!;
    } else {
      number[r] = to - from;
      sum[r] = sums[v]![to + i]! - sums[v]![from + i]!;
    }
    const isIn = asOf === undefined && (!window.trained || trains[row] === 1);
    if (window.without === 'itself' && isIn) {
      number[r]! -= 1;
      sum[r]! -= values[row]!;
    }
  }
  return new Aggregate(number, sum, means[v]!);
}
