/** Which entry of a file speaks for an item at a time. */
import type { ItemEntries } from '../../data/dataset.ts';

/** No entry of the item holds yet. */
export const NO_ENTRY = -1;

/** The entry of `item` that holds when everything up to slice `last` is known; `NO_ENTRY` where there is none. */
export function entryOf({ start, slice }: ItemEntries, item: number, last: number): number {
  const from = start[item]!;
  let entry = start[item + 1]! - 1;
  if (slice !== undefined) while (entry >= from && slice[entry]! > last) entry--;
  return entry < from ? NO_ENTRY : entry;
}
