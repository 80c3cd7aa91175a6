/**
 * The best split of a node by its histogram. A split's gain is GL²/(HL + λ) + GR²/(HR + λ) − G²/(H + λ), of the sums of gradients and
 * hessians on its sides: twice what the log loss falls by to second order.
 */
import { gradientOf, hessianOf, NARROW_BYTES, rowsOf, SUM_BYTES, WIDE_BYTES } from './_boost-sums';

/** Limits of splits, as the caller writes them. */
@unmanaged
class Limits {
  l2: f64;
  minHessian: f64;
  categorySmooth: f64;
  categoryL2: f64;
  minRows: u32;
  minCategoryRows: u32;
  minGroupRows: u32;
  mostCategories: u32;
  categoryCost: f64;
}

/** The best split so far, as the caller reads it. */
@unmanaged
class Split {
  gain: f64;
  leftGradient: f64;
  leftHessian: f64;
  leftRows: u32;
  column: u32;
  /** Codes that go left, a bit each. */
  set0: u64;
  set1: u64;
  set2: u64;
  set3: u64;
}

// @ts-ignore: decorator
@inline
function allowed(side: v128, rows: u32, minHessian: f64): bool {
  return rowsOf(side) >= rows && hessianOf(side) >= minHessian;
}

/** GL²/(HL + λ) + GR²/(HR + λ) */
// @ts-ignore: decorator
@inline
function sides(left: v128, right: v128, l2: f64): f64 {
  const g = f64x2.replace_lane(f64x2.splat(gradientOf(left)), 1, gradientOf(right));
  const h = f64x2.replace_lane(f64x2.splat(hessianOf(left)), 1, hessianOf(right));
  const both = f64x2.div(f64x2.mul(g, g), f64x2.add(h, f64x2.splat(l2)));
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}

function keep(split: Split, gain: f64, left: v128, column: u32): void {
  split.gain = gain;
  split.leftGradient = gradientOf(left);
  split.leftHessian = hessianOf(left);
  split.leftRows = rowsOf(left);
  split.column = column;
  split.set0 = split.set1 = split.set2 = split.set3 = 0;
}

// @ts-ignore: decorator
@inline
function include(split: Split, code: u32): void {
  const word = changetype<usize>(split) + offsetof<Split>('set0') + ((code >> 6) << 3);
  store<u64>(word, load<u64>(word) | ((<u64>1) << (code & 63)));
}

/** A threshold between ordered bins, the missing on either side; also the missing against all others. */
function numeric(bins: usize, count: u32, total: v128, before: f64, limits: Limits, split: Split, column: u32): void {
  const missing = v128.load(bins);
  const someMissing = rowsOf(missing) > 0;
  const l2 = limits.l2;
  const minHessian = limits.minHessian;
  const minRows = limits.minRows;
  let left = i64x2.splat(0);
  let best = split.gain;
  let bestLeft = left;
  let bestBin: u32 = 0;
  let missingLeft = false;
  for (let bin: u32 = 1; bin < count; bin++) {
    const own = v128.load(bins + <usize>bin * SUM_BYTES);
    if (i64x2.extract_lane(own, 1) == 0) continue;
    left = i64x2.add(left, own);
    let right = i64x2.sub(total, left);
    if (allowed(left, minRows, minHessian) && allowed(right, minRows, minHessian)) {
      const gain = sides(left, right, l2) - before;
      if (gain > best) {
        best = gain;
        bestLeft = left;
        bestBin = bin;
        missingLeft = false;
      }
    }
    if (!someMissing) continue;
    const more = i64x2.add(left, missing);
    right = i64x2.sub(total, more);
    if (allowed(more, minRows, minHessian) && allowed(right, minRows, minHessian)) {
      const gain = sides(more, right, l2) - before;
      if (gain > best) {
        best = gain;
        bestLeft = more;
        bestBin = bin;
        missingLeft = true;
      }
    }
  }
  if (bestBin == 0) return;
  keep(split, best, bestLeft, column);
  if (missingLeft) include(split, 0);
  for (let bin: u32 = 1; bin <= bestBin; bin++) include(split, bin);
}

/**
 * Sets of categories by their order of G/(H + smoothing), from either end (Fisher 1958; LightGBM). Categories of few rows stay with the
 * rest, sets grow by groups of enough rows, and the L2 is higher: of many categories some look good by chance.
 */
function categorical(
  bins: usize, count: u32, total: v128, before: f64, limits: Limits, split: Split, column: u32, scratch: usize,
): void {
  const ratios = scratch;
  const codes = scratch + 2048;
  let used: u32 = 0;
  for (let code: u32 = 0; code < count; code++) {
    const own = v128.load(bins + <usize>code * SUM_BYTES);
    if (rowsOf(own) == 0 || rowsOf(own) < limits.minCategoryRows) continue;
    const ratio = gradientOf(own) / (hessianOf(own) + limits.categorySmooth);
    let place = used++;
    while (place > 0 && load<f64>(ratios + (<usize>(place - 1) << 3)) > ratio) {
      store<f64>(ratios + (<usize>place << 3), load<f64>(ratios + (<usize>(place - 1) << 3)));
      store<u8>(codes + place, load<u8>(codes + place - 1));
      place--;
    }
    store<f64>(ratios + (<usize>place << 3), ratio);
    store<u8>(codes + place, <u8>code);
  }
  const most = min(limits.mostCategories, (used + 1) >> 1);
  const l2 = limits.l2 + limits.categoryL2;
  const least = before + limits.categoryCost * <f64>used;
  let best = split.gain;
  let bestLeft = i64x2.splat(0);
  let bestSize: u32 = 0;
  let bestFromEnd = false;
  for (let end: u32 = 0; end < 2; end++) {
    let left = i64x2.splat(0);
    let group: u32 = 0;
    for (let i: u32 = 0; i < most; i++) {
      const code = <usize>load<u8>(codes + (end == 0 ? i : used - 1 - i));
      const own = v128.load(bins + code * SUM_BYTES);
      left = i64x2.add(left, own);
      group += rowsOf(own);
      const right = i64x2.sub(total, left);
      if (!allowed(right, max(limits.minRows, limits.minGroupRows), limits.minHessian)) break;
      if (group < limits.minGroupRows || !allowed(left, limits.minRows, limits.minHessian)) continue;
      group = 0;
      const gain = sides(left, right, l2) - least;
      if (gain > best) {
        best = gain;
        bestLeft = left;
        bestSize = i + 1;
        bestFromEnd = end == 1;
      }
    }
  }
  if (bestSize == 0) return;
  keep(split, best, bestLeft, column);
  for (let i: u32 = 0; i < bestSize; i++) include(split, <u32>load<u8>(codes + (bestFromEnd ? used - 1 - i : i)));
}

/**
 * The split of the largest gain above `least` into `result`; its gain stays `least` where there is none. Of equal ones the first column's
 * and the lowest bin's wins.
 * @param shapes per column the bins (u16) and whether these are categories (u16)
 */
export function bestSplit(
  bins: usize, shapes: usize, narrow: u32, wide: u32, gradient: f64, hessian: f64, limitsAt: usize, least: f64,
  result: usize, scratch: usize,
): void {
  const limits = changetype<Limits>(limitsAt);
  const split = changetype<Split>(result);
  split.gain = least;
  const before = (gradient * gradient) / (hessian + limits.l2);
  // Every row is in one bin of the first column, so its bins add up to the node.
  let total = i64x2.splat(0);
  const firstBytes = narrow > 0 ? NARROW_BYTES : WIDE_BYTES;
  for (let at: usize = 0; at < firstBytes; at += 16) total = i64x2.add(total, v128.load(bins + at));
  let own = bins;
  for (let column: u32 = 0; column < narrow + wide; column++) {
    const count = <u32>load<u16>(shapes + (<usize>column << 2));
    if (load<u16>(shapes + (<usize>column << 2), 2) == 0) numeric(own, count, total, before, limits, split, column);
    else categorical(own, count, total, before, limits, split, column, scratch);
    own += column < narrow ? NARROW_BYTES : WIDE_BYTES;
  }
}
