/** Whether a column is an aggregate: a count, a sum, a mean or a smoothed mean of some rows of its key, as it is, rounded, or in any rising scale. */
import { ascending } from './ascending.ts';

/** Correlation, of values or of ranks, from which two series are one up to scale. */
const SAME = 0.9999;
/** Share of the rows that must agree to the last written digit where a column is rounded. */
const AGREE = 0.995;
/** Rank correlation with the plain mean from which smoothed ones are tried, and the weights of the priors that are tried, in rows. */
const NEAR = 0.7;
const WEIGHTS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
/** Rows that must have values, and values that must differ, before anything is concluded. */
const FEWEST = 50;
const FEWEST_VALUES = 8;
/** Digits after the point that rounding is looked for at; with more the values are as good as whole. */
const MOST_DIGITS = 4;

export interface Fit {
  /** What was taken: `number`, `sum`, `mean`. */
  statistic: 'number' | 'sum' | 'mean';
  /** `(sum + prior · weight) / (number + weight)` of a smoothed mean. */
  smoothing?: { prior: number; weight: number };
  /** How it was written: `rounded`, or in another rising scale, such as a logarithm or a quantile. */
  form?: 'rounded' | 'rescaled';
  /** |r| of column and aggregate; of their ranks where rescaled; the share of rows that agree where rounded. */
  agreement: number;
}

/** A window's aggregate of each drawn row: rows, and the value summed over them. */
export class Aggregate {
  readonly number: Float64Array;
  readonly sum: Float64Array;
  readonly mean: Float64Array;
  readonly #orders = new Map<Float64Array, Uint32Array>();
  readonly #smoothed = new Map<number, Float64Array>();

  /** Mean of the value over the whole log, which smoothed means are shrunk to. */
  readonly prior: number;

  constructor(number: Float64Array, sum: Float64Array, prior: number) {
    this.number = number;
    this.sum = sum;
    this.prior = prior;
    this.mean = sum.map((total, i) => (number[i]! > 0 ? total / number[i]! : Number.NaN));
  }

  /** Means shrunk to the prior by so many rows, made once. */
  smoothed(weight: number): Float64Array {
    let means = this.#smoothed.get(weight);
    if (means === undefined) {
      means = this.sum.map((total, i) => (total + weight * this.prior) / (this.number[i]! + weight));
      this.#smoothed.set(weight, means);
    }
    return means;
  }

  /** The rows of one of these series by their value, sorted once. */
  order(series: Float64Array): Uint32Array {
    let order = this.#orders.get(series);
    if (order === undefined) {
      order = ascending(series);
      this.#orders.set(series, order);
    }
    return order;
  }
}

/** A column's values of the drawn rows, NaN where missing, and what is known of them alone. */
export class Column {
  readonly values: Float64Array;
  readonly present: readonly number[];
  /** 10^−k of the digits that the values are rounded to; undefined where they are not. */
  readonly step: number | undefined;
  readonly varies: boolean;
  #order: Uint32Array | undefined;

  constructor(values: Float64Array) {
    this.values = values;
    this.present = [...values.keys()].filter((i) => !Number.isNaN(values[i]!));
    this.varies = varies(values, this.present);
    this.step = stepOf(values, this.present);
  }

  /** The rows that have a value, by their value. */
  get order(): Uint32Array {
    this.#order ??= ascending(this.values);
    return this.#order;
  }
}

const STATISTICS = ['mean', 'sum', 'number'] as const;

/** @returns how the column is the aggregate; undefined where it is not */
export function fitOf(column: Column, aggregate: Aggregate): Fit | undefined {
  if (!column.varies) return undefined;
  const { values, present } = column;
  for (const statistic of STATISTICS) {
    const series = aggregate[statistic];
    const rows = present.filter((i) => !Number.isNaN(series[i]!));
    const agreement = Math.abs(correlated(values, rows, series));
    if (agreement >= SAME) return { statistic, agreement };
    if (agreement < 0.5) continue;
    const rounded = agreeing(column, rows, series);
    if (rounded >= AGREE) return { statistic, form: 'rounded', agreement: rounded };
  }
  return smoothed(column, aggregate) ?? rescaled(column, aggregate);
}

/** c = (s + a) / (n + w) is linear in a and w: c · n − s = a − w · c. */
function smoothed(column: Column, { number, sum }: Aggregate): Fit | undefined {
  const { values, present } = column;
  const y = (i: number): number => values[i]! * number[i]! - sum[i]!;
  const [meanC, meanY] = [mean(present, (i) => values[i]!), mean(present, y)];
  let [cc, cy] = [0, 0];
  for (const i of present) {
    cc += (values[i]! - meanC) ** 2;
    cy += (values[i]! - meanC) * (y(i) - meanY);
  }
  const weight = -cy / cc;
  const a = meanY + weight * meanC;
  if (!(weight > 0.01) || weight > 1e6) return undefined;
  const fitted = sum.map((total, i) => (total + a) / (number[i]! + weight));
  const smoothing = { prior: a / weight, weight };
  const agreement = correlated(values, present, fitted);
  if (agreement >= SAME) return { statistic: 'mean', smoothing, agreement };
  const rounded = agreement < 0.5 ? 0 : agreeing(column, present, fitted);
  return rounded >= AGREE ? { statistic: 'mean', smoothing, form: 'rounded', agreement: rounded } : undefined;
}

/** The same order, in whatever scale; of smoothed means by the usual weights. */
function rescaled(column: Column, aggregate: Aggregate): Fit | undefined {
  for (const statistic of STATISTICS) {
    const agreement = ranked(column, aggregate, aggregate[statistic]);
    if (agreement >= SAME) return { statistic, form: 'rescaled', agreement };
    if (statistic !== 'mean' || agreement < NEAR) continue;
    for (const weight of WEIGHTS) {
      const found = ranked(column, aggregate, aggregate.smoothed(weight));
      if (found < SAME) continue;
      const smoothing = { prior: aggregate.prior, weight };
      return { statistic, smoothing, form: 'rescaled', agreement: found };
    }
  }
  return undefined;
}

/** |r| of the ranks over the rows that have both. */
function ranked(column: Column, aggregate: Aggregate, series: Float64Array): number {
  const rows = column.present.filter((i) => !Number.isNaN(series[i]!));
  if (!varies(series, rows)) return 0;
  const counted = new Uint8Array(series.length);
  for (const i of rows) counted[i] = 1;
  const ranks = midranks(column.order, column.values, counted);
  return Math.abs(correlated(ranks, rows, midranks(aggregate.order(series), series, counted)));
}

/** Share of rows in which a rounded column is the aggregate, rounded alike. */
function agreeing({ values, step }: Column, rows: readonly number[], series: Float64Array): number {
  if (step === undefined || rows.length < FEWEST) return 0;
  let agree = 0;
  for (const i of rows) if (Math.abs(values[i]! - series[i]!) <= step * 0.501) agree++;
  return agree / rows.length;
}

function stepOf(values: Float64Array, rows: readonly number[]): number | undefined {
  for (let digits = 1; digits <= MOST_DIGITS; digits++) {
    const scale = 10 ** digits;
    if (rows.every((i) => Math.abs(values[i]! * scale - Math.round(values[i]! * scale)) < 1e-3))
      return 1 / scale;
  }
  return undefined;
}

function varies(column: Float64Array, rows: readonly number[]): boolean {
  if (rows.length < FEWEST) return false;
  const values = new Set<number>();
  for (const i of rows) {
    values.add(column[i]!);
    if (values.size >= FEWEST_VALUES) return true;
  }
  return false;
}

/**
 * Ranks from 0 among the counted rows, equal values sharing the mean of theirs. Each column is ranked against each window, and rows that
 * lack either do not count: one order serves all of them, since sorting takes twenty times as long as going through it.
 * @param order of all rows that have a value, ascending
 */
function midranks(order: Uint32Array, values: Float64Array, counted: Uint8Array): Float64Array {
  const ranks = new Float64Array(values.length);
  let rank = 0;
  for (let from = 0; from < order.length; ) {
    const value = values[order[from]!]!;
    let [to, equal] = [from, 0];
    for (; to < order.length && values[order[to]!] === value; to++) equal += counted[order[to]!]!;
    const shared = rank + (equal - 1) / 2;
    for (; from < to; from++) ranks[order[from]!] = shared;
    rank += equal;
  }
  return ranks;
}

function mean(rows: readonly number[], numberOf: (i: number) => number): number {
  let sum = 0;
  for (const i of rows) sum += numberOf(i);
  return sum / rows.length;
}

/** Pearson's r; 0 where either does not vary or too few rows are left. */
function correlated(column: Float64Array, rows: readonly number[], series: Float64Array): number {
  if (rows.length < FEWEST) return 0;
  const [meanX, meanY] = [mean(rows, (i) => column[i]!), mean(rows, (i) => series[i]!)];
  let [xx, yy, xy] = [0, 0, 0];
  for (const i of rows) {
    const [x, y] = [column[i]! - meanX, series[i]! - meanY];
    xx += x * x;
    yy += y * y;
    xy += x * y;
  }
  return xx === 0 || yy === 0 || !Number.isFinite(yy) ? 0 : xy / Math.sqrt(xx * yy);
}
