/**
 * The placebo's permutation: item identities are shuffled inside P among items that were first seen in the same slice and
 * shown about as often, so that capacity, exposure and age stay and relations go. Exposure counts rows, never labels:
 * strata of positives would leak them.
 */

import { randomBits, shuffle } from '../../common/random.ts';
import { type Exposures, exposuresOf } from './exposures.ts';
import type { SourceInput } from './source.ts';

/** Items of a stratum at most, and the smallest exposure in it relative to the largest once it holds two items. */
const STRATUM_ITEMS = 10;
const STRATUM_RATIO = 0.8;

/** Permutations of one replicate: a function of the log without its labels, and the seed. */
export class PlaceboPermuter {
  readonly #items: number;
  readonly #shown: Exposures;
  readonly #seed: number;
  /** Rows of each item so far, and the slice of its first row. */
  readonly #exposure: Uint32Array;
  readonly #firstSeen: Uint16Array;
  /** Slices that are counted. */
  #slices = 0;

  constructor({ data, timeline, shown }: Pick<SourceInput, 'data' | 'timeline' | 'shown'>, seed: number) {
    this.#items = data.items;
    this.#shown = shown ?? exposuresOf(data, timeline);
    this.#seed = seed;
    this.#exposure = new Uint32Array(data.items);
    this.#firstSeen = new Uint16Array(data.items);
  }

  /**
   * π for rows of slice `last`: item i stands in P where item π[i] did not, within the strata of the rows up to that slice.
   * No item of a stratum of two or more keeps its place; items not seen yet stay. Call with ascending slices.
   */
  permutation(last: number): Uint32Array {
    const { sliceStart, item, rows } = this.#shown;
    for (; this.#slices <= last && this.#slices + 1 < sliceStart.length; this.#slices++) {
      for (let e = sliceStart[this.#slices]!; e < sliceStart[this.#slices + 1]!; e++) {
        const i = item[e]!;
        if (this.#exposure[i] === 0) this.#firstSeen[i] = this.#slices;
        this.#exposure[i]! += rows[e]!;
      }
    }
    const bits = randomBits((this.#seed ^ Math.imul(last + 1, 0x9e3779b1)) >>> 0);
    const permutation = Uint32Array.from({ length: this.#items }, (_, i) => i);
    const order = this.#byExposure(bits);
    for (let from = 0; from < order.length; ) {
      const to = this.#stratumEnd(order, from);
      cycle(order.subarray(from, to), permutation, bits);
      from = to;
    }
    return permutation;
  }

  /** Items seen so far by (first slice, exposure descending), ties in random order. */
  #byExposure(bits: () => number): Uint32Array<ArrayBufferLike> {
    let seen: Uint32Array<ArrayBufferLike> = Uint32Array.from({ length: this.#items }, (_, i) => i).filter(
      (i) => this.#exposure[i]! > 0,
    );
    shuffle(seen, bits);
    const largest = this.#exposure.reduce((max, exposure) => Math.max(max, exposure), 0);
    for (let shift = 0; shift < 32 && largest >>> shift > 0; shift += 16) {
      seen = sortBy(seen, (i) => 0xffff - ((this.#exposure[i]! >>> shift) & 0xffff));
    }
    return sortBy(seen, (i) => this.#firstSeen[i]!);
  }

  /** Where the stratum that begins at `from` ends. An item left over at the end of its slice joins the stratum before. */
  #stratumEnd(order: Uint32Array, from: number): number {
    const first = this.#firstSeen[order[from]!]!;
    const most = this.#exposure[order[from]!]!;
    const alike = (at: number): boolean => at < order.length && this.#firstSeen[order[at]!] === first;
    let to = from + 1;
    while (alike(to) && (to - from < 2 || this.#belongs(order[to]!, most, to - from))) to++;
    return alike(to) && !alike(to + 1) ? to + 1 : to;
  }

  #belongs(item: number, most: number, size: number): boolean {
    return size < STRATUM_ITEMS && this.#exposure[item]! >= STRATUM_RATIO * most;
  }
}

/** Stable counting sort by a key below 2¹⁶. */
function sortBy(items: Uint32Array, key: (item: number) => number): Uint32Array {
  const start = new Uint32Array(2 ** 16 + 1);
  for (const item of items) start[key(item) + 1]!++;
  for (let k = 0; k < 2 ** 16; k++) start[k + 1]! += start[k]!;
  const sorted = new Uint32Array(items.length);
  for (const item of items) sorted[start[key(item)]!++] = item;
  return sorted;
}

/** A random cyclic permutation of a stratum (Sattolo 1986): no item keeps its place. */
function cycle(stratum: Uint32Array, permutation: Uint32Array, bits: () => number): void {
  const places = stratum.slice();
  for (let i = places.length - 1; i > 0; i--) {
    const j = Math.floor(bits() * 2 ** -32 * i);
    const held = places[i]!;
    places[i] = places[j]!;
    places[j] = held;
  }
  for (let i = 0; i < stratum.length; i++) permutation[stratum[i]!] = places[i]!;
}
