/** Additive models of the same columns at one penalty after another: each starts at the one before, as little is left to change. */
import { AdditiveModel } from './additive-model.ts';
import { layoutOf, type RowsInput } from './additive-rows.ts';
import type { Coefficients } from './additive-scores.ts';
import type { HeadColumn } from './head.ts';

/** Penalties tried, the highest first: a value of 1 in one bin costs half of it in log loss. With an infinite one columns are left out. */
export const PENALTIES: readonly number[] = [Number.POSITIVE_INFINITY, 3000, 1000, 300, 100, 30, 10, 3, 1];
/** So many penalties are tried after the best one, if each has a higher validation loss. */
const PATIENCE = 3;

export interface PathInput extends Omit<RowsInput, 'layout'> {
  columns: readonly HeadColumn[];
  /** How many of the rows, the first ones, are to fit; the others validate. */
  fit: number;
  /** What a column costs at a penalty. */
  costOf: (column: HeadColumn, penalty: number) => number;
}

export class Path {
  readonly #input: PathInput;
  readonly #model: AdditiveModel;

  /** @param poll called every few milliseconds; throws to stop @throws Failure `data` for codes that cannot be, `resource` */
  constructor(input: PathInput, poll: () => void) {
    const { columns, base, label, rows } = input;
    this.#input = input;
    this.#model = new AdditiveModel({ layout: layoutOf(columns, () => 1), base, label, rows }, poll);
  }

  /** Passes over rows and columns so far. */
  get passes(): number {
    return this.#model.passes;
  }

  /**
   * Mean validation losses of `start`, which does without what is penalised, and with each further penalty in turn, until they rise.
   * @param onFraction told how far it is at most
   * @returns with the model of the lowest, by the rows to fit
   */
  validate(
    start: Coefficients,
    onFraction: (fraction: number) => void,
  ): { losses: number[]; best: Coefficients } {
    const { fit, rows } = this.#input;
    const model = this.#model;
    model.start(start);
    const losses = [model.loss(fit, rows.length)];
    let best = start;
    for (let step = 1; step < PENALTIES.length && step - 1 - lowest(losses) < PATIENCE; step++) {
      this.#penalise(PENALTIES[step]!);
      model.fit(fit);
      losses[step] = model.loss(fit, rows.length);
      if (lowest(losses) === step) best = model.coefficients;
      onFraction(step / PENALTIES.length);
    }
    return { losses, best };
  }

  /** The models of all rows with each of some penalties, the highest first. */
  fit(start: Coefficients, penalties: readonly number[]): Coefficients[] {
    this.#model.start(start);
    return penalties.map((penalty) => {
      this.#penalise(penalty);
      this.#model.fit(this.#input.rows.length);
      return this.#model.coefficients;
    });
  }

  #penalise(penalty: number): void {
    this.#model.penalise((column) => this.#input.costOf(column, penalty));
  }
}

/** The place of the lowest loss. */
export const lowest = (losses: readonly number[]): number => losses.indexOf(Math.min(...losses));
