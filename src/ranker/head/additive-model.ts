/**
 * A penalised additive model: logit = intercept + slope · base + Σ over columns of a value of the row's bin. It is fitted by Newton's method.
 * Each step is found by conjugate gradients, which take few rounds since each column is solved by itself before; it is halved until the loss falls.
 */
import { addPenalised, ColumnSolver, penaltyOf } from './additive-penalty.ts';
import { AdditiveRows, type BinLayout, type Change, type RowSums, type RowsInput } from './additive-rows.ts';
import type { Coefficients } from './additive-scores.ts';
import { conjugateGradients, dot, type Vector } from './additive-solve.ts';
import type { HeadColumn } from './head.ts';

/** A fit ends where so few nats of the loss of all rows are left to gain: too few to move a likelihood. */
const NEGLIGIBLE = 1e-3;
const MOST_STEPS = 40;

export class AdditiveModel {
  #layout: BinLayout;
  readonly #rows: AdditiveRows;
  #values: Float64Array;
  #slope = 1;
  #intercept = 0;
  /** Passes over rows and columns so far. */
  passes = 0;

  /** @param poll called every few milliseconds; throws to stop @throws Failure `data` for codes that cannot be, `resource` */
  constructor(input: RowsInput, poll: () => void) {
    this.#layout = input.layout;
    this.#rows = new AdditiveRows(input, poll);
    this.#values = new Float64Array(input.layout.size);
  }

  /** Becomes a model of some of its columns, or of other ones: the values of its other columns are 0. */
  start({ values, slope, intercept }: Coefficients): void {
    const { columns, offsets, size } = this.#layout;
    this.#values = new Float64Array(size);
    for (const [c, { name }] of columns.entries()) this.#values.set(values.get(name) ?? [], offsets[c]);
    [this.#slope, this.#intercept] = [slope, intercept];
    this.#place(0);
  }

  /** Other penalties from here on; the values stay. */
  penalise(penaltyOf: (column: HeadColumn) => number): void {
    this.#layout = { ...this.#layout, penalties: this.#layout.columns.map(penaltyOf) };
  }

  /**
   * Lowers the penalised log loss of the first `rows` rows from where the model is. Labels are smoothed as where the base is calibrated, so
   * that without values the calibrated base is the lowest.
   * @param negligible nats of the loss of all rows that may be left to gain
   */
  fit(rows: number, negligible = NEGLIGIBLE): void {
    const weigh = this.#weigher(rows);
    let sums = weigh(0);
    let before = this.#objective(sums, this.#values);
    for (let step = 0; step < MOST_STEPS; step++) {
      const change = this.#newtonStep(rows, sums, negligible);
      if (change === undefined) break;
      this.#rows.move(change, rows);
      this.passes++;
      const taken = this.#apply(change, weigh, before);
      if (taken === undefined) break;
      const fallen = before - taken.after;
      [sums, before] = [taken.sums, taken.after];
      if (!(fallen > negligible)) break;
    }
    if (rows < this.#rows.count) this.#place(rows);
  }

  /** Mean log loss of rows from..to−1, by their labels. */
  loss(from: number, to: number): number {
    return this.#rows.weigh(0, from, to, 1, 0).loss / (to - from);
  }

  /** The model as numbers. */
  get coefficients(): Coefficients {
    const { columns, offsets } = this.#layout;
    const values = new Map(
      columns.map(
        (column, c) => [column.name, this.#values.slice(offsets[c], offsets[c]! + column.bins)] as const,
      ),
    );
    return { values, slope: this.#slope, intercept: this.#intercept };
  }

  /** Weighs the first rows at a share of the step, their labels smoothed as by Platt (1999), see calibrate.ts. */
  #weigher(rows: number): (share: number) => RowSums {
    const positives = this.#rows.positives(rows);
    const high = (positives + 1) / (positives + 2);
    const low = 1 / (rows - positives + 2);
    return (share) => this.#rows.weigh(share, 0, rows, high, low);
  }

  #objective({ loss }: RowSums, values: Float64Array): number {
    return loss + 0.5 * penaltyOf(this.#layout, values);
  }

  /** The step to where the loss, taken as a parabola at the present logits, is lowest; none where hardly anything is to gain. */
  #newtonStep(rows: number, sums: RowSums, negligible: number): Change | undefined {
    const { size } = this.#layout;
    const { gradient: sum, weight: weights, ofBase, weightedBase, squares } = sums;
    const { gradients, hessians } = this.#rows.add(rows);
    this.passes++;
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
    const nearly = ({ values, slope }: Vector): Vector => {
      const out = values.slice();
      solver.solve(out);
      return { values: out, slope: free ? slope / spread : 0 };
    };
    // Half of it is what a step of each column by itself gains, the intercept's included.
    const toGain = dot(right, nearly(right)) + (sum * sum) / weights;
    if (!(toGain > 2 * negligible)) return undefined;
    const found = conjugateGradients(right, 2 * negligible, {
      product: ({ values, slope }) => {
        const change = { values, slope, shift: shiftOf(values, slope) };
        const out = new Float64Array(size);
        this.passes++;
        const ofSlope = this.#rows.product(change, rows, out);
        addPenalised(this.#layout, values, out);
        return { values: out, slope: free ? ofSlope : 0 };
      },
      nearly,
    });
    return { ...found, shift: shiftOf(found.values, found.slope) - sum / weights };
  }

  /** Takes the step, halved until it does not raise the loss; none where no half helps. @returns the loss after it, and its sums */
  #apply(
    { values, slope, shift }: Change,
    weigh: (share: number) => RowSums,
    before: number,
  ): { after: number; sums: RowSums } | undefined {
    for (let share = 1; share > 1e-6; share /= 2) {
      const next = this.#values.map((value, at) => value + share * values[at]!);
      const sums = weigh(share);
      const after = this.#objective(sums, next);
      if (!(after <= before)) continue;
      this.#rows.take();
      this.#values = next;
      this.#slope += share * slope;
      this.#intercept += share * shift;
      return { after, sums };
    }
    return undefined;
  }

  /** Sets the logits of the rows from `from` on, which a fit has not moved. */
  #place(from: number): void {
    const model = { values: this.#values, slope: this.#slope, shift: this.#intercept };
    this.#rows.place(model, from, this.#rows.count);
    this.passes++;
  }
}
