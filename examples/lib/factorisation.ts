/** A small factorisation machine, as production rankers of the worlds are: learned row by row with Adagrad, on the log loss. */
import type { Random } from './random.ts';

const FACTORS = 8;
/** Adagrad's learning rate. */
const RATE = 0.05;
const L2_WEIGHTS = 1e-4;
const L2_FACTORS = 0.03;
const INITIAL = 0.05;

export interface Model {
  bias: number;
  weights: Float64Array;
  /** `FACTORS` per id. */
  factors: Float64Array;
  /** Adagrad's sums of squared gradients, per id. */
  weightSums: Float64Array;
  factorSums: Float64Array;
  /** Of the row at hand: the sum of its ids' factors. */
  sum: Float64Array;
}

/** @param expected share of positives that the model expects before it has seen any */
export function createModel(ids: number, expected: number, random: Random): Model {
  return {
    bias: Math.log(expected / (1 - expected)),
    weights: new Float64Array(ids),
    factors: Float64Array.from({ length: ids * FACTORS }, () => INITIAL * (2 * random.uniform() - 1)),
    weightSums: new Float64Array(ids).fill(1e-8),
    factorSums: new Float64Array(ids).fill(1e-8),
    sum: new Float64Array(FACTORS),
  };
}

/** The probability that belongs to log-odds. */
export function chance(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** The log-odds of a row. @param ids one of each field, those of a field begin where the last field's end */
export function logit({ bias, weights, factors, sum }: Model, ids: Uint32Array): number {
  sum.fill(0);
  let [linear, own, pairs] = [bias, 0, 0];
  for (const id of ids) {
    linear += weights[id]!;
    for (let d = 0; d < FACTORS; d++) {
      const v = factors[id * FACTORS + d]!;
      sum[d] = sum[d]! + v;
      own += v * v;
    }
  }
  for (const s of sum) pairs += s * s;
  return linear + (pairs - own) / 2;
}

/** One step of Adagrad on the log loss of one row. @param label 0 or 1 */
export function learn(model: Model, ids: Uint32Array, label: number): void {
  const error = chance(logit(model, ids)) - label;
  const { weights, factors, weightSums, factorSums, sum } = model;
  for (const id of ids) {
    const slope = error + L2_WEIGHTS * weights[id]!;
    weightSums[id] = weightSums[id]! + slope * slope;
    weights[id] = weights[id]! - (RATE * slope) / Math.sqrt(weightSums[id]!);
    const at = id * FACTORS;
    const slopeOf = (d: number): number => {
      const v = factors[at + d]!;
      return error * (sum[d]! - v) + L2_FACTORS * v;
    };
    let squares = 0;
    for (let d = 0; d < FACTORS; d++) squares += slopeOf(d) ** 2;
    factorSums[id] = factorSums[id]! + squares / FACTORS;
    const rate = RATE / Math.sqrt(factorSums[id]!);
    for (let d = 0; d < FACTORS; d++) factors[at + d] = factors[at + d]! - rate * slopeOf(d);
  }
}
