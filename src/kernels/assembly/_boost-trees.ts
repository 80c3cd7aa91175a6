/** Finished trees of the boosting kernel: their values added to scores, and the loss of scores. */
import { exp4, labels4 } from './_logistic';

/** A node: column, right child, left child (u32; with the highest bit a leaf), 4 spare bytes, the codes that go left (256 bits). */
const NODE_BYTES: usize = 48;
const LEAF: u32 = 0x80000000;

// @ts-ignore: decorator
@inline
function valueOf(row: usize, nodes: usize, values: usize): f32 {
  let child: u32 = 0;
  do {
    const node = nodes + <usize>child * NODE_BYTES;
    const code = <u32>load<u8>(row + load<u32>(node));
    const left = (load<u32>(node + ((code >> 5) << 2), 16) >> (code & 31)) & 1;
    child = load<u32>(node + (left << 2), 4);
  } while ((child & LEAF) == 0);
  return load<f32>(values + ((child ^ LEAF) << 2));
}

/** Adds the tree's values to the scores of rows from..to−1. */
export function addTree(
  from: u32, to: u32, codes: usize, columns: usize, nodes: usize, values: usize, scores: usize,
): void {
  for (let row = from; row < to; row++) {
    const score = scores + (<usize>row << 2);
    store<f32>(score, load<f32>(score) + valueOf(codes + <usize>row * columns, nodes, values));
  }
}

/** As `addTree`, of the rows that places from..to−1 of `rows` name. */
export function addTreeAt(
  rows: usize, from: u32, to: u32, codes: usize, columns: usize, nodes: usize, values: usize, scores: usize,
): void {
  for (let at = from; at < to; at++) {
    const row = <usize>load<u32>(rows + (<usize>at << 2));
    const score = scores + (row << 2);
    store<f32>(score, load<f32>(score) + valueOf(codes + row * columns, nodes, values));
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
    const own = f32x4.sub(f32x4.max(x, f32x4.splat(0)), f32x4.mul(labels4(labels + row), x));
    const e = f32x4.add(f32x4.splat(1), exp4(f32x4.neg(f32x4.abs(x))));
    const high = v128.shuffle<i32>(own, own, 2, 3, 0, 1);
    const highE = v128.shuffle<i32>(e, e, 2, 3, 0, 1);
    linear = f64x2.add(linear, f64x2.add(f64x2.promote_low_f32x4(own), f64x2.promote_low_f32x4(high)));
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

/** A positive number is its fraction, in [1, 2), times 2 to its exponent. */
// @ts-ignore: decorator
@inline
function fractionOf(x: f64): f64 {
  return reinterpret<f64>((reinterpret<u64>(x) & 0x000fffffffffffff) | 0x3ff0000000000000);
}

// @ts-ignore: decorator
@inline
function exponentOf(x: f64): i64 {
  return <i64>(reinterpret<u64>(x) >> 52) - 1023;
}
