/**
 * Rows that say what another row says: a log joined twice, or a file listed under two names. They are no error, since coarse
 * times repeat by themselves, but every one counts as an event and as a row to be ranked.
 */
import type { Warning } from '../../common/failure.ts';

export interface SortedRows {
  rows: number;
  user: Uint32Array;
  item: Uint32Array;
  label: Uint8Array;
  time?: Float64Array | undefined;
}

/**
 * Rows beyond the first of those equal in user, item, time and label.
 * @param sorted in order of time, user, item and label, so that equal rows are neighbours
 */
export function countRepeats({ rows, user, item, label, time }: SortedRows & { time: Float64Array }): number {
  let repeats = 0;
  for (let row = 1; row < rows; row++) {
    const same =
      time[row] === time[row - 1] &&
      user[row] === user[row - 1] &&
      item[row] === item[row - 1] &&
      label[row] === label[row - 1];
    repeats += Number(same);
  }
  return repeats;
}

/** Without times nothing tells a second impression from a copy of the first, and nothing is said. */
export function warnOfRepeats(sorted: SortedRows, warnings: Warning[]): void {
  const { time } = sorted;
  if (time === undefined) return;
  const count = countRepeats({ ...sorted, time });
  if (count === 0) return;
  const message =
    'Rows of the log repeat another row’s user, item, time and label, and each counts: if the log holds one row per ' +
    'impression, remove the copies.';
  warnings.push({ code: 'repeated-rows', message, count });
}
