/** Whether a column is an aggregate: a count, a sum, a mean or a smoothed mean of some rows of its key. */

/** Correlation from which two series are one up to scale and rounding. */
const SAME = 0.9999;
/** Rows that must have values, and values that must differ, before anything is concluded. */
const FEWEST = 50;
const FEWEST_VALUES = 8;

export interface Fit {
  /** What was taken: `number`, `sum`, `mean`. */
  statistic: 'number' | 'sum' | 'mean';
  /** `(sum + prior · weight) / (number + weight)` of a smoothed mean. */
  smoothing?: { prior: number; weight: number };
  /** |r| of column and aggregate. */
  correlation: number;
}

/**
 * @param column a value for each drawn row, NaN where missing
 * @param number rows of the window of each
 * @param sum the counted value summed over them
 */
export function fitOf(column: Float64Array, number: Float64Array, sum: Float64Array): Fit | undefined {
  const present = indicesOf(column, () => true);
  if (!varies(column, present)) return undefined;
  const known = present.filter((i) => number[i]! > 0);
  for (const shape of SHAPES) {
    const over = shape.known ? known : present;
    const correlation = Math.abs(correlated(column, over, (i) => shape.of(number[i]!, sum[i]!)));
    if (correlation >= SAME) return { statistic: shape.statistic, correlation };
  }
  return smoothed(column, number, sum, present);
}

const SHAPES: readonly { statistic: Fit['statistic']; known?: true; of(n: number, s: number): number }[] = [
  { statistic: 'mean', known: true, of: (n, s) => s / n },
  { statistic: 'sum', of: (_, s) => s },
  { statistic: 'sum', of: (_, s) => Math.log1p(Math.max(0, s)) },
  { statistic: 'number', of: (n) => n },
  { statistic: 'number', of: (n) => Math.log1p(n) },
];

/** c = (s + a) / (n + w) is linear in a and w: c · n − s = a − w · c. */
function smoothed(
  column: Float64Array,
  number: Float64Array,
  sum: Float64Array,
  rows: readonly number[],
): Fit | undefined {
  const y = (i: number): number => column[i]! * number[i]! - sum[i]!;
  const [meanC, meanY] = [mean(rows, (i) => column[i]!), mean(rows, y)];
  let [cc, cy] = [0, 0];
  for (const i of rows) {
    cc += (column[i]! - meanC) ** 2;
    cy += (column[i]! - meanC) * (y(i) - meanY);
  }
  const weight = -cy / cc;
  const a = meanY + weight * meanC;
  if (!(weight > 0.01) || weight > 1e6) return undefined;
  const correlation = correlated(column, rows, (i) => (sum[i]! + a) / (number[i]! + weight));
  return correlation >= SAME
    ? { statistic: 'mean', smoothing: { prior: a / weight, weight }, correlation }
    : undefined;
}

function indicesOf(column: Float64Array, wanted: (i: number) => boolean): number[] {
  const found: number[] = [];
  for (let i = 0; i < column.length; i++) if (!Number.isNaN(column[i]!) && wanted(i)) found.push(i);
  return found;
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

function mean(rows: readonly number[], of: (i: number) => number): number {
  let sum = 0;
  for (const i of rows) sum += of(i);
  return sum / rows.length;
}

/** Pearson's r; 0 where either does not vary or too few rows are left. */
function correlated(column: Float64Array, rows: readonly number[], of: (i: number) => number): number {
  if (!varies(column, rows)) return 0;
  const [meanX, meanY] = [mean(rows, (i) => column[i]!), mean(rows, of)];
  let [xx, yy, xy] = [0, 0, 0];
  for (const i of rows) {
    const [x, y] = [column[i]! - meanX, of(i) - meanY];
    xx += x * x;
    yy += y * y;
    xy += x * y;
  }
  return xx === 0 || yy === 0 || !Number.isFinite(yy) ? 0 : xy / Math.sqrt(xx * yy);
}
