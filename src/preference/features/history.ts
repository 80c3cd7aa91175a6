/**
 * Histories: for each row the user's positives that became known strictly before its time. Kept as one number per row, the end of a range
 * in the user's own positives; the last L distinct items of that range are the history.
 */

import type { Dataset, Timeline } from '../../data/dataset.ts';
import { sharedUint32 } from '../../data/shared.ts';
import type { Positives } from './positives.ts';

/**
 * @param data the log, or some of its rows, in the order of their times
 * @returns on shared memory, per row the index into `positives.itemByUser` just behind the last positive that was known before t. The range starts
 * at `positives.userStart[user]`.
 */
export function historyEnds(
  { rows, user, users }: Pick<Dataset, 'rows' | 'user' | 'users'>,
  { time }: Pick<Timeline, 'time'>,
  p: Positives,
): Uint32Array {
  const ends = sharedUint32(rows);
  const seen = p.userStart.slice(0, users);
  for (let row = 0, e = 0; row < rows; row++) {
    for (; e < p.count && p.time[e]! < time[row]!; e++) seen[p.user[e]!]!++;
    ends[row] = seen[user[row]!]!;
  }
  return ends;
}

/**
 * Writes the history [low, high) of a row, at most `length` distinct items, the most recent first.
 * @returns how many were written to `items`
 */
export function historyItems(
  p: Pick<Positives, 'itemByUser' | 'nextByUser'>,
  low: number,
  high: number,
  length: number,
  items: Uint32Array,
): number {
  let taken = 0;
  for (let e = high - 1; e >= low && taken < length; e--) {
    // A later positive of the same item, still before the row, stands for it.
    if (p.nextByUser[e]! >= high) items[taken++] = p.itemByUser[e]!;
  }
  return taken;
}
