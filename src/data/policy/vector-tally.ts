/** Vectors one by one: what is wrong with each, how long it is, and what makes its length 1. For engines that see every number. */
import type { VectorFault } from './vectors.ts';

/** Rows of each fault that are remembered, so that some of their items can be shown. */
const REMEMBERED = 1000;

/** Of the length of a vector of 32-bit floats, which is what vectors are read as. */
const MOST_SQUARE = 3.4028234663852886e38 ** 2;

export class VectorTally {
  /** How many vectors there are of each length; those that are missing have none. */
  readonly lengths = new Map<number, number>();
  readonly counts: Record<VectorFault, number> = { missing: 0, zero: 0, unreadable: 0, notFinite: 0 };
  readonly rows: Record<VectorFault, number[]> = { missing: [], zero: [], unreadable: [], notFinite: [] };

  note(fault: VectorFault, row: number): void {
    this.counts[fault]++;
    if (this.rows[fault].length < REMEMBERED) this.rows[fault].push(row);
  }

  /** Counts a vector that is as it should be, and that nobody needs. */
  measure(length: number): void {
    this.lengths.set(length, (this.lengths.get(length) ?? 0) + 1);
  }

  /**
   * Counts the vector of `length` numbers from `values[at]`.
   * @returns what to multiply it with so that its length is 1; undefined for one that is none
   */
  scale(row: number, values: Float32Array | Float64Array, at: number, length: number): number | undefined {
    if (length === 0) {
      this.note('missing', row);
      return undefined;
    }
    this.measure(length);
    let square = 0;
    for (let k = at; k < at + length; k++) square += (values[k] as number) ** 2;
    if (square > 0 && square <= MOST_SQUARE) return 1 / Math.sqrt(square);
    this.note(square === 0 ? 'zero' : 'notFinite', row);
    return undefined;
  }
}
