/** The rows of a slice by user, so that a history is read once for many rows. */
import type { SourceInput } from './source.ts';

/** First row of each slice, length slices + 1; rows are in time order. */
export function firstRows(slice: Uint16Array, slices: number): Uint32Array {
  const first = new Uint32Array(slices + 1);
  for (let row = 0; row < slice.length; row++) first[slice[row]! + 1]!++;
  for (let s = 0; s < slices; s++) first[s + 1]! += first[s]!;
  return first;
}

/** The wanted ones of the rows from..to−1, those of one user together and in their order. */
export function rowsByUser(
  { data, wanted }: Pick<SourceInput, 'data' | 'wanted'>,
  from: number,
  to: number,
): Uint32Array {
  const chosen = wantedRows(wanted, from, to);
  const start = new Uint32Array(data.users + 1);
  for (const row of chosen) start[data.user[row]! + 1]!++;
  for (let user = 0; user < data.users; user++) start[user + 1]! += start[user]!;
  const rows = new Uint32Array(chosen.length);
  for (const row of chosen) rows[start[data.user[row]!]!++] = row;
  return rows;
}

/** The rows from..to−1 whose features are wanted, ascending. */
export function wantedRows(wanted: Uint8Array | undefined, from: number, to: number): Uint32Array {
  const rows = new Uint32Array(to - from);
  let count = 0;
  for (let row = from; row < to; row++) if (wanted === undefined || wanted[row] === 1) rows[count++] = row;
  return rows.subarray(0, count);
}
