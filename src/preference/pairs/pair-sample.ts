/**
 * Pairs drawn in proportion to their weights, with replacement, from a stream that is read once and never kept: when the
 * weights so far sum to W, each of the places holds the newest pair with chance w / W, whatever it held before (Chao 1982,
 * with replacement). The places are independent of each other, so that they are in random order already.
 *
 * A place is hit by an exponential clock that runs over log W: between two hits nothing but the sum moves, and a stream
 * of millions of pairs costs an addition each.
 */
import { randomBits } from '../../common/random.ts';

export class PairSample {
  /** The pairs drawn; valid where there is any weight. */
  readonly left: Uint32Array;
  readonly right: Uint32Array;
  /** Pairs of weight above 0 that were offered. */
  offered = 0;
  readonly #bits: () => number;
  #sum = 0;
  /** The sum at which the next place is hit. */
  #next = 0;

  /** @param places how many pairs are drawn */
  constructor(places: number, seed: number) {
    this.left = new Uint32Array(places);
    this.right = new Uint32Array(places);
    this.#bits = randomBits(seed);
  }

  /** @param weight finite, at least 0 */
  offer(left: number, right: number, weight: number): void {
    if (weight === 0) return;
    this.offered++;
    const before = this.#sum;
    const after = before + weight;
    this.#sum = after;
    if (before === 0) {
      this.left.fill(left);
      this.right.fill(right);
      this.#next = this.#after(after);
      return;
    }
    while (this.#next < after) this.#hit(left, right, before, after);
  }

  /** The place whose share of the way from `before` to `after` the clock struck in takes the pair. */
  #hit(left: number, right: number, before: number, after: number): void {
    const places = this.left.length;
    const perPlace = Math.log(after / before) / places;
    const place = Math.min(places - 1, Math.floor(Math.log(this.#next / before) / perPlace));
    this.left[place] = left;
    this.right[place] = right;
    // At most once a place: the clock goes on where the next place's share begins.
    const begin = place + 1 === places ? after : before * Math.exp(perPlace * (place + 1));
    this.#next = this.#after(begin);
  }

  /** Σ ln W grows by 1/places for a mean of one hit. */
  #after(sum: number): number {
    const uniform = (this.#bits() + 1) * 2 ** -32;
    return sum * Math.exp(-Math.log(uniform) / this.left.length);
  }
}
