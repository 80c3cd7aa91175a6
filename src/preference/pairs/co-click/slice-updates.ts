/**
 * What changes inside a slice when P is rebuilt after every event: the window's distinct events before the slice, and the
 * slice's updates, each the first click of (user, item) in it.
 */
import { NONE, type Positives } from '../../features/positives.ts';

export interface SliceUpdates {
  /** Distinct (user, item) of the window before the slice, with ages relative to the slice (≥ 1), by user and by item. */
  userStart: Uint32Array;
  userItem: Uint32Array;
  userAge: Uint16Array;
  /** The update of the same (user, item), an index into the updates, or NONE. */
  userUpdate: Uint32Array;
  itemStart: Uint32Array;
  itemUser: Uint32Array;
  itemAge: Uint16Array;
  /** Updates by user, each user's in time order: item, how many of the slice's row times are not later, age of the older event or 0. */
  updateStart: Uint32Array;
  updateItem: Uint32Array;
  updateRank: Uint32Array;
  updateAge: Uint16Array;
  /** By item: users with an update of it and no older event. */
  updatedStart: Uint32Array;
  updatedUser: Uint32Array;
  /** The updates once more, in time order: by-user index and user. */
  inOrder: Uint32Array;
  inOrderUser: Uint32Array;
}

interface Shape {
  users: number;
  items: number;
}

/** Turns counts at [k + 1] into starts, in place. */
export function runningStarts(starts: Uint32Array): Uint32Array {
  for (let k = 1; k < starts.length; k++) starts[k]! += starts[k - 1]!;
  return starts;
}

/**
 * @param first first slice of the window; the slice itself where the window is one slice.
 * @param rankOf how many of the slice's row times are not later than the time of a positive: rows from that rank on are later
 */
export function sliceUpdates(
  p: Positives,
  { users, items }: Shape,
  first: number,
  slice: number,
  rankOf: (event: number) => number,
): SliceUpdates {
  const from = p.sliceStart[first]!;
  const middle = p.sliceStart[slice]!;
  const to = p.sliceStart[slice + 1]!;
  const kept = (e: number): boolean => p.next[e]! >= middle; // the last of its kind before the slice

  // Updates: which positives of the slice are first of their kind in it, and what they refresh.
  const repeated = new Uint8Array(to - middle);
  const olderAge = new Uint16Array(to - middle);
  for (let e = middle; e < to; e++) if (p.next[e]! < to) repeated[p.next[e]! - middle] = 1;
  for (let e = from; e < middle; e++) {
    const next = p.next[e]!;
    if (next >= middle && next < to) olderAge[next - middle] = slice - p.slice[e]!;
  }
  const updateStart = new Uint32Array(users + 1);
  const updatedStart = new Uint32Array(items + 1);
  let updates = 0;
  for (let e = middle; e < to; e++) {
    if (repeated[e - middle] === 1) continue;
    updates++;
    updateStart[p.user[e]! + 1]!++;
    if (olderAge[e - middle] === 0) updatedStart[p.item[e]! + 1]!++;
  }
  runningStarts(updateStart);
  runningStarts(updatedStart);
  const updateItem = new Uint32Array(updates);
  const updateRank = new Uint32Array(updates);
  const updateAge = new Uint16Array(updates);
  const updatedUser = new Uint32Array(updatedStart[items]!);
  const inOrder = new Uint32Array(updates);
  const inOrderUser = new Uint32Array(updates);
  const indexOf = new Uint32Array(to - middle);
  const updateFree = updateStart.slice(0, users);
  const updatedFree = updatedStart.slice(0, items);
  for (let e = middle, n = 0; e < to; e++) {
    if (repeated[e - middle] === 1) continue;
    const user = p.user[e]!;
    const at = updateFree[user]!++;
    updateItem[at] = p.item[e]!;
    updateRank[at] = rankOf(e);
    updateAge[at] = olderAge[e - middle]!;
    indexOf[e - middle] = at;
    if (olderAge[e - middle] === 0) updatedUser[updatedFree[p.item[e]!]!++] = user;
    inOrderUser[n] = user;
    inOrder[n++] = at;
  }

  const userStart = new Uint32Array(users + 1);
  const itemStart = new Uint32Array(items + 1);
  for (let e = from; e < middle; e++) {
    if (!kept(e)) continue;
    userStart[p.user[e]! + 1]!++;
    itemStart[p.item[e]! + 1]!++;
  }
  runningStarts(userStart);
  runningStarts(itemStart);
  const events = userStart[users]!;
  const userItem = new Uint32Array(events);
  const userAge = new Uint16Array(events);
  const userUpdate = new Uint32Array(events).fill(NONE);
  const itemUser = new Uint32Array(events);
  const itemAge = new Uint16Array(events);
  const userFree = userStart.slice(0, users);
  const itemFree = itemStart.slice(0, items);
  for (let e = from; e < middle; e++) {
    if (!kept(e)) continue;
    const age = slice - p.slice[e]!;
    const byUser = userFree[p.user[e]!]!++;
    const byItem = itemFree[p.item[e]!]!++;
    userItem[byUser] = p.item[e]!;
    userAge[byUser] = age;
    if (p.next[e]! < to) userUpdate[byUser] = indexOf[p.next[e]! - middle]!;
    itemUser[byItem] = p.user[e]!;
    itemAge[byItem] = age;
  }
  return {
    userStart,
    userItem,
    userAge,
    userUpdate,
    itemStart,
    itemUser,
    itemAge,
    updateStart,
    updateItem,
    updateRank,
    updateAge,
    updatedStart,
    updatedUser,
    inOrder,
    inOrderUser,
  };
}
