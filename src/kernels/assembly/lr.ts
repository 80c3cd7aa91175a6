/**
 * Logistic regression on field codes, trained row by row with Adagrad. One 8-byte table row per id: weight, and its
 * sum of squared gradients. Rows come in blocks of row-major table row numbers (`fields` per row).
 */
import { BIAS, EPSILON, sigmoid, stepBias } from './_ranker';

const ROW_SHIFT: u32 = 3;
const SQUARES: usize = 4;

// @ts-ignore: decorator
@inline
function logitOf(table: usize, ids: usize, end: usize, bias: f32): f32 {
  let sum: f32 = 0;
  for (let at = ids; at < end; at += 4) sum += load<f32>(table + (<usize>load<u32>(at) << ROW_SHIFT));
  return bias + sum;
}

/** One online step per row: gradient p − y, plus L2 on the touched weights. */
export function trainBlock(
  table: usize, state: usize, ids: usize, labels: usize, rows: u32, fields: u32, rate: f32, l2: f32,
): void {
  const width = <usize>fields << 2;
  for (let row: u32 = 0; row < rows; row++) {
    const end = ids + width;
    const error = sigmoid(logitOf(table, ids, end, load<f32>(state, BIAS))) - <f32>load<u8>(labels + row);
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
export function scoreBlock(table: usize, state: usize, ids: usize, rows: u32, fields: u32, out: usize): void {
  const width = <usize>fields << 2;
  for (let row: u32 = 0; row < rows; row++) {
    store<f32>(out + (<usize>row << 2), logitOf(table, ids, ids + width, load<f32>(state, BIAS)));
    ids += width;
  }
}
