/**
 * Log loss of logits, two rows at a time in doubles. Of a row of size |z|: |z| where the sign is wrong, and log(1 + e^−|z|), of which most rows
 * leave 1 + e^−|z| to a product, since a logarithm takes as long as an exponential.
 */
import { exponentOf, fractionOf } from './common/mantissa';

/** e^−|z| is 0 from here on; there the exponent below would run out of its bits. */
const NO_ODDS: f64 = 700;
/** Pairs of rows after which a product, each of whose factors is at most 2, gives its exponent away. */
const PAIRS_AT_ONCE: u32 = 512;

/** Numbers of all lanes lie in memory: a constant in code is made anew at every use. */
const numbers = memory.data<f64>([
  1.4426950408889634, 1.4426950408889634, // 1 / ln 2
  0.6931471803691238, 0.6931471803691238, // ln 2, its upper and its lower part
  1.9082149292705877e-10, 1.9082149292705877e-10,
  // 1/13! … 1/2!: for |r| ≤ ln 2 / 2 the rest is below 1e-17
  1.6059043836821613e-10, 1.6059043836821613e-10, 2.08767569878681e-9, 2.08767569878681e-9,
  2.505210838544172e-8, 2.505210838544172e-8, 2.755731922398589e-7, 2.755731922398589e-7,
  2.7557319223985893e-6, 2.7557319223985893e-6, 2.48015873015873e-5, 2.48015873015873e-5,
  1.984126984126984e-4, 1.984126984126984e-4, 1.388888888888889e-3, 1.388888888888889e-3,
  8.333333333333333e-3, 8.333333333333333e-3, 4.1666666666666664e-2, 4.1666666666666664e-2,
  1.6666666666666666e-1, 1.6666666666666666e-1, 0.5, 0.5, 1, 1,
  Infinity, Infinity, 8, 8, // what sizes are below: all, and those whose 1 + e^−|z| keeps what counts
], 16);
const TERMS: usize = 48;
const ONES: usize = TERMS + 12 * 16;
const LIMITS: usize = ONES + 16;

// @ts-ignore: decorator
@inline
function number(offset: usize): v128 {
  return v128.load(numbers + offset);
}

/** e^−x of two sizes, below NO_ODDS. */
// @ts-ignore: decorator
@inline
function expMinus(x: v128): v128 {
  const n = f64x2.nearest(f64x2.mul(x, number(0)));
  // −x = r − n · ln 2
  const r = f64x2.sub(f64x2.mul(n, number(16)), x);
  const rest = f64x2.add(r, f64x2.mul(n, number(32)));
  let y = number(TERMS);
  for (let term: usize = 1; term < 12; term++) y = f64x2.add(f64x2.mul(y, rest), number(TERMS + (term << 4)));
  const ones = number(ONES);
  y = f64x2.add(f64x2.mul(f64x2.add(f64x2.mul(y, rest), ones), rest), ones);
  const exponent = i64x2.extend_low_i32x4_u(i32x4.trunc_sat_f64x2_u_zero(n));
  return i64x2.sub(y, i64x2.shl(exponent, 52));
}

/**
 * Rows [from, to) of `logits` (f32) and `labels` (u8): to − from is even. To `out`, f64 each: a sum, and fraction and exponent of a product whose
 * logarithm is the rest of the loss. Returns how many logits are not finite; the sums are then not to be used.
 */
export function logLossRows(logits: usize, labels: usize, from: u32, to: u32, out: usize): u32 {
  let sum = f64x2.splat(0);
  let product: f64 = 1;
  let exponent: i64 = 0;
  let finite: u32 = 0;
  let factors = f64x2.splat(1);
  let pairs: u32 = 0;
  for (let row = from; row < to; row += 2) {
    const logit = f64x2.promote_low_f32x4(v128.load64_zero(logits + (<usize>row << 2)));
    const size = f64x2.abs(logit);
    // NaN fails the comparison too; −∞ on a negative would otherwise pass as a perfect score.
    const isFinite = f64x2.lt(size, number(LIMITS));
    finite += popcnt<u32>(<u32>i64x2.bitmask(isFinite));
    // The sign that the logit should have: that of 1 for a positive, of −1 for a negative.
    const pair = <u32>load<u16>(labels + row);
    const wanted = i64x2.shl(i64x2(<i64>(1 - (pair & 1)), <i64>(1 - (pair >> 8))), 63);
    const isWrong = f64x2.lt(v128.xor(logit, wanted), f64x2.splat(0));
    sum = f64x2.add(sum, v128.and(size, isWrong));
    const isSmall = f64x2.ge(size, number(LIMITS + 16));
    if (v128.any_true(isSmall)) {
      const odds = v128.and(expMinus(f64x2.min(size, f64x2.splat(NO_ODDS))), f64x2.lt(size, f64x2.splat(NO_ODDS)));
      // log(1 + x) = x − x² / 2 + x³ / 3 − x⁴ / 4 …: of such odds the rest is below 1e-14 of it.
      let series = f64x2.sub(f64x2.splat(0.3333333333333333), f64x2.mul(odds, f64x2.splat(0.25)));
      series = f64x2.sub(f64x2.splat(0.5), f64x2.mul(odds, series));
      series = f64x2.sub(odds, f64x2.mul(f64x2.mul(odds, odds), series));
      sum = f64x2.add(sum, v128.and(series, isSmall));
      factors = f64x2.mul(factors, f64x2.add(number(ONES), v128.andnot(odds, isSmall)));
    } else {
      factors = f64x2.mul(factors, f64x2.add(number(ONES), expMinus(size)));
    }
    if (++pairs == PAIRS_AT_ONCE || row + 2 >= to) {
      pairs = 0;
      for (let lane = 0; lane < 2; lane++) {
        const factor = lane == 0 ? f64x2.extract_lane(factors, 0) : f64x2.extract_lane(factors, 1);
        product *= fractionOf(factor);
        exponent += exponentOf(factor) + exponentOf(product);
        product = fractionOf(product);
      }
      factors = f64x2.splat(1);
    }
  }
  store<f64>(out, f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1));
  store<f64>(out, product, 8);
  store<f64>(out, <f64>exponent, 16);
  return to - from - finite;
}
