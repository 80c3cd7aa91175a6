/**
 * The additive head's sums over its rows. Codes are row-major bytes; `offsets` says of each column how many bins the columns before it have.
 * Sums of bins are kept apart for rows that are added at the same time, side by side: else a row would wait until the one before it
 * has written to the same bin. `fold` adds them up.
 */

/** Of rows from..to−1: shift + slope · base + the sum of the values of the row's bins. */
export function sum(
  from: u32, to: u32, codes: usize, width: u32, offsets: usize, values: usize, base: usize, slope: f64, shift: f64,
  out: usize,
): void {
  let row = from;
  let at = codes + <usize>from * width;
  for (; row + 4 <= to; row += 4) {
    let a = shift + slope * <f64>load<f32>(base + (<usize>row << 2));
    let b = shift + slope * <f64>load<f32>(base + (<usize>row << 2), 4);
    let c = shift + slope * <f64>load<f32>(base + (<usize>row << 2), 8);
    let d = shift + slope * <f64>load<f32>(base + (<usize>row << 2), 12);
    const at1 = at + width;
    const at2 = at1 + width;
    const at3 = at2 + width;
    for (let k: u32 = 0; k < width; k++) {
      const first = values + (<usize>load<u32>(offsets + (<usize>k << 2)) << 3);
      a += load<f64>(first + (<usize>load<u8>(at + k) << 3));
      b += load<f64>(first + (<usize>load<u8>(at1 + k) << 3));
      c += load<f64>(first + (<usize>load<u8>(at2 + k) << 3));
      d += load<f64>(first + (<usize>load<u8>(at3 + k) << 3));
    }
    const to = out + (<usize>row << 3);
    store<f64>(to, a);
    store<f64>(to, b, 8);
    store<f64>(to, c, 16);
    store<f64>(to, d, 24);
    at = at3 + width;
  }
  for (; row < to; row++) {
    const calibrated = shift + slope * <f64>load<f32>(base + (<usize>row << 2));
    store<f64>(out + (<usize>row << 3), calibrated + valuesOf(at, width, offsets, values));
    at += width;
  }
}

// @ts-ignore: decorator
@inline
function valuesOf(row: usize, width: u32, offsets: usize, values: usize): f64 {
  let sum: f64 = 0;
  for (let k: u32 = 0; k < width; k++) {
    const place = <usize>load<u32>(offsets + (<usize>k << 2)) + <usize>load<u8>(row + k);
    sum += load<f64>(values + (place << 3));
  }
  return sum;
}

/** A bin has room for four numbers, or for two pairs. */
const BIN_SHIFT: usize = 5;

/** Adds the pair of each row, its gradient and its weight, to its bins: rows in even places to the first pair, others to the second. */
export function addPairs(
  from: u32, to: u32, codes: usize, width: u32, offsets: usize, pairs: usize, bins: usize,
): void {
  let row = from;
  let at = codes + <usize>from * width;
  let pair = pairs + (<usize>from << 4);
  for (; row + 2 <= to; row += 2) {
    const a = v128.load(pair);
    const b = v128.load(pair, 16);
    const at1 = at + width;
    for (let k: u32 = 0; k < width; k++) {
      const first = bins + (<usize>load<u32>(offsets + (<usize>k << 2)) << BIN_SHIFT);
      const binA = first + (<usize>load<u8>(at + k) << BIN_SHIFT);
      const binB = first + (<usize>load<u8>(at1 + k) << BIN_SHIFT);
      v128.store(binA, f64x2.add(v128.load(binA), a));
      v128.store(binB, f64x2.add(v128.load(binB, 16), b), 16);
    }
    at = at1 + width;
    pair += 32;
  }
  if (row === to) return;
  const a = v128.load(pair);
  for (let k: u32 = 0; k < width; k++) {
    const place = <usize>load<u32>(offsets + (<usize>k << 2)) + <usize>load<u8>(at + k);
    const bin = bins + (place << BIN_SHIFT);
    v128.store(bin, f64x2.add(v128.load(bin), a));
  }
}

/**
 * What a change moves of each bin's gradient: the change of a row's logit, shift + slope · base + the sum of its bins' values, times its
 * weight. @returns the same of the slope
 */
export function product(
  from: u32, to: u32, codes: usize, width: u32, offsets: usize, values: usize, base: usize, slope: f64, shift: f64,
  pairs: usize, bins: usize,
): f64 {
  let ofSlope: f64 = 0;
  let row = from;
  let at = codes + <usize>from * width;
  for (; row + 4 <= to; row += 4) {
    const z = base + (<usize>row << 2);
    let a = shift + slope * <f64>load<f32>(z);
    let b = shift + slope * <f64>load<f32>(z, 4);
    let c = shift + slope * <f64>load<f32>(z, 8);
    let d = shift + slope * <f64>load<f32>(z, 12);
    const at1 = at + width;
    const at2 = at1 + width;
    const at3 = at2 + width;
    for (let k: u32 = 0; k < width; k++) {
      const first = values + (<usize>load<u32>(offsets + (<usize>k << 2)) << 3);
      a += load<f64>(first + (<usize>load<u8>(at + k) << 3));
      b += load<f64>(first + (<usize>load<u8>(at1 + k) << 3));
      c += load<f64>(first + (<usize>load<u8>(at2 + k) << 3));
      d += load<f64>(first + (<usize>load<u8>(at3 + k) << 3));
    }
    const weight = pairs + (<usize>row << 4);
    a *= load<f64>(weight, 8);
    b *= load<f64>(weight, 24);
    c *= load<f64>(weight, 40);
    d *= load<f64>(weight, 56);
    for (let k: u32 = 0; k < width; k++) {
      const first = bins + (<usize>load<u32>(offsets + (<usize>k << 2)) << BIN_SHIFT);
      const binA = first + (<usize>load<u8>(at + k) << BIN_SHIFT);
      const binB = first + (<usize>load<u8>(at1 + k) << BIN_SHIFT);
      const binC = first + (<usize>load<u8>(at2 + k) << BIN_SHIFT);
      const binD = first + (<usize>load<u8>(at3 + k) << BIN_SHIFT);
      store<f64>(binA, load<f64>(binA) + a);
      store<f64>(binB, load<f64>(binB, 8) + b, 8);
      store<f64>(binC, load<f64>(binC, 16) + c, 16);
      store<f64>(binD, load<f64>(binD, 24) + d, 24);
    }
    ofSlope += a * <f64>load<f32>(z) + b * <f64>load<f32>(z, 4) + (c * <f64>load<f32>(z, 8) + d * <f64>load<f32>(z, 12));
    at = at3 + width;
  }
  for (; row < to; row++) {
    const z = <f64>load<f32>(base + (<usize>row << 2));
    let a = shift + slope * z + valuesOf(at, width, offsets, values);
    a *= load<f64>(pairs + (<usize>row << 4), 8);
    for (let k: u32 = 0; k < width; k++) {
      const place = <usize>load<u32>(offsets + (<usize>k << 2)) + <usize>load<u8>(at + k);
      const bin = bins + (place << BIN_SHIFT);
      store<f64>(bin, load<f64>(bin) + a);
    }
    ofSlope += a * z;
    at += width;
  }
  return ofSlope;
}

/** The four numbers of each bin in one, in place of the first of `into`. */
export function fold(count: u32, bins: usize, into: usize): void {
  for (let bin: u32 = 0; bin < count; bin++) {
    const from = bins + (<usize>bin << BIN_SHIFT);
    const sum = load<f64>(from) + load<f64>(from, 8) + (load<f64>(from, 16) + load<f64>(from, 24));
    store<f64>(into + (<usize>bin << 3), sum);
  }
}

/** The two pairs of each bin in one: gradients into one array, weights into the other. */
export function foldPairs(count: u32, bins: usize, gradients: usize, weights: usize): void {
  for (let bin: u32 = 0; bin < count; bin++) {
    const from = bins + (<usize>bin << BIN_SHIFT);
    store<f64>(gradients + (<usize>bin << 3), load<f64>(from) + load<f64>(from, 16));
    store<f64>(weights + (<usize>bin << 3), load<f64>(from, 8) + load<f64>(from, 24));
  }
}
