/** The rows of an additive head, and what is added up over them. */
import type { HeadColumn } from './head.ts';
import { writeRows } from './rows.ts';

/** Rows between two polls: some milliseconds. */
const PIECE = 2 ** 16;

/** Where the bins of each column lie in a vector of all bins. */
export interface BinLayout {
  columns: readonly HeadColumn[];
  /** Of each column how much its values are penalised: above 0, finite. */
  penalties: readonly number[];
  /** Of each column its first place. */
  offsets: Int32Array;
  /** Bins of all columns. */
  size: number;
}

export function layoutOf(
  columns: readonly HeadColumn[],
  penaltyOf: (column: HeadColumn) => number,
): BinLayout {
  const offsets = new Int32Array(columns.length);
  let size = 0;
  for (const [c, { bins }] of columns.entries()) {
    offsets[c] = size;
    size += bins;
  }
  return { columns, penalties: columns.map(penaltyOf), offsets, size };
}

/** Sums over the rows of each bin. */
export interface BinSums {
  gradients: Float64Array;
  hessians: Float64Array;
}

/** A change of a model: of the value of each bin, of the slope of the base score, and of all logits alike. */
export interface Change {
  values: Float64Array;
  slope: number;
  shift: number;
}

export class AdditiveRows {
  readonly layout: BinLayout;
  readonly count: number;
  readonly #codes: Uint8Array;
  readonly #poll: () => void;

  /**
   * @param rows of the table, in the order in which sums take them
   * @param poll called every few milliseconds; throws to stop
   * @throws Failure `data` where a code is not below its column's bins
   */
  constructor(layout: BinLayout, rows: Uint32Array, poll: () => void) {
    this.layout = layout;
    this.count = rows.length;
    this.#poll = poll;
    this.#codes = new Uint8Array(rows.length * layout.columns.length);
    writeRows(this.#codes, layout.columns, rows, poll);
  }

  /** Σ over columns of the value of the row's bin, of rows from..to−1, into the same places of `sums`. */
  sum(values: Float64Array, from: number, to: number, sums: Float64Array): void {
    const { offsets } = this.layout;
    const codes = this.#codes;
    const width = offsets.length;
    this.#pieces(from, to, (first, last) => {
      for (let row = first, at = first * width; row < last; row++) {
        let sum = 0;
        for (let c = 0; c < width; c++) sum += values[offsets[c]! + codes[at++]!]!;
        sums[row] = sum;
      }
    });
  }

  /** Of each bin the sums of `gradient` and `hessian` over its rows, of rows 0..to−1. */
  add(gradient: Float64Array, hessian: Float64Array, to: number, into: BinSums): void {
    const { offsets } = this.layout;
    const codes = this.#codes;
    const width = offsets.length;
    const { gradients, hessians } = into;
    gradients.fill(0);
    hessians.fill(0);
    this.#pieces(0, to, (first, last) => {
      for (let row = first, at = first * width; row < last; row++) {
        const [g, h] = [gradient[row]!, hessian[row]!];
        for (let c = 0; c < width; c++) {
          const place = offsets[c]! + codes[at++]!;
          gradients[place] = gradients[place]! + g;
          hessians[place] = hessians[place]! + h;
        }
      }
    });
  }

  /**
   * What a change of the model moves of each bin's gradient: the change of a row's logit is `shift` + `slope` · base + the sum of `values`,
   * and counts by `weight`. Rows 0..to−1; written to `bins`.
   * @returns the same of the slope
   */
  product(
    { values, slope, shift }: Change,
    { weight, base }: { weight: Float64Array; base: Float64Array },
    to: number,
    bins: Float64Array,
  ): number {
    const { offsets } = this.layout;
    const codes = this.#codes;
    const width = offsets.length;
    let ofSlope = 0;
    bins.fill(0);
    this.#pieces(0, to, (first, last) => {
      for (let row = first, at = first * width; row < last; row++, at += width) {
        const z = base[row]!;
        let change = shift + slope * z;
        for (let c = 0; c < width; c++) change += values[offsets[c]! + codes[at + c]!]!;
        const moved = weight[row]! * change;
        for (let c = 0; c < width; c++) {
          const place = offsets[c]! + codes[at + c]!;
          bins[place] = bins[place]! + moved;
        }
        ofSlope += moved * z;
      }
    });
    return ofSlope;
  }

  #pieces(from: number, to: number, work: (first: number, last: number) => void): void {
    for (let first = from; first < to; first += PIECE) {
      this.#poll();
      work(first, Math.min(to, first + PIECE));
    }
  }
}
