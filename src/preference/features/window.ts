/**
 * The distinct (user, item) events of one preference window, by user and by item. An event that happened more than once
 * in the window counts once, at its latest time.
 */
import type { Positives } from './positives.ts';

export interface WindowEvents {
  events: number;
  /** User u's items: [userStart[u], userStart[u + 1]), with their age in slices (0 = the window's last slice). */
  userStart: Uint32Array;
  userItem: Uint32Array;
  userAge: Uint16Array;
  /** Item i's users: [itemStart[i], itemStart[i + 1]). */
  itemStart: Uint32Array;
  itemUser: Uint32Array;
  itemAge: Uint16Array;
}

/** First slice of the window of W slices (or all) that ends with slice `last`. */
export function firstSlice(last: number, window: number | 'all'): number {
  return window === 'all' ? 0 : Math.max(0, last - window + 1);
}

/**
 * Events of slices first..last, both included.
 * @param identity the item that stands in P for each item, for a placebo; a permutation.
 */
export function windowEvents(
  p: Positives,
  users: number,
  items: number,
  first: number,
  last: number,
  identity?: Uint32Array,
): WindowEvents {
  const itemOf = identity === undefined ? (e: number) => p.item[e]! : (e: number) => identity[p.item[e]!]!;
  const from = p.sliceStart[first]!;
  const to = p.sliceStart[last + 1]!;
  const userStart = new Uint32Array(users + 1);
  const itemStart = new Uint32Array(items + 1);
  let events = 0;
  for (let e = from; e < to; e++) {
    if (p.next[e]! < to) continue; // again later in the window
    userStart[p.user[e]! + 1]!++;
    itemStart[itemOf(e) + 1]!++;
    events++;
  }
  for (let u = 0; u < users; u++) userStart[u + 1]! += userStart[u]!;
  for (let i = 0; i < items; i++) itemStart[i + 1]! += itemStart[i]!;
  const userItem = new Uint32Array(events);
  const userAge = new Uint16Array(events);
  const itemUser = new Uint32Array(events);
  const itemAge = new Uint16Array(events);
  const userFree = userStart.slice(0, users);
  const itemFree = itemStart.slice(0, items);
  for (let e = from; e < to; e++) {
    if (p.next[e]! < to) continue;
    const age = last - p.slice[e]!;
    const byUser = userFree[p.user[e]!]!++;
    const item = itemOf(e);
    const byItem = itemFree[item]!++;
    userItem[byUser] = item;
    userAge[byUser] = age;
    itemUser[byItem] = p.user[e]!;
    itemAge[byItem] = age;
  }
  return { events, userStart, userItem, userAge, itemStart, itemUser, itemAge };
}
