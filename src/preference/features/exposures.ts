/** How often each item was shown, slice by slice: what the placebo's strata are made of. Of a large log it is a small part of its rows. */
import { sharedUint32 } from '../../data/shared.ts';

/** Rows of each item in each slice; on shared memory. */
export interface Exposures {
  /** Items that have rows in slice s: entries [sliceStart[s], sliceStart[s + 1]), in the order in which they come. */
  sliceStart: Uint32Array;
  item: Uint32Array;
  /** Rows of the item in the slice, 1 and more. */
  rows: Uint32Array;
}

/** @param slice of each row, ascending */
export function exposuresOf(
  { item, items }: { item: Uint32Array; items: number },
  { slice, slices }: { slice: Uint16Array; slices: number },
): Exposures {
  const sliceStart = sharedUint32(slices + 1);
  // One more than the slice that an item was last seen in.
  const seen = new Uint32Array(items);
  for (let row = 0; row < item.length; row++) {
    const [i, s] = [item[row]!, slice[row]! + 1];
    if (seen[i] !== s) sliceStart[s]!++;
    seen[i] = s;
  }
  for (let s = 0; s < slices; s++) sliceStart[s + 1]! += sliceStart[s]!;
  const entries = { item: sharedUint32(sliceStart[slices]!), rows: sharedUint32(sliceStart[slices]!) };
  const entryOf = new Uint32Array(items);
  seen.fill(0);
  for (let row = 0, next = 0; row < item.length; row++) {
    const [i, s] = [item[row]!, slice[row]! + 1];
    if (seen[i] !== s) {
      seen[i] = s;
      entries.item[next] = i;
      entryOf[i] = next++;
    }
    entries.rows[entryOf[i]!]!++;
  }
  return { sliceStart, ...entries };
}
