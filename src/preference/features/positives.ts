/**
 * The positive rows of the log, twice: in time order (a preference window is then one contiguous range) and by user (a
 * history is then one contiguous range). Everything that counts or pairs events starts from here.
 */
import type { Dataset, Timeline } from '../../data/dataset.ts';
import { sharedFloat64, sharedUint16, sharedUint32 } from '../../data/shared.ts';
import { labelEvents, sliceOf } from './events.ts';

/** No later positive of the same user and item. */
export const NONE = 0xffffffff;

/** Those that became known within the log; on shared memory. */
export interface Positives {
  count: number;
  /**
   * In the order of the times at which they became known: this time (µs), user, item, its slice, and the index (in this order) of the
   * user's next positive of the same item.
   */
  time: Float64Array;
  user: Uint32Array;
  item: Uint32Array;
  slice: Uint16Array;
  next: Uint32Array;
  /** First positive (in time order) of each slice; length slices + 1. */
  sliceStart: Uint32Array;
  /** By user, each in time order: user u holds [userStart[u], userStart[u + 1]). */
  userStart: Uint32Array;
  itemByUser: Uint32Array;
  /** As `next`, but an index into `itemByUser`. */
  nextByUser: Uint32Array;
}

/** @param data a log with a timeline. Repeated clicks stay repeated here; windows and histories drop them. */
export function positives(data: Dataset, timeline: Timeline): Positives {
  const events = labelEvents(data, timeline);
  const { labelTime, user: userOf, item: itemOf } = data;
  const times = { ...timeline };
  const sliceOfEvent = (e: number): number =>
    labelTime === undefined ? times.slice[events.row[e]!]! : sliceOf(events.time[e]!, times);
  let count = events.row.length;
  while (count > 0 && sliceOfEvent(count - 1) === timeline.slices) count--;
  const time = sharedFloat64(count);
  time.set(events.time.subarray(0, count));
  const user = sharedUint32(count);
  const item = sharedUint32(count);
  const slice = sharedUint16(count);
  for (let e = 0; e < count; e++) {
    const row = events.row[e]!;
    user[e] = userOf[row]!;
    item[e] = itemOf[row]!;
    slice[e] = sliceOfEvent(e);
  }
  const sliceStart = sharedUint32(timeline.slices + 1);
  for (let e = 0; e < count; e++) sliceStart[slice[e]! + 1]!++;
  for (let s = 0; s < timeline.slices; s++) sliceStart[s + 1]! += sliceStart[s]!;

  const userStart = sharedUint32(data.users + 1);
  for (let e = 0; e < count; e++) userStart[user[e]! + 1]!++;
  for (let u = 0; u < data.users; u++) userStart[u + 1]! += userStart[u]!;
  const timeOrder = new Uint32Array(count);
  const free = userStart.slice(0, data.users);
  for (let e = 0; e < count; e++) timeOrder[free[user[e]!]!++] = e;

  const itemByUser = sharedUint32(count);
  const nextByUser = sharedUint32(count);
  const next = sharedUint32(count);
  const latest = new Uint32Array(data.items).fill(NONE); // by item, the later positive of the user at hand
  for (let u = 0; u < data.users; u++) {
    const from = userStart[u]!;
    const to = userStart[u + 1]!;
    for (let i = to - 1; i >= from; i--) {
      const e = timeOrder[i]!;
      const later = latest[item[e]!]!;
      itemByUser[i] = item[e]!;
      nextByUser[i] = later;
      next[e] = later === NONE ? NONE : timeOrder[later]!;
      latest[item[e]!] = i;
    }
    for (let i = from; i < to; i++) latest[itemByUser[i]!] = NONE;
  }
  return { count, time, user, item, slice, next, sliceStart, userStart, itemByUser, nextByUser };
}
