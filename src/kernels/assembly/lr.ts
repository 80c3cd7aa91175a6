/**
 * Logistic regression on field codes, trained row by row with Adagrad. One 8-byte table row per id: weight, and its
 * sum of squared gradients. Rows come in blocks of row-major table row numbers (`fields` per row).
 */
import { meanSquare, Projection, projectedWeight, stepProjectedWeight, vectorOf } from './tables/projection';
import { BIAS, EPSILON, sigmoid, stepBias } from './tables/ranker';

export { initWeights } from './tables/ranker';

const ROW_SHIFT: u32 = 3;
const SQUARES: usize = 4;

// @ts-ignore: decorator
@inline
function logitOf(table: usize, ids: usize, end: usize, bias: f32): f32 {
  let sum: f32 = 0;
  for (let at = ids; at < end; at += 4) sum += load<f32>(table + (<usize>load<u32>(at) << ROW_SHIFT));
  return bias + sum;
}

/**
 * Writes the projection of a row's vector, where it has one, into the field's slot: of a projection, logistic regression has the
 * weight alone.
 */
function project(projection: usize, table: usize, ids: usize, row: u32): void {
  const p = changetype<Projection>(projection);
  const vector = vectorOf(p, ids, row);
  if (vector != 0) store<f32>(table + (<usize>load<u32>(ids + p.column) << ROW_SHIFT), projectedWeight(p, vector));
}

/** One step of the projection, before the row's weights move. */
function stepProjection(projection: usize, table: usize, ids: usize, row: u32, error: f32, rate: f32, l2: f32): void {
  const p = changetype<Projection>(projection);
  const vector = vectorOf(p, ids, row);
  if (vector == 0) return;
  const weight = load<f32>(table + (<usize>load<u32>(ids + p.column) << ROW_SHIFT));
  stepProjectedWeight(p, vector, meanSquare(p, vector), error + l2 * weight, rate);
}

/**
 * One online step per row: gradient p − y, plus L2 on the touched weights. `projection` is the record of the field that has
 * one, 0 where none has.
 */
export function trainBlock(
  table: usize, state: usize, ids: usize, labels: usize, rows: u32, fields: u32, rate: f32, l2: f32,
  projection: usize,
): void {
  const width = <usize>fields << 2;
  for (let row: u32 = 0; row < rows; row++) {
    const end = ids + width;
    if (projection != 0) project(projection, table, ids, row);
    const error = sigmoid(logitOf(table, ids, end, load<f32>(state, BIAS))) - <f32>load<u8>(labels + row);
    if (projection != 0) stepProjection(projection, table, ids, row, error, rate, l2);
    for (let at = ids; at < end; at += 4) {
      const entry = table + (<usize>load<u32>(at) << ROW_SHIFT);
      const weight = load<f32>(entry);
      const gradient = error + l2 * weight;
      const squares = load<f32>(entry, SQUARES) + gradient * gradient;
      store<f32>(entry, squares, SQUARES);
      store<f32>(entry, weight - (rate * gradient) / (sqrt<f32>(squares) + EPSILON));
    }
    stepBias(state, error, rate);
    ids = end;
  }
}

/** Writes one f32 logit per row to `out`. */
export function scoreBlock(
  table: usize, state: usize, ids: usize, rows: u32, fields: u32, out: usize, projection: usize,
): void {
  const width = <usize>fields << 2;
  for (let row: u32 = 0; row < rows; row++) {
    if (projection != 0) project(projection, table, ids, row);
    store<f32>(out + (<usize>row << 2), logitOf(table, ids, ids + width, load<f32>(state, BIAS)));
    ids += width;
  }
}
