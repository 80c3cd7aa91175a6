/**
 * The score that the feed's own ranker logged when it served a row: a factorisation machine of user, item, category, hour, position,
 * region and age, which goes on learning every night. It scores each day by what it learned on the days before; on the first day it
 * has learned nothing.
 */
import { type Feed, type Impressions, PAGE } from './impressions.ts';
import { type Random, seeded } from './random.ts';
import { CATEGORIES, DAY_MS, REGIONS, START_MS, type World } from './world.ts';

const FACTORS = 8;
/** Adagrad's learning rate. */
const RATE = 0.05;
const L2_WEIGHTS = 1e-4;
const L2_FACTORS = 0.03;
const INITIAL = 0.05;
/** Training rows a night, as a multiple of the rows so far. */
const PASSES = 2;
/** Clicks that the ranker expects before it has seen any. */
const EXPECTED = 0.15;
const OLDEST = 100;

/** @returns the probability of a click per row: a function of the feed and its seed alone */
export function productionScores({ world, impressions, seed }: Feed): Float64Array {
  const random = seeded(seed ^ 0x9c7a11);
  const { ids, fields, count } = encode(world, impressions);
  const model = createModel(count, random);
  const dayOf = (row: number): number => Math.floor((impressions.time[row]! - START_MS) / DAY_MS);
  const scores = new Float64Array(impressions.rows);
  for (let from = 0, to = 0; from < impressions.rows; from = to) {
    for (let k = 0; k < PASSES * from; k++) {
      const row = random.below(from);
      learn(model, ids.subarray(row * fields, (row + 1) * fields), impressions.click[row]!);
    }
    while (to < impressions.rows && dayOf(to) === dayOf(from)) to++;
    for (let row = from; row < to; row++)
      scores[row] = chance(logit(model, ids.subarray(row * fields, (row + 1) * fields)));
  }
  return scores;
}

/** One id per field and row; those of a field begin where the last field's end. */
function encode(
  { users, items }: World,
  { rows, user, item, hour, position }: Impressions,
): { ids: Uint32Array; fields: number; count: number } {
  const columns: { size: number; at: (row: number) => number }[] = [
    { size: users.count, at: (row) => user[row]! },
    { size: items.count, at: (row) => item[row]! },
    { size: CATEGORIES.length, at: (row) => items.category[item[row]!]! },
    { size: 24, at: (row) => hour[row]! },
    { size: PAGE, at: (row) => position[row]! - 1 },
    { size: REGIONS.length, at: (row) => users.region[user[row]!]! },
    { size: OLDEST / 10, at: (row) => Math.floor(users.age[user[row]!]! / 10) },
  ];
  const fields = columns.length;
  const ids = new Uint32Array(rows * fields);
  let count = 0;
  for (const [field, { size, at }] of columns.entries()) {
    for (let row = 0; row < rows; row++) ids[row * fields + field] = count + at(row);
    count += size;
  }
  return { ids, fields, count };
}

interface Model {
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

function createModel(ids: number, random: Random): Model {
  return {
    bias: Math.log(EXPECTED / (1 - EXPECTED)),
    weights: new Float64Array(ids),
    factors: Float64Array.from({ length: ids * FACTORS }, () => INITIAL * (2 * random.uniform() - 1)),
    weightSums: new Float64Array(ids).fill(1e-8),
    factorSums: new Float64Array(ids).fill(1e-8),
    sum: new Float64Array(FACTORS),
  };
}

function chance(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

function logit({ bias, weights, factors, sum }: Model, ids: Uint32Array): number {
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

/** One step of Adagrad on the log loss of one row. */
function learn(model: Model, ids: Uint32Array, click: number): void {
  const error = chance(logit(model, ids)) - click;
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
