/** Finished trees of the boosting kernel: their values added to scores, and the loss of scores. */
import { exponentOf, fractionOf } from '../common/mantissa';
import { exp4, labels4 } from '../tables/logistic';

/**
 * A node: column, offsets of its right and left child from the first node (u32, in bytes), a leaf's value (f32), the codes that go left
 * (256 bits). A leaf's children are the leaf itself, so that rows go `depth` steps each, several side by side.
 */
// @ts-ignore: decorator
@inline
function step(row: usize, nodes: usize, child: usize): usize {
  const node = nodes + child;
  const code = <u32>load<u8>(row + load<u32>(node));
  const left = (load<u32>(node + ((code >> 5) << 2), 16) >> (code & 31)) & 1;
  return <usize>load<u32>(node + (left << 2), 4);
}

// @ts-ignore: decorator
@inline
function addValue(score: usize, nodes: usize, leaf: usize): void {
  store<f32>(score, load<f32>(score) + load<f32>(nodes + leaf, 12));
}

// @ts-ignore: decorator
@inline
function addOne(row: usize, nodes: usize, depth: u32, score: usize): void {
  let leaf: usize = 0;
  for (let level: u32 = 0; level < depth; level++) leaf = step(row, nodes, leaf);
  addValue(score, nodes, leaf);
}

/** Adds a tree's values to the scores of rows from..to−1. @param depth steps from the first node to the farthest leaf */
export function addTree(
  from: u32, to: u32, codes: usize, columns: usize, nodes: usize, depth: u32, scores: usize,
): void {
  let row = codes + <usize>from * columns;
  let score = scores + (<usize>from << 2);
  const end = scores + (<usize>to << 2);
  for (; score + 16 <= end; score += 16) {
    const row1 = row + columns;
    const row2 = row1 + columns;
    const row3 = row2 + columns;
    let a: usize = 0;
    let b: usize = 0;
    let c: usize = 0;
    let d: usize = 0;
    for (let level: u32 = 0; level < depth; level++) {
      a = step(row, nodes, a);
      b = step(row1, nodes, b);
      c = step(row2, nodes, c);
      d = step(row3, nodes, d);
    }
    addValue(score, nodes, a);
    addValue(score + 4, nodes, b);
    addValue(score + 8, nodes, c);
    addValue(score + 12, nodes, d);
    row = row3 + columns;
  }
  for (; score < end; score += 4) {
    addOne(row, nodes, depth, score);
    row += columns;
  }
}

/** As `addTree`, of the rows that places from..to−1 of `rows` name. */
export function addTreeAt(
  rows: usize, from: u32, to: u32, codes: usize, columns: usize, nodes: usize, depth: u32, scores: usize,
): void {
  let at = rows + (<usize>from << 2);
  const end = rows + (<usize>to << 2);
  for (; at + 16 <= end; at += 16) {
    const row0 = <usize>load<u32>(at);
    const row1 = <usize>load<u32>(at, 4);
    const row2 = <usize>load<u32>(at, 8);
    const row3 = <usize>load<u32>(at, 12);
    let a: usize = 0;
    let b: usize = 0;
    let c: usize = 0;
    let d: usize = 0;
    for (let level: u32 = 0; level < depth; level++) {
      a = step(codes + row0 * columns, nodes, a);
      b = step(codes + row1 * columns, nodes, b);
      c = step(codes + row2 * columns, nodes, c);
      d = step(codes + row3 * columns, nodes, d);
    }
    addValue(scores + (row0 << 2), nodes, a);
    addValue(scores + (row1 << 2), nodes, b);
    addValue(scores + (row2 << 2), nodes, c);
    addValue(scores + (row3 << 2), nodes, d);
  }
  for (; at < end; at += 4) {
    const row = <usize>load<u32>(at);
    addOne(codes + row * columns, nodes, depth, scores + (row << 2));
  }
}

/** Steps of four rows after which a product of 1 + e^−|x|, each at most 2, gives its exponent away: it stays far below 2¹⁰²³. */
const STEPS_AT_ONCE: u32 = 256;

/**
 * Log losses of rows from..to−1: each max(x, 0) − yx + log(1 + e^−|x|). Writes three f64: the sum of the first two terms, and the
 * product of all 1 + e^−|x| as a mantissa and an exponent of 2, whose logarithm the caller takes once.
 */
export function loss(from: u32, to: u32, scores: usize, labels: usize, out: usize): void {
  let linear = f64x2.splat(0);
  let product = f64x2.splat(1);
  let mantissa: f64 = 1;
  let exponent: i64 = 0;
  let steps: u32 = 0;
  let row = from;
  for (; row + 4 <= to; row += 4) {
    const x = v128.load(scores + (<usize>row << 2));
    const linearLoss = f32x4.sub(f32x4.max(x, f32x4.splat(0)), f32x4.mul(labels4(labels + row), x));
    const e = f32x4.add(f32x4.splat(1), exp4(f32x4.neg(f32x4.abs(x))));
    const high = v128.shuffle<i32>(linearLoss, linearLoss, 2, 3, 0, 1);
    const highE = v128.shuffle<i32>(e, e, 2, 3, 0, 1);
    linear = f64x2.add(linear, f64x2.add(f64x2.promote_low_f32x4(linearLoss), f64x2.promote_low_f32x4(high)));
    product = f64x2.mul(product, f64x2.mul(f64x2.promote_low_f32x4(e), f64x2.promote_low_f32x4(highE)));
    if (++steps < STEPS_AT_ONCE) continue;
    mantissa *= fractionOf(f64x2.extract_lane(product, 0)) * fractionOf(f64x2.extract_lane(product, 1));
    exponent += exponentOf(f64x2.extract_lane(product, 0)) + exponentOf(f64x2.extract_lane(product, 1));
    exponent += exponentOf(mantissa);
    mantissa = fractionOf(mantissa);
    product = f64x2.splat(1);
    steps = 0;
  }
  let sum = f64x2.extract_lane(linear, 0) + f64x2.extract_lane(linear, 1);
  mantissa *= fractionOf(f64x2.extract_lane(product, 0)) * fractionOf(f64x2.extract_lane(product, 1));
  exponent += exponentOf(f64x2.extract_lane(product, 0)) + exponentOf(f64x2.extract_lane(product, 1));
  for (; row < to; row++) {
    const x = load<f32>(scores + (<usize>row << 2));
    sum += <f64>(max(x, <f32>0) - <f32>load<u8>(labels + row) * x);
    mantissa *= <f64>(<f32>1 + f32x4.extract_lane(exp4(f32x4.splat(-abs(x))), 0));
  }
  store<f64>(out, sum);
  store<f64>(out, mantissa, 8);
  store<f64>(out, <f64>exponent, 16);
}
