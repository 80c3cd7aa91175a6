/**
 * The caps of Swing: which items of a user and which users of an item are read. A sample is the events of smallest
 * key, and an event's key is a hash of its user's and item's identifiers and the seed: whether an event is among the
 * smallest depends on the others, its key does not. So an item's sample without a fold differs from the whole one only in
 * the users who are gone and those who move up.
 */

import type { IdKeys } from '../../common/hash.ts';
import { mixBits } from '../../common/hash.ts';
import type { WindowEvents } from '../features/window.ts';

/** Distinct (user, item) events after the cap of items per user, users with fewer than two left out of `itemUser`. */
export interface SampledWindow {
  userStart: Uint32Array;
  userItem: Uint32Array;
  itemStart: Uint32Array;
  /** Ascending user codes within an item. */
  itemUser: Uint32Array;
}

/** Keys of events, uniform in 0..2³²−1. */
export class EventKeys {
  readonly #user: Uint32Array;
  readonly #item: Uint32Array;

  /** Mixed with the seed: identifiers that differ in one digit must not have neighbouring keys. */
  constructor({ user, item }: IdKeys, seed: number) {
    const [ofUsers, ofItems] = [mixBits(seed), mixBits(seed ^ 0x5bd1e995)];
    this.#user = user.map((key) => mixBits(key ^ ofUsers));
    this.#item = item.map((key) => mixBits(key ^ ofItems));
  }

  /** Key by which a user's items are chosen. */
  ofItems(user: number, item: number): number {
    return mixBits(mixBits(this.#user[user]!) ^ this.#item[item]!);
  }

  /** Key by which an item's users are chosen; unlike the other, or users with many items would be chosen more often. */
  ofUsers(user: number, item: number): number {
    return mixBits(mixBits(this.#item[item]!) ^ this.#user[user]!);
  }
}

/** Keeps `cap` items of each user, then groups the events of users with two or more by item. */
export function sampleItems(window: WindowEvents, keys: EventKeys, cap: number): SampledWindow {
  const users = window.userStart.length - 1;
  const items = window.itemStart.length - 1;
  const userStart = new Uint32Array(users + 1);
  const userItem = new Uint32Array(window.events);
  const itemStart = new Uint32Array(items + 1);
  let kept = 0;
  for (let u = 0; u < users; u++) {
    const all = window.userItem.subarray(window.userStart[u]!, window.userStart[u + 1]!);
    if (all.length <= cap) {
      userItem.set(all, kept);
      kept += all.length;
    } else {
      const end = kept + cap;
      for (const item of ascending(all, (code) => keys.ofItems(u, code), cap)) {
        userItem[kept++] = item;
        if (kept === end) break;
      }
    }
    userStart[u + 1] = kept;
    if (kept - userStart[u]! < 2) continue;
    for (let e = userStart[u]!; e < kept; e++) itemStart[userItem[e]! + 1]!++;
  }
  for (let i = 0; i < items; i++) itemStart[i + 1]! += itemStart[i]!;
  const itemUser = new Uint32Array(itemStart[items]!);
  const free = itemStart.slice(0, items);
  for (let u = 0; u < users; u++) {
    if (userStart[u + 1]! - userStart[u]! < 2) continue;
    for (let e = userStart[u]!; e < userStart[u + 1]!; e++) itemUser[free[userItem[e]!]!++] = u;
  }
  return { userStart, userItem: userItem.subarray(0, kept), itemStart, itemUser };
}

export interface UserSample {
  /** Ascending codes of users that some slot sampled. */
  user: Uint32Array;
  /** Bit k: sampled where fold k is left out; bit `folds`: sampled where nobody is. */
  slots: Uint32Array;
}

/**
 * The users of an item in every version of P: in each, the `cap` of smallest key among those who are there.
 * @param users ascending codes.
 */
export function sampleUsers(
  users: Uint32Array,
  userFold: Uint8Array,
  folds: number,
  cap: number,
  key: (user: number) => number,
): UserSample {
  const everywhere = 2 ** (folds + 1) - 1;
  if (users.length <= cap) {
    return { user: users, slots: Uint32Array.from(users, (u) => everywhere - 2 ** userFold[u]!) };
  }
  const slotsOf = new Map<number, number>();
  const taken = new Uint32Array(folds + 1);
  let full = 0; // slots that have their number
  for (const u of ascending(users, key, cap)) {
    let slots = 0;
    for (let slot = 0; slot <= folds; slot++) {
      if (slot === userFold[u] || taken[slot] === cap) continue;
      slots += 2 ** slot;
      taken[slot]!++;
      if (taken[slot] === cap) full++;
    }
    if (slots > 0) slotsOf.set(u, slots);
    if (full === folds + 1) break;
  }
  const user = Uint32Array.from(slotsOf.keys()).sort();
  return { user, slots: Uint32Array.from(user, (u) => slotsOf.get(u)!) };
}

/** Codes by ascending key, equal keys by code, of which the caller will hardly want more than the first `wanted`. */
function* ascending(
  codes: Uint32Array,
  key: (code: number) => number,
  wanted: number,
): Generator<number, void> {
  const keys = Uint32Array.from(codes, key);
  // Keys are uniform, so a range of them holds about its share of the codes, and a popular item need not be sorted whole.
  let below = 0;
  for (let share = Math.min(1, (2 * wanted) / codes.length); ; share = Math.min(1, 2 * share)) {
    const limit = share * 2 ** 32;
    const range = codes.filter((_, at) => keys[at]! >= below && keys[at]! < limit).sort();
    yield* sortedByKey(range, key);
    if (share === 1) return;
    below = limit;
  }
}

/** Few or many codes by key. Key and place go into one number: numbers sort several times faster than by callback. */
function sortedByKey(ascendingCodes: Uint32Array, key: (code: number) => number): Uint32Array {
  const places = 2 ** 21;
  if (ascendingCodes.length > places) return ascendingCodes.toSorted((a, b) => key(a) - key(b) || a - b);
  const packed = Float64Array.from(ascendingCodes, (code, place) => key(code) * places + place).sort();
  return Uint32Array.from(packed, (value) => ascendingCodes[value % places]!);
}
