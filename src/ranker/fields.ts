/**
 * Features become fields: numeric values become quantile bins, and columns of codes become one block of rows that
 * all threads share.
 */
import { broken } from './broken.ts';
import type { DenseColumns, FieldBlock } from './ranker.ts';
import { BYTE_CODES, emptyCodeRows, setField } from './rows/code-rows.ts';
import { vectorField } from './vector-field.ts';

/** Code of a missing value in every field. */
export const MISSING = 0;

/**
 * Training rows that quantiles are taken from, at most: every k-th beyond that. A quantile of so many rows is off by
 * 0.14 % of the rows (one standard error, at the median), a twentieth of the narrowest bin.
 */
const QUANTILE_ROWS = 131_072;

/**
 * Edges of at most `bins` quantile bins, ascending, from the training rows only. Bin b of 1..edges.length + 1 holds
 * the values v with edges[b−2] < v ≤ edges[b−1], so equal values always share a bin. A value held by 2/bins of the
 * rows or more (many zeros) has a bin of its own, and the rest is shared out among the remaining bins.
 * NaN is left out. No training value, or only one distinct value: no edges, one bin.
 */
export function quantileBins(
  values: Float32Array | Float64Array,
  trainRows: Uint32Array,
  bins: number,
): Float64Array {
  const sorted = presentValues(values, trainRows).sort();
  const edges: number[] = [];
  let start = 0;
  for (let left = bins; left > 1 && start < sorted.length; left--) {
    const share = (sorted.length - start) / left;
    const value = sorted[Math.min(sorted.length - 1, start + Math.ceil(share) - 1)]!;
    const from = lowerBound(sorted, value, start);
    const to = lowerBound(sorted, value, start, true);
    // A heavy value is cut off from the lighter ones below it, unless these are the bin's beginning.
    const cutBelow = to - from >= share && from > start;
    const end = cutBelow ? from : to;
    if (end === sorted.length) break;
    edges.push(sorted[end - 1]!);
    start = end;
  }
  return Float64Array.from(edges);
}

function presentValues(values: Float32Array | Float64Array, rows: Uint32Array): Float64Array {
  const sample = quantileRows(rows);
  const present = new Float64Array(sample.length);
  let count = 0;
  for (let i = 0; i < sample.length; i++) {
    const value = values[sample[i]!]!;
    if (!Number.isNaN(value)) present[count++] = value;
  }
  return present.subarray(0, count);
}

/** The training rows whose values quantiles are taken from. Of so few rows as these are, all are. */
export function quantileRows(trainRows: Uint32Array): Uint32Array {
  const step = Math.ceil(trainRows.length / QUANTILE_ROWS);
  if (step <= 1) return trainRows;
  return Uint32Array.from({ length: Math.ceil(trainRows.length / step) }, (_, i) => trainRows[i * step]!);
}

/** First position ≥ `start` whose value is ≥ `value`, or > `value` where `after`. */
function lowerBound(sorted: Float64Array, value: number, start: number, after = false): number {
  let low = start;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const v = sorted[middle]!;
    if (v < value || (after && v === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Bin of every value: 0 for NaN, else 1..edges.length + 1. The field's cardinality is edges.length + 2. */
export function binCodes(values: Float32Array | Float64Array, edges: Float64Array): Uint8Array | Uint32Array {
  const codes =
    edges.length + 2 > BYTE_CODES ? new Uint32Array(values.length) : new Uint8Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    codes[row] = Number.isNaN(value) ? MISSING : lowerBound(edges, value, 0) + 1;
  }
  return codes;
}

const SMALLER = 2 ** -600;
/** Standardised values lie within ± this: a heavy tail must not drive the tower alone, and its bins tell it apart. */
const MOST_DEVIATIONS = 5;

/**
 * Values less their mean over the training rows, in their standard deviations there; 0 where missing. All 0 where the
 * training rows hold one value or none.
 */
export function standardise(values: Float32Array | Float64Array, trainRows: Uint32Array): Float32Array {
  let count = 0;
  let mean = 0;
  let squares = 0; // Welford: no cancellation, whatever the size of the values
  for (const row of trainRows) {
    const value = values[row]!;
    if (!Number.isFinite(value)) continue;
    const delta = value - mean;
    mean += delta / ++count;
    squares += delta * (value - mean);
  }
  const deviation = Math.sqrt(squares / count);
  // Squares of numbers beyond 1e154 are no numbers: the same ones, smaller by a power of 2, have the same standardised values.
  if (!Number.isFinite(squares)) {
    return standardise(
      Float64Array.from(values, (value) => value * SMALLER),
      trainRows,
    );
  }
  const standard = new Float32Array(values.length);
  if (!(deviation > 0)) return standard;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    standard[row] = Math.max(-MOST_DEVIATIONS, Math.min(MOST_DEVIATIONS, (value - mean) / deviation));
  }
  return standard;
}

/** One field: a code per row of the dataset. */
export interface CodeColumn {
  name: string;
  codes: Uint8Array | Uint32Array;
  cardinality: number;
  /** A hash of what each code stands for, 0 of missing; absent where codes are numbers of their own, as those of bins. */
  keys?: Uint32Array | undefined;
  /** True where a higher code means more: bins of numbers. */
  ordered?: boolean | undefined;
  /** The field's value as a number too, 0 where missing. */
  dense?: Float32Array | undefined;
  /** The field's value as it is, NaN where missing. */
  numeric?: Float32Array | Float64Array | undefined;
  /** What the codes stand for, where the field is a projection of vectors: code c > 0 for vector c − 1. */
  vectors?: { dimension: number; values: Float32Array } | undefined;
}

/**
 * Assembles columns of equal length into a block of rows in shared memory.
 * @throws Failure `internal` for columns of unequal length, a repeated name, or a code outside its field: the kernels
 * trust the codes, so this is where they are checked.
 */
export function fieldBlock(columns: readonly CodeColumn[]): FieldBlock {
  const fields = columns.length;
  const rows = columns[0]?.codes.length ?? 0;
  const names = columns.map((column) => column.name);
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated !== undefined) throw broken(`field ${repeated} occurs twice`);
  const codes = emptyCodeRows(
    rows,
    columns.map(({ cardinality }) => cardinality),
  );
  for (const [f, column] of columns.entries()) {
    if (column.codes.length !== rows) {
      throw broken(`field ${column.name} has ${column.codes.length} rows instead of ${rows}`);
    }
    requireCodes(column, column.codes);
    setField(codes, f, column.codes);
  }
  const dense = denseColumns(columns, rows);
  const numeric = columns.flatMap(({ name, numeric: values }) =>
    values === undefined ? [] : [{ name, values: onSharedMemory(values) }],
  );
  const vector = vectorField(columns);
  const cardinalities = columns.map((column) => column.cardinality);
  return {
    ...{ fields, cardinalities, names, codes },
    ...(columns.some(({ ordered }) => ordered) && {
      ordered: columns.map(({ ordered }) => ordered === true),
    }),
    ...(columns.some(({ keys }) => keys !== undefined) && { keys: columns.map(({ keys }) => keys) }),
    ...(dense !== undefined && { dense }),
    ...(numeric.length > 0 && { numeric }),
    ...(vector !== undefined && { vector }),
  };
}

/** @param first row of the log that the codes begin with @throws Failure `internal` for a code outside its field: the kernels trust them */
export function requireCodes(
  { name, cardinality }: Pick<CodeColumn, 'name' | 'cardinality'>,
  codes: Uint8Array | Uint32Array,
  first = 0,
): void {
  for (let i = 0; i < codes.length; i++)
    if (codes[i]! >= cardinality)
      throw broken(`field ${name}, row ${first + i}: code ${codes[i]} is not below ${cardinality}`);
}

/** The dense columns of those that have one, row-major in shared memory. */
function denseColumns(columns: readonly CodeColumn[], rows: number): DenseColumns | undefined {
  const dense = columns.flatMap(({ name, dense: values }) =>
    values === undefined ? [] : [{ name, values }],
  );
  if (dense.length === 0) return undefined;
  const values = new Float32Array(new SharedArrayBuffer(4 * rows * dense.length));
  for (const [d, column] of dense.entries()) {
    for (let row = 0, at = d; row < rows; row++, at += dense.length) {
      const value = column.values[row]!;
      if (!Number.isFinite(value)) throw broken(`field ${column.name}, row ${row}: ${value} is not finite`);
      values[at] = value;
    }
  }
  return { names: dense.map(({ name }) => name), values };
}

/** A copy, unless the values are shared already. */
function onSharedMemory<T extends Float32Array | Float64Array>(values: T): T {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const type = values.constructor as new (buffer: SharedArrayBuffer) => T;
  const shared = new type(new SharedArrayBuffer(values.byteLength));
  shared.set(values);
  return shared;
}
