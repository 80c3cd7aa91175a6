/**
 * The best split of a node by its histogram. A split's gain is GL²/(HL + λ) + GR²/(HR + λ) − G²/(H + λ), of the sums of gradients and
 * hessians on its sides: twice what the log loss falls by to second order.
 */
import { gradientOf, hessianOf, NARROW_BYTES, rowsOf, SUM_BYTES, WIDE_BYTES } from './sums';

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

/** Sums in f64 are as exact as those in i64: they are whole numbers below 2⁵³ in the units of sums.ts. */
// @ts-ignore: decorator
@inline
function exact(sum: v128): v128 {
  return f64x2.replace_lane(f64x2.splat(gradientOf(sum)), 1, hessianOf(sum));
}

/** As `sides`, of gradient and hessian on the left and in all. */
// @ts-ignore: decorator
@inline
function gainOf(left: v128, total: v128, l2: f64): f64 {
  const right = f64x2.sub(total, left);
  const g = v128.shuffle<i64>(left, right, 0, 2);
  const h = v128.shuffle<i64>(left, right, 1, 3);
  const both = f64x2.div(f64x2.mul(g, g), f64x2.add(h, f64x2.splat(l2)));
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}

/** A threshold between ordered bins, the missing on either side; also the missing against all others. */
function numeric(bins: usize, count: u32, total: v128, before: f64, limits: Limits, split: Split, column: u32): void {
  const missing = v128.load(bins);
  const missingRows = rowsOf(missing);
  const missingSum = exact(missing);
  const rows = rowsOf(total);
  const all = exact(total);
  const l2 = limits.l2;
  const minHessian = limits.minHessian;
  const mostHessian = f64x2.extract_lane(all, 1) - minHessian;
  const minRows = limits.minRows;
  const mostRows = <i32>rows - <i32>minRows;
  let left = f64x2.splat(0);
  let leftRows: u32 = 0;
  let best = split.gain;
  let bestBin: u32 = 0;
  let missingLeft = false;
  for (let bin: u32 = 1; bin < count; bin++) {
    const binSums = v128.load(bins + <usize>bin * SUM_BYTES);
    const binRows = rowsOf(binSums);
    if (binRows == 0) continue;
    left = f64x2.add(left, exact(binSums));
    leftRows += binRows;
    const hessian = f64x2.extract_lane(left, 1);
    if (leftRows >= minRows && <i32>leftRows <= mostRows && hessian >= minHessian && hessian <= mostHessian) {
      const gain = gainOf(left, all, l2) - before;
      if (gain > best) {
        best = gain;
        bestBin = bin;
        missingLeft = false;
      }
    }
    if (missingRows == 0) continue;
    const moreRows = leftRows + missingRows;
    const more = f64x2.add(left, missingSum);
    const moreHessian = f64x2.extract_lane(more, 1);
    if (moreRows >= minRows && <i32>moreRows <= mostRows && moreHessian >= minHessian && moreHessian <= mostHessian) {
      const gain = gainOf(more, all, l2) - before;
      if (gain > best) {
        best = gain;
        bestBin = bin;
        missingLeft = true;
      }
    }
  }
  if (bestBin == 0) return;
  let kept = missingLeft ? missing : i64x2.splat(0);
  for (let bin: u32 = 1; bin <= bestBin; bin++) kept = i64x2.add(kept, v128.load(bins + <usize>bin * SUM_BYTES));
  keep(split, best, kept, column);
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
    const binSums = v128.load(bins + <usize>code * SUM_BYTES);
    if (rowsOf(binSums) == 0 || rowsOf(binSums) < limits.minCategoryRows) continue;
    const ratio = gradientOf(binSums) / (hessianOf(binSums) + limits.categorySmooth);
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
      const binSums = v128.load(bins + code * SUM_BYTES);
      left = i64x2.add(left, binSums);
      group += rowsOf(binSums);
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
  bins: usize, shapes: usize, narrow: u32, wide: u32, gradient: f64, hessian: f64, limits_: usize, least: f64,
  result: usize, scratch: usize,
): void {
  const limits = changetype<Limits>(limits_);
  const split = changetype<Split>(result);
  split.gain = least;
  const before = (gradient * gradient) / (hessian + limits.l2);
  // Every row is in one bin of the first column, so its bins add up to the node.
  let total = i64x2.splat(0);
  const firstBytes = narrow > 0 ? NARROW_BYTES : WIDE_BYTES;
  for (let at: usize = 0; at < firstBytes; at += 16) total = i64x2.add(total, v128.load(bins + at));
  let columnBins = bins;
  for (let column: u32 = 0; column < narrow + wide; column++) {
    const count = <u32>load<u16>(shapes + (<usize>column << 2));
    const ordered = load<u16>(shapes + (<usize>column << 2), 2) == 0;
    if (ordered) numeric(columnBins, count, total, before, limits, split, column);
    else categorical(columnBins, count, total, before, limits, split, column, scratch);
    columnBins += column < narrow ? NARROW_BYTES : WIDE_BYTES;
  }
}
