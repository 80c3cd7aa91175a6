/**
 * Cosine features of candidates against a history of vectors (SimTier): maximum, mean, and how many history vectors lie in
 * each tier of similarity. Vectors are of unit length, so that a cosine is a dot product, and padded with zeros to a
 * multiple of eight, so that no loop has a rest.
 *
 * Memory is laid out by the caller; see src/preference/vectors/vector-kernel.ts.
 */
import { laneSum } from './common/lanes';

/** a · b over `bytes` of both, a multiple of 32. */
// @ts-ignore: decorator
@inline
function dot(a: usize, b: usize, bytes: usize): f32 {
  let even = f32x4.splat(0);
  let odd = f32x4.splat(0);
  for (let k: usize = 0; k < bytes; k += 32) {
    even = f32x4.add(even, f32x4.mul(v128.load(a + k), v128.load(b + k)));
    odd = f32x4.add(odd, f32x4.mul(v128.load(a + k, 16), v128.load(b + k, 16)));
  }
  return laneSum(f32x4.add(even, odd));
}

/** Two dot products with one reading of `a`: `first` and `second` of out. The sums are those of `dot`, bit for bit. */
// @ts-ignore: decorator
@inline
function dotTwo(a: usize, b: usize, c: usize, bytes: usize, out: usize): void {
  let evenB = f32x4.splat(0);
  let oddB = f32x4.splat(0);
  let evenC = f32x4.splat(0);
  let oddC = f32x4.splat(0);
  for (let k: usize = 0; k < bytes; k += 32) {
    const low = v128.load(a + k);
    const high = v128.load(a + k, 16);
    evenB = f32x4.add(evenB, f32x4.mul(low, v128.load(b + k)));
    oddB = f32x4.add(oddB, f32x4.mul(high, v128.load(b + k, 16)));
    evenC = f32x4.add(evenC, f32x4.mul(low, v128.load(c + k)));
    oddC = f32x4.add(oddC, f32x4.mul(high, v128.load(c + k, 16)));
  }
  store<f32>(out, laneSum(f32x4.add(evenB, oddB)));
  store<f32>(out, laneSum(f32x4.add(evenC, oddC)), 4);
}

/**
 * Features of `rows` candidates of one user.
 *
 * Candidate r lies at candidates + r · bytes. Its history are the vectors history + index · bytes for the indices
 * picked[pickedStart[r] .. pickedStart[r + 1]), at least one. out receives 2 + tiers f32 per row: maximum, mean, counts of
 * the tiers, whose borders divide [−1, 1] evenly; a cosine on a border belongs to the tier above, 1 to the last.
 * `cosines` is scratch for as many f32 as the longest history, and one more.
 */
export function features(
  candidates: usize, rows: u32, history: usize, picked: usize, pickedStart: usize, bytes: usize,
  tiers: i32, cosines: usize, out: usize,
): void {
  const perUnit = <f32>tiers * <f32>0.5;
  for (let r: u32 = 0; r < rows; r++) {
    const candidate = candidates + <usize>r * bytes;
    const from = picked + (<usize>load<u32>(pickedStart + (<usize>r << 2)) << 2);
    const to = picked + (<usize>load<u32>(pickedStart + (<usize>r << 2), 4) << 2);
    const count = <u32>((to - from) >> 2);
    let at = from;
    let written = cosines;
    for (; at + 4 < to; at += 8, written += 8) {
      const b = history + <usize>load<u32>(at) * bytes;
      const c = history + <usize>load<u32>(at, 4) * bytes;
      dotTwo(candidate, b, c, bytes, written);
    }
    if (at < to) store<f32>(written, dot(candidate, history + <usize>load<u32>(at) * bytes, bytes));
    const counts = out + 8;
    memory.fill(counts, 0, <usize>tiers << 2);
    let max: f32 = -1;
    let sum: f64 = 0;
    for (let k: u32 = 0; k < count; k++) {
      const cosine = max32(<f32>-1, min32(<f32>1, load<f32>(cosines + (<usize>k << 2))));
      if (cosine > max) max = cosine;
      sum += <f64>cosine;
      const tier = min(tiers - 1, <i32>((cosine + <f32>1) * perUnit));
      const slot = counts + (<usize>tier << 2);
      store<f32>(slot, load<f32>(slot) + <f32>1);
    }
    store<f32>(out, max);
    store<f32>(out, <f32>(sum / <f64>count), 4);
    out += <usize>(tiers + 2) << 2;
  }
}

// @ts-ignore: decorator
@inline
function min32(a: f32, b: f32): f32 {
  return a < b ? a : b;
}

// @ts-ignore: decorator
@inline
function max32(a: f32, b: f32): f32 {
  return a > b ? a : b;
}
