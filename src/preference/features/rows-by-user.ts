/** The rows of a slice by user, so that a history is read once for many rows. */
import type { SourceInput } from './source.ts';

/** First row of each slice, length slices + 1; rows are in time order. */
export function firstRows(slice: Uint16Array, slices: number): Uint32Array {
  const first = new Uint32Array(slices + 1);
  for (let row = 0; row < slice.length; row++) first[slice[row]! + 1]!++;
  for (let s = 0; s < slices; s++) first[s + 1]! += first[s]!;
  return first;
}

/** The rows from..to−1, those of one user together and in their order. */
export function rowsByUser({ data }: Pick<SourceInput, 'data'>, from: number, to: number): Uint32Array {
  const start = new Uint32Array(data.users + 1);
  for (let row = from; row < to; row++) start[data.user[row]! + 1]!++;
  for (let user = 0; user < data.users; user++) start[user + 1]! += start[user]!;
  const rows = new Uint32Array(to - from);
  for (let row = from; row < to; row++) rows[start[data.user[row]!]!++] = row;
  return rows;
}
