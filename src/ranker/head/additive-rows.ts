/** The rows of an additive head, what the model says of them, and what is added up over them. */
import { type AdditiveMemory, BIN_BYTES, openAdditive, WEIGHED } from './additive-kernel.ts';
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

/** Sums over rows: log losses, and of g = p − y, h = p(1 − p) and the base z: g, h, gz, hz and hz². */
export interface RowSums {
  loss: number;
  gradient: number;
  weight: number;
  ofBase: number;
  weightedBase: number;
  squares: number;
}

export interface RowsInput {
  layout: BinLayout;
  base: Float32Array;
  label: Uint8Array;
  /** Numbers of the rows of the table that the model is fitted or validated on, in the order in which sums take them. */
  rows: Uint32Array;
}

export class AdditiveRows {
  readonly count: number;
  readonly #size: number;
  readonly #columns: number;
  readonly #memory: AdditiveMemory;
  readonly #poll: () => void;
  /** Addresses of the rows' logits, and of those that a step is tried with: they change places where it is taken. */
  #logits: number;
  #next: number;

  /** @param poll called every few milliseconds; throws to stop @throws Failure `data` for codes that cannot be, `resource` */
  constructor({ layout, base, label, rows }: RowsInput, poll: () => void) {
    const { columns, size, offsets } = layout;
    this.count = rows.length;
    this.#size = size;
    this.#columns = columns.length;
    this.#poll = poll;
    this.#memory = openAdditive({ rows: rows.length, columns: columns.length, bins: size });
    const { buffer, at } = this.#memory;
    this.#logits = at.logits;
    this.#next = at.next;
    new Int32Array(buffer, at.offsets, columns.length).set(offsets);
    writeRows(new Uint8Array(buffer, at.codes, rows.length * columns.length), columns, rows, poll);
    const bases = new Float32Array(buffer, at.base, rows.length);
    const labels = new Uint8Array(buffer, at.labels, rows.length);
    for (let i = 0; i < rows.length; i++) {
      bases[i] = base[rows[i]!]!;
      labels[i] = label[rows[i]!]!;
    }
  }

  /** Of rows 0..to−1, those of a positive label. */
  positives(to: number): number {
    const { buffer, at } = this.#memory;
    const labels = new Uint8Array(buffer, at.labels, to);
    let sum = 0;
    for (let row = 0; row < to; row++) sum += labels[row]!;
    return sum;
  }

  /** Sets the logits of rows from..to−1 to those of a model. */
  place(model: Change, from: number, to: number): void {
    this.#sum(model, from, to, this.#logits);
  }

  /** What a change moves of the logits of rows 0..to−1, for `weigh`. */
  move(change: Change, to: number): void {
    this.#sum(change, 0, to, this.#memory.at.moved);
  }

  /** Rows from..to−1, at `share` of what `move` has found: a positive label counts as `high`, others as `low`. */
  weigh(share: number, from: number, to: number, high: number, low: number): RowSums {
    const { exports: run, buffer, at } = this.#memory;
    const out = new Float64Array(buffer, at.weighed, WEIGHED).fill(0);
    out[1] = 1;
    this.#pieces(from, to, (first, last) =>
      run.weigh({
        ...{ from: first, to: last, logits: this.#logits, moved: at.moved, share, next: this.#next },
        ...{ base: at.base, labels: at.labels, high, low, pairs: at.pairs, out: at.weighed },
      }),
    );
    const [linear, mantissa, exponent, gradient, weight, ofBase, weightedBase, squares] = out;
    const loss = linear! + Math.log(mantissa!) + exponent! * Math.LN2;
    return {
      ...{ loss, gradient: gradient!, weight: weight! },
      ...{ ofBase: ofBase!, weightedBase: weightedBase!, squares: squares! },
    };
  }

  /** The logits at which rows were weighed are theirs from now on. */
  take(): void {
    [this.#logits, this.#next] = [this.#next, this.#logits];
  }

  /** Of each bin the sums of gradients and weights, as weighed last, over rows 0..to−1. */
  add(to: number): BinSums {
    const { exports: run, buffer, at } = this.#memory;
    this.#clear();
    this.#pieces(0, to, (first, last) =>
      run.addPairs({ ...at, from: first, to: last, width: this.#columns, bins: at.sums }),
    );
    const { sums: bins, gradients, hessians: weights } = at;
    run.foldPairs({ count: this.#size, bins, gradients, weights });
    return {
      gradients: new Float64Array(buffer, at.gradients, this.#size).slice(),
      hessians: new Float64Array(buffer, at.hessians, this.#size).slice(),
    };
  }

  /**
   * What a change of the model moves of each bin's gradient: the change of a row's logit is `shift` + `slope` · base + the sum of `values`,
   * and counts by the weight that it had when weighed last. Rows 0..to−1; written to `bins`.
   * @returns the same of the slope
   */
  product({ values, slope, shift }: Change, to: number, bins: Float64Array): number {
    const { exports: run, buffer, at } = this.#memory;
    new Float64Array(buffer, at.values, this.#size).set(values);
    this.#clear();
    let ofSlope = 0;
    this.#pieces(0, to, (first, last) => {
      const piece = { from: first, to: last, width: this.#columns };
      ofSlope += run.product({ ...at, ...piece, slope, shift, bins: at.sums });
    });
    run.fold({ count: this.#size, bins: at.sums, into: at.gradients });
    bins.set(new Float64Array(buffer, at.gradients, this.#size));
    return ofSlope;
  }

  #sum({ values, slope, shift }: Change, from: number, to: number, out: number): void {
    const { exports: run, buffer, at } = this.#memory;
    new Float64Array(buffer, at.values, this.#size).set(values);
    this.#pieces(from, to, (first, last) =>
      run.sum({ ...at, from: first, to: last, width: this.#columns, slope, shift, out }),
    );
  }

  #clear(): void {
    const { buffer, at } = this.#memory;
    new Uint8Array(buffer, at.sums, BIN_BYTES * this.#size).fill(0);
  }

  #pieces(from: number, to: number, work: (first: number, last: number) => void): void {
    for (let first = from; first < to; first += PIECE) {
      this.#poll();
      work(first, Math.min(to, first + PIECE));
    }
  }
}
