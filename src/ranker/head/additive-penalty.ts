/**
 * The penalty of an additive head, ½ · Σ λ · fᵀS f over columns. A category costs the square of its value, and missing is a category. The values
 * of a numeric column cost the squares of the differences between neighbours, times the number of these, and their mean square. So both an even
 * rise by 1 from the lowest to the highest bin and a value of 1 in all bins cost about what a category of value 1 does, however many bins there are.
 */
import type { BinLayout } from './additive-rows.ts';
import type { HeadColumn } from './head.ts';

/** Of a column: what a difference of neighbours costs, and what a value does. */
function costsOf({ type, bins }: HeadColumn, penalty: number): { difference: number; value: number } {
  const values = bins - 1;
  return type === 'numeric' && values > 0
    ? { difference: penalty * (values - 1), value: penalty / values }
    : { difference: 0, value: penalty };
}

/** into += λ · S f */
export function addPenalised(
  { columns, penalties, offsets }: BinLayout,
  f: Float64Array,
  into: Float64Array,
): void {
  for (const [c, column] of columns.entries()) {
    const first = offsets[c]!;
    const last = first + column.bins - 1;
    const penalty = penalties[c]!;
    const { difference, value } = costsOf(column, penalty);
    into[first] = into[first]! + penalty * f[first]!;
    for (let at = first + 1; at <= last; at++) {
      let sum = value * f[at]!;
      if (at > first + 1) sum += difference * (f[at]! - f[at - 1]!);
      if (at < last) sum += difference * (f[at]! - f[at + 1]!);
      into[at] = into[at]! + sum;
    }
  }
}

/** λ · fᵀS f, of all columns */
export function penaltyOf(layout: BinLayout, f: Float64Array): number {
  const product = new Float64Array(f.length);
  addPenalised(layout, f, product);
  return product.reduce((sum, x, at) => sum + x * f[at]!, 0);
}

/**
 * Solves each column by itself, the others and the intercept's change held to what the weights' means make of them:
 * (diag(h) + λS − h hᵀ / Σw) x = g, by elimination along the bins and the formula of Sherman and Morrison.
 */
export class ColumnSolver {
  readonly #layout: BinLayout;
  readonly #hessians: Float64Array;
  readonly #total: number;
  /** Of the matrix diag(h) + λS: its pivots, and what is above the diagonal. */
  readonly #pivots: Float64Array;
  readonly #above: Float64Array;
  /** (diag(h) + λS)⁻¹ h, and of each column Σw − hᵀ of it. */
  readonly #ofHessians: Float64Array;
  readonly #rest: Float64Array;

  /** @param hessians sums of the weights per bin @param total of all rows */
  constructor(layout: BinLayout, hessians: Float64Array, total: number) {
    this.#layout = layout;
    this.#hessians = hessians;
    this.#total = total;
    this.#pivots = new Float64Array(layout.size);
    this.#above = new Float64Array(layout.size);
    for (const [c, column] of layout.columns.entries()) {
      const first = layout.offsets[c]!;
      const last = first + column.bins - 1;
      const penalty = layout.penalties[c]!;
      const { difference, value } = costsOf(column, penalty);
      this.#pivots[first] = hessians[first]! + penalty;
      for (let at = first + 1; at <= last; at++) {
        const neighbours = Number(at > first + 1) + Number(at < last);
        const before = at > first + 1 ? this.#above[at - 1]! ** 2 / this.#pivots[at - 1]! : 0;
        this.#pivots[at] = hessians[at]! + value + neighbours * difference - before;
        this.#above[at] = at < last ? -difference : 0;
      }
    }
    this.#ofHessians = hessians.slice();
    this.#eliminate(this.#ofHessians);
    this.#rest = Float64Array.from(
      layout.columns,
      (_, c) => total - this.#dot(c, hessians, this.#ofHessians),
    );
  }

  /** Turns g into x. */
  solve(vector: Float64Array): void {
    this.#eliminate(vector);
    const { columns, offsets } = this.#layout;
    for (const [c, { bins }] of columns.entries()) {
      // Never 0 but by rounding: the penalty keeps every bin from its own mean.
      const rest = Math.max(this.#rest[c]!, 1e-12 * this.#total);
      const share = this.#dot(c, this.#hessians, vector) / rest;
      const first = offsets[c]!;
      for (let at = first; at < first + bins; at++) vector[at] = vector[at]! + share * this.#ofHessians[at]!;
    }
  }

  /** A missing bin and each category stand alone: nothing is above them. */
  #eliminate(vector: Float64Array): void {
    const [pivots, above] = [this.#pivots, this.#above];
    for (let at = 1; at < vector.length; at++) {
      vector[at] = vector[at]! - (above[at - 1]! / pivots[at - 1]!) * vector[at - 1]!;
    }
    for (let at = vector.length - 1; at >= 0; at--) {
      const next = at + 1 < vector.length ? above[at]! * vector[at + 1]! : 0;
      vector[at] = (vector[at]! - next) / pivots[at]!;
    }
  }

  #dot(column: number, a: Float64Array, b: Float64Array): number {
    const first = this.#layout.offsets[column]!;
    const end = first + this.#layout.columns[column]!.bins;
    let sum = 0;
    for (let at = first; at < end; at++) sum += a[at]! * b[at]!;
    return sum;
  }
}
