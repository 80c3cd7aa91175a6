/** Rows of the additive head at their logits: log losses, gradients and weights. */
import { exponentOf, fractionOf } from '../common/mantissa';

/** e^x of two numbers of at most 0, relative error below 1e−15; below −708 it is e^−708. */
// @ts-ignore: decorator
@inline
function exp2(x: v128): v128 {
  const within = f64x2.max(x, f64x2.splat(-708));
  const n = f64x2.nearest(f64x2.mul(within, f64x2.splat(1.4426950408889634)));
  // ln 2 in two parts, so that n · ln 2 loses nothing
  let r = f64x2.sub(within, f64x2.mul(n, f64x2.splat(6.93147180369123816490e-1)));
  r = f64x2.sub(r, f64x2.mul(n, f64x2.splat(1.90821492927058770002e-10)));
  let y = f64x2.splat(1 / 479001600.0);
  y = f64x2.add(f64x2.mul(y, r), f64x2.splat(1 / 39916800.0));
  y = f64x2.add(f64x2.mul(y, r), f64x2.splat(1 / 3628800.0));
  y = f64x2.add(f64x2.mul(y, r), f64x2.splat(1 / 362880.0));
  y = f64x2.add(f64x2.mul(y, r), f64x2.splat(1 / 40320.0));
  y = f64x2.add(f64x2.mul(y, r), f64x2.splat(1 / 5040.0));
  y = f64x2.add(f64x2.mul(y, r), f64x2.splat(1 / 720.0));
  y = f64x2.add(f64x2.mul(y, r), f64x2.splat(1 / 120.0));
  y = f64x2.add(f64x2.mul(y, r), f64x2.splat(1 / 24.0));
  y = f64x2.add(f64x2.mul(y, r), f64x2.splat(1 / 6.0));
  y = f64x2.add(f64x2.mul(y, r), f64x2.splat(0.5));
  y = f64x2.add(f64x2.mul(y, r), f64x2.splat(1));
  y = f64x2.add(f64x2.mul(y, r), f64x2.splat(1));
  const whole = i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(n));
  return f64x2.mul(y, i64x2.shl(i64x2.add(whole, i64x2.splat(1023)), 52));
}

/** Pairs of rows after which a product of 1 + e^−|x|, each at most 2, gives its exponent away: it stays far below 2¹⁰²³. */
const PAIRS_AT_ONCE: u32 = 512;

/**
 * Rows from..to−1 at the logits x = `logits` + share · `moved`, which go to `next`: their pairs p − y and p(1 − p), where y is `high` or
 * `low` by the label. Adds to the eight f64 of `out`: the sum of max(x, 0) − yx, the product of all 1 + e^−|x| as a mantissa and an
 * exponent of 2 (the three are the log loss), and the sums of p − y, p(1 − p), and of these times the base and p(1 − p) · base².
 */
export function weigh(
  from: u32, to: u32, logits: usize, moved: usize, share: f64, next: usize, base: usize, labels: usize, high: f64,
  low: f64, pairs: usize, out: usize,
): void {
  const ones = f64x2.splat(1);
  let linear = f64x2.splat(0);
  let product = ones;
  let gradients = f64x2.splat(0);
  let weights = f64x2.splat(0);
  let ofBase = f64x2.splat(0);
  let weightedBase = f64x2.splat(0);
  let squares = f64x2.splat(0);
  let mantissa = load<f64>(out, 8);
  let exponent: i64 = 0;
  let steps: u32 = 0;
  for (let row = from; row < to; row += 2) {
    const at = <usize>row << 3;
    const both = row + 1 < to;
    const x = f64x2.add(v128.load(logits + at), f64x2.mul(f64x2.splat(share), v128.load(moved + at)));
    v128.store(next + at, x);
    const e = exp2(f64x2.neg(f64x2.abs(x)));
    const whole = f64x2.add(ones, e);
    const p = f64x2.div(v128.bitselect(ones, e, f64x2.ge(x, f64x2.splat(0))), whole);
    const y = f64x2.replace_lane(
      f64x2.splat(load<u8>(labels + row) !== 0 ? high : low),
      1,
      load<u8>(labels + row, 1) !== 0 ? high : low,
    );
    const z = f64x2.promote_low_f32x4(v128.load64_zero(base + (<usize>row << 2)));
    // Of the last row of an odd number the second lane is nothing.
    const live = both ? f64x2.splat(1) : f64x2.replace_lane(f64x2.splat(1), 1, 0);
    const g = f64x2.mul(f64x2.sub(p, y), live);
    const h = f64x2.mul(f64x2.mul(p, f64x2.sub(ones, p)), live);
    v128.store(pairs + (at << 1), v128.shuffle<f64>(g, h, 0, 2));
    if (both) v128.store(pairs + (at << 1), v128.shuffle<f64>(g, h, 1, 3), 16);
    const linearLoss = f64x2.sub(f64x2.max(x, f64x2.splat(0)), f64x2.mul(y, x));
    linear = f64x2.add(linear, f64x2.mul(linearLoss, live));
    product = f64x2.mul(product, both ? whole : f64x2.replace_lane(whole, 1, 1));
    gradients = f64x2.add(gradients, g);
    weights = f64x2.add(weights, h);
    ofBase = f64x2.add(ofBase, f64x2.mul(g, z));
    const hz = f64x2.mul(h, z);
    weightedBase = f64x2.add(weightedBase, hz);
    squares = f64x2.add(squares, f64x2.mul(hz, z));
    if (++steps < PAIRS_AT_ONCE) continue;
    mantissa *= fractionOf(f64x2.extract_lane(product, 0)) * fractionOf(f64x2.extract_lane(product, 1));
    exponent += exponentOf(f64x2.extract_lane(product, 0)) + exponentOf(f64x2.extract_lane(product, 1));
    exponent += exponentOf(mantissa);
    mantissa = fractionOf(mantissa);
    product = ones;
    steps = 0;
  }
  mantissa *= fractionOf(f64x2.extract_lane(product, 0)) * fractionOf(f64x2.extract_lane(product, 1));
  exponent += exponentOf(f64x2.extract_lane(product, 0)) + exponentOf(f64x2.extract_lane(product, 1));
  exponent += exponentOf(mantissa);
  store<f64>(out, load<f64>(out) + lanes(linear));
  store<f64>(out, fractionOf(mantissa), 8);
  store<f64>(out, load<f64>(out, 16) + <f64>exponent, 16);
  store<f64>(out, load<f64>(out, 24) + lanes(gradients), 24);
  store<f64>(out, load<f64>(out, 32) + lanes(weights), 32);
  store<f64>(out, load<f64>(out, 40) + lanes(ofBase), 40);
  store<f64>(out, load<f64>(out, 48) + lanes(weightedBase), 48);
  store<f64>(out, load<f64>(out, 56) + lanes(squares), 56);
}

// @ts-ignore: decorator
@inline
function lanes(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}
