/** Pairs that the log knows become a `PairTable`: each once, with the slices of the log. */
import type { Warning } from '../../common/failure.ts';
import type { PairTable } from '../dataset.ts';
import type { TimeReading } from '../moment.ts';
import { mergedPairs, type PairColumns, pairsBeforeLog } from '../policy/merged.ts';
import { sharedFloat64, sharedUint32 } from '../shared.ts';
import { knownAfter, type LogClock, slicesOf } from './known-times.ts';
import { mergePairs, type SortedPairs } from './merge-pairs.ts';

/** A file of pairs. */
export interface PairFile {
  /** As messages name it: "source co-view (pairs.csv)". */
  name: string;
  columns: PairColumns;
  /** How its times were read, where it has some. */
  time?: TimeReading | undefined;
}

/** @param sorted by (left, right, time, user, weight); merged in place. Its user is left out of the table where the file has none. */
export function pairTable(
  { name, columns, time }: PairFile,
  sorted: SortedPairs,
  log: LogClock,
  warnings: Warning[],
): PairTable {
  const { pairs, ...merged } = mergePairs(sorted);
  mergedPairs(name, columns, merged, warnings);
  const result: PairTable = {
    left: sharedUint32(pairs),
    right: sharedUint32(pairs),
    weight: sharedFloat64(pairs),
  };
  result.left.set(sorted.left.subarray(0, pairs));
  result.right.set(sorted.right.subarray(0, pairs));
  result.weight.set(sorted.weight.subarray(0, pairs));
  if (columns.user !== undefined) {
    result.user = sharedUint32(pairs);
    result.user.set(sorted.user.subarray(0, pairs));
  }
  if (time !== undefined && log.timeline !== undefined) {
    const known = knownAfter(time, log.timeReading);
    const { slice, early } = slicesOf(sorted.time.subarray(0, pairs), known, log.timeline.sliceStarts);
    result.slice = slice;
    if (early > 0) warnings.push(pairsBeforeLog(name, early));
  }
  return result;
}
