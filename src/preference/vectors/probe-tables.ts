/** The vectors that rows of a slice read: adapted for those items alone, since a log may hold a million. */
import type { VectorTable } from '../../data/dataset.ts';
import { historyItems } from '../features/history.ts';
import { entryOf, NO_ENTRY } from '../features/item-entries.ts';
import { rowsByUser } from '../features/rows-by-user.ts';
import type { SourceInput } from '../features/source.ts';
import type { Adapter, AdapterState } from './adapter.ts';

/** @param versionOf which version of P a user reads, below 32 */
export function itemsRead(
  input: SourceInput,
  [from, to]: readonly [from: number, to: number],
  length: number,
  versionOf: (user: number) => number,
): { of(version: number): number[] } {
  const { data, positives, historyEnds } = input;
  /** Bit v is set where rows of version v have the item as a candidate or in a history. */
  const readBy = new Uint32Array(data.items);
  const history = new Uint32Array(length);
  let seen = -1;
  for (const row of rowsByUser(input, from, to)) {
    const user = data.user[row]!;
    const bit = 1 << versionOf(user);
    readBy[data.item[row]!]! |= bit;
    const end = historyEnds[row]!;
    const low = positives.userStart[user]!;
    if (end === seen || end === low) continue; // the history of the row before, or none
    seen = end;
    const taken = historyItems(positives, low, end, length, history);
    for (let h = 0; h < taken; h++) readBy[history[h]!]! |= bit;
  }
  return {
    of: (version) => {
      const items: number[] = [];
      for (const [item, bits] of readBy.entries()) if ((bits >>> version) & 1) items.push(item);
      return items;
    },
  };
}

/** The adapted vectors of some items, ascending; none of the others has an entry. @param last slice up to which the table's entries hold */
export async function adaptedTable(
  adapter: Adapter,
  state: AdapterState,
  table: VectorTable,
  items: readonly number[],
  last: number,
  pause: () => Promise<void>,
): Promise<VectorTable> {
  const known = items.filter((item) => entryOf(table, item, last) !== NO_ENTRY);
  const entries = Uint32Array.from(known, (item) => entryOf(table, item, last));
  const values = await adapter.adapt(state, entries, pause);
  const { outputs } = adapter;
  const all = table.start.length - 1;
  const start = new Uint32Array(all + 1);
  let kept = 0;
  for (const [at, item] of known.entries()) {
    const vector = values.subarray(at * outputs, (at + 1) * outputs);
    if (vector.every((x) => x === 0)) continue; // W maps it to nothing: no direction to compare
    values.copyWithin(kept * outputs, at * outputs, (at + 1) * outputs);
    kept++;
    start[item + 1] = 1;
  }
  for (let item = 0; item < all; item++) start[item + 1]! += start[item]!;
  return { dimension: outputs, start, values: values.subarray(0, kept * outputs) };
}
