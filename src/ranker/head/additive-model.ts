/**
 * A penalised additive model: logit = intercept + slope · base + Σ over columns of a value of the row's bin. It is fitted by Newton's method.
 * Each step is found by conjugate gradients, which take few rounds since each column is solved by itself before; it is halved until the loss falls.
 */
import { addPenalised, ColumnSolver, penaltyOf } from './additive-penalty.ts';
import { AdditiveRows, type BinLayout, type Change } from './additive-rows.ts';
import type { Coefficients } from './additive-scores.ts';
import type { Calibration, HeadColumn } from './head.ts';

/** A fit ends where a step lowers the penalised loss by less than this share of it. */
const NEGLIGIBLE = 1e-7;
const MOST_STEPS = 40;
/** Conjugate gradients end where this share of the gradient's length is left. */
const ROUGHLY = 0.02;
const MOST_PRODUCTS = 60;

export interface AdditiveInput {
  layout: BinLayout;
  base: Float32Array;
  label: Uint8Array;
  /** Numbers of the rows of the table that the model is fitted or validated on. */
  rows: Uint32Array;
}

export class AdditiveModel {
  #layout: BinLayout;
  readonly #rows: AdditiveRows;
  readonly #base: Float64Array;
  readonly #label: Uint8Array;
  readonly #logits: Float64Array;
  /** Per row: what the label is held for, p − that, and p(1 − p). */
  readonly #target: Float64Array;
  readonly #gradient: Float64Array;
  readonly #weight: Float64Array;
  /** What a step changes of a row's logit. */
  readonly #moved: Float64Array;
  #values: Float64Array;
  #slope = 1;
  #intercept = 0;
  /** Passes over rows and columns so far. */
  passes = 0;

  /** @param poll called every few milliseconds; throws to stop @throws Failure `data` for codes that cannot be */
  constructor({ layout, base, label, rows }: AdditiveInput, poll: () => void) {
    this.#layout = layout;
    this.#rows = new AdditiveRows(layout, rows, poll);
    this.#base = Float64Array.from(rows, (row) => base[row]!);
    this.#label = Uint8Array.from(rows, (row) => label[row]!);
    this.#values = new Float64Array(layout.size);
    const perRow = (): Float64Array => new Float64Array(rows.length);
    [this.#logits, this.#target, this.#gradient] = [perRow(), perRow(), perRow()];
    [this.#weight, this.#moved] = [perRow(), perRow()];
  }

  /** Forgets all values: the logits are those of the calibrated base. */
  start({ slope, intercept }: Calibration): void {
    this.#values = new Float64Array(this.#layout.size);
    [this.#slope, this.#intercept] = [slope, intercept];
    for (const [row, z] of this.#base.entries()) this.#logits[row] = slope * z + intercept;
  }

  /** Other penalties from here on; the values stay. */
  penalise(penaltyOf: (column: HeadColumn) => number): void {
    this.#layout = { ...this.#layout, penalties: this.#layout.columns.map(penaltyOf) };
  }

  /**
   * Lowers the penalised log loss of the first `rows` rows from where the model is. Labels are smoothed as where the base is calibrated, so
   * that without values the calibrated base is the lowest.
   */
  fit(rows: number): void {
    this.#setTargets(rows);
    let before = this.#objective(rows, this.#values, this.#logits);
    for (let step = 0; step < MOST_STEPS; step++) {
      const change = this.#newtonStep(rows);
      const after = this.#apply(change, rows, before);
      const fallen = before - after;
      before = after;
      if (!(fallen > NEGLIGIBLE * after)) break;
    }
    this.#scoreFrom(rows);
  }

  /** Mean log loss of rows from..to−1, by their labels. */
  loss(from: number, to: number): number {
    let sum = 0;
    for (let row = from; row < to; row++) sum += lossOf(this.#logits[row]!, this.#label[row]!);
    return sum / (to - from);
  }

  /** The model as numbers. */
  get coefficients(): Coefficients {
    const { columns, offsets } = this.#layout;
    const values = new Map(
      columns.map(
        (column, c) => [column, this.#values.slice(offsets[c], offsets[c]! + column.bins)] as const,
      ),
    );
    return { values, slope: this.#slope, intercept: this.#intercept };
  }

  /** As Platt (1999), see calibrate.ts. */
  #setTargets(rows: number): void {
    let positives = 0;
    for (let row = 0; row < rows; row++) positives += this.#label[row]!;
    const high = (positives + 1) / (positives + 2);
    const low = 1 / (rows - positives + 2);
    for (let row = 0; row < rows; row++) this.#target[row] = this.#label[row] === 1 ? high : low;
  }

  #objective(rows: number, values: Float64Array, logits: Float64Array): number {
    let sum = 0.5 * penaltyOf(this.#layout, values);
    for (let row = 0; row < rows; row++) sum += lossOf(logits[row]!, this.#target[row]!);
    return sum;
  }

  /** The step to where the loss, taken as a parabola at the present logits, is lowest. */
  #newtonStep(rows: number): Change {
    const { size } = this.#layout;
    let [sum, weights, ofBase, weightedBase, squares] = [0, 0, 0, 0, 0];
    for (let row = 0; row < rows; row++) {
      const x = this.#logits[row]!;
      const e = Math.exp(-Math.abs(x));
      const p = (x >= 0 ? 1 : e) / (1 + e);
      const g = p - this.#target[row]!;
      const h = p * (1 - p);
      const z = this.#base[row]!;
      this.#gradient[row] = g;
      this.#weight[row] = h;
      sum += g;
      weights += h;
      ofBase += g * z;
      weightedBase += h * z;
      squares += h * z * z;
    }
    const sums = { gradients: new Float64Array(size), hessians: new Float64Array(size) };
    this.#rows.add(this.#gradient, this.#weight, rows, sums);
    this.passes++;
    const { gradients, hessians } = sums;
    addPenalised(this.#layout, this.#values, gradients);
    // The intercept is where it is lowest given the rest: what is left is held against weighted means.
    const meanBase = weightedBase / weights;
    const spread = squares - weightedBase * meanBase;
    // The calibration holds a slope of 0 where the base ranks the wrong way round, and a constant base has none.
    const free = this.#slope !== 0 && spread > 1e-12 * squares;
    const right = { values: gradients.map((g, at) => (hessians[at]! * sum) / weights - g), slope: 0 };
    if (free) right.slope = meanBase * sum - ofBase;
    const shiftOf = (values: Float64Array, slope: number): number => {
      let mean = 0;
      for (let at = 0; at < size; at++) mean += hessians[at]! * values[at]!;
      return -mean / weights - slope * meanBase;
    };
    const solver = new ColumnSolver(this.#layout, hessians, weights);
    const found = conjugateGradients(right, {
      product: ({ values, slope }) => {
        const change = { values, slope, shift: shiftOf(values, slope) };
        const out = new Float64Array(size);
        this.passes++;
        const ofSlope = this.#rows.product(change, { weight: this.#weight, base: this.#base }, rows, out);
        addPenalised(this.#layout, values, out);
        return { values: out, slope: free ? ofSlope : 0 };
      },
      nearly: ({ values, slope }) => {
        const out = values.slice();
        solver.solve(out);
        return { values: out, slope: free ? slope / spread : 0 };
      },
    });
    return { ...found, shift: shiftOf(found.values, found.slope) - sum / weights };
  }

  /** Takes the step, halved until it does not raise the loss; none where no half helps. @returns the loss after it */
  #apply({ values, slope, shift }: Change, rows: number, before: number): number {
    this.#rows.sum(values, 0, rows, this.#moved);
    this.passes++;
    for (let row = 0; row < rows; row++)
      this.#moved[row] = this.#moved[row]! + shift + slope * this.#base[row]!;
    for (let share = 1; share > 1e-6; share /= 2) {
      const next = this.#values.map((value, at) => value + share * values[at]!);
      for (let row = 0; row < rows; row++) this.#logits[row] = this.#logits[row]! + share * this.#moved[row]!;
      const after = this.#objective(rows, next, this.#logits);
      if (after <= before) {
        this.#values = next;
        this.#slope += share * slope;
        this.#intercept += share * shift;
        return after;
      }
      for (let row = 0; row < rows; row++) this.#logits[row] = this.#logits[row]! - share * this.#moved[row]!;
    }
    return before;
  }

  /** Logits of the rows from `from` on, which the fit has not moved. */
  #scoreFrom(from: number): void {
    if (from === this.#rows.count) return;
    this.#rows.sum(this.#values, from, this.#rows.count, this.#moved);
    this.passes++;
    for (let row = from; row < this.#rows.count; row++)
      this.#logits[row] = this.#intercept + this.#slope * this.#base[row]! + this.#moved[row]!;
  }
}

/** Values of all bins, and the slope. */
type Vector = Omit<Change, 'shift'>;

function conjugateGradients(
  right: Vector,
  { product, nearly }: Record<'product' | 'nearly', (vector: Vector) => Vector>,
): Vector {
  const found: Vector = { values: new Float64Array(right.values.length), slope: 0 };
  const left: Vector = { values: right.values.slice(), slope: right.slope };
  let solved = nearly(left);
  let direction: Vector = { values: solved.values.slice(), slope: solved.slope };
  let length = dot(left, solved);
  const enough = length * ROUGHLY ** 2;
  for (let k = 0; k < MOST_PRODUCTS && length > enough && length > 0; k++) {
    const moved = product(direction);
    const share = length / dot(direction, moved);
    if (!Number.isFinite(share)) break;
    addTo(found, direction, share);
    addTo(left, moved, -share);
    solved = nearly(left);
    const next = dot(left, solved);
    const kept = next / length;
    length = next;
    const before = direction;
    direction = {
      values: solved.values.map((x, at) => x + kept * before.values[at]!),
      slope: solved.slope + kept * before.slope,
    };
  }
  return found;
}

function dot(a: Vector, b: Vector): number {
  let sum = a.slope * b.slope;
  for (let at = 0; at < a.values.length; at++) sum += a.values[at]! * b.values[at]!;
  return sum;
}

function addTo(to: Vector, vector: Vector, share: number): void {
  for (let at = 0; at < to.values.length; at++) to.values[at] = to.values[at]! + share * vector.values[at]!;
  to.slope += share * vector.slope;
}

/** max(x, 0) − yx + log(1 + e^−|x|) */
function lossOf(x: number, y: number): number {
  return Math.max(x, 0) - y * x + Math.log1p(Math.exp(-Math.abs(x)));
}
