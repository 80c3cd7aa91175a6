/** A fitted additive model as numbers: the mean of several, and what it says of rows. */
import type { HeadColumn } from './head.ts';
import { requireBelow } from './rows.ts';

/** Rows scored at a time. */
const BLOCK_ROWS = 2 ** 14;

export interface Coefficients {
  /** By the name of a column a value per bin. */
  values: ReadonlyMap<string, Float64Array>;
  slope: number;
  intercept: number;
}

/** The model whose logits are the weighted mean of the models' logits. @param models with weights that add up to 1 */
export function meanModel(models: readonly (readonly [weight: number, model: Coefficients])[]): Coefficients {
  const values = new Map<string, Float64Array>();
  let [slope, intercept] = [0, 0];
  for (const [weight, model] of models) {
    slope += weight * model.slope;
    intercept += weight * model.intercept;
    for (const [name, binValues] of model.values) {
      const sum = values.get(name) ?? new Float64Array(binValues.length);
      values.set(
        name,
        sum.map((x, bin) => x + weight * binValues[bin]!),
      );
    }
  }
  return { values, slope, intercept };
}

/**
 * Logits of rows of the table.
 * @param columns those that the model has values for, and perhaps others
 * @param poll called every few milliseconds; throws to stop
 * @throws Failure `data` where a code is not below its column's bins
 */
export function scoreRows(
  { values, slope, intercept }: Coefficients,
  columns: readonly HeadColumn[],
  base: Float32Array,
  rows: Uint32Array,
  poll: () => void,
): Float32Array {
  const scores = new Float32Array(rows.length);
  const sums = new Float64Array(Math.min(BLOCK_ROWS, rows.length));
  for (let from = 0; from < rows.length; from += BLOCK_ROWS) {
    poll();
    const piece = rows.subarray(from, from + BLOCK_ROWS);
    for (const [i, row] of piece.entries()) sums[i] = intercept + slope * base[row]!;
    for (const column of columns) {
      const binValues = values.get(column.name);
      if (binValues !== undefined) addValues(sums, column, binValues, piece);
    }
    for (let i = 0; i < piece.length; i++) scores[from + i] = sums[i]!;
  }
  return scores;
}

/** Adds to each sum the value of its row's bin. */
function addValues(
  sums: Float64Array,
  { name, bins, codes }: HeadColumn,
  values: Float64Array,
  rows: Uint32Array,
): void {
  let highest = 0;
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i]!]!;
    if (code > highest) highest = code;
    sums[i] = sums[i]! + values[code]!;
  }
  requireBelow(name, highest, bins);
}
