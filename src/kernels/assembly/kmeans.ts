/**
 * k-means over rows of f32 (Lloyd): distances by a matrix product, sums in f64. Rows are padded with zeros to a multiple of
 * four numbers, and points and centroids to multiples of four.
 *
 * |x − c|² = |x|² − 2 (x · c − ½|c|²), so the nearest centroid is the one of the largest x · c − ½|c|².
 *
 * Memory is laid out by the caller; see src/preference/clusters/kmeans-kernel.ts.
 */
import { multiply } from './tower/gemm';
import { laneSum } from './common/lanes';

/** |a − b|² over `bytes` of both: exactly 0 where they are equal. */
// @ts-ignore: decorator
@inline
function squaredDistance(a: usize, b: usize, bytes: usize): f32 {
  let sum = f32x4.splat(0);
  for (let k: usize = 0; k < bytes; k += 16) {
    const gap = f32x4.sub(v128.load(a + k), v128.load(b + k));
    sum = f32x4.add(sum, f32x4.mul(gap, gap));
  }
  return laneSum(sum);
}

/** Lowers distances[i] to the squared distance of point i from `centroid` where that is less. @returns their sum */
export function nearer(points: usize, rows: u32, bytes: usize, centroid: usize, distances: usize): f64 {
  let sum: f64 = 0;
  for (let i: u32 = 0; i < rows; i++) {
    const at = distances + (<usize>i << 2);
    const distance = squaredDistance(points + <usize>i * bytes, centroid, bytes);
    if (distance < load<f32>(at)) store<f32>(at, distance);
    sum += <f64>load<f32>(at);
  }
  return sum;
}

/**
 * The centroids as `assign` reads them: transposed (number k of all of them side by side), and −½|c|² of each. Those beyond
 * `count` up to `columns` are never the nearest.
 */
export function transpose(
  centroids: usize, count: u32, columns: u32, bytes: usize, transposed: usize, start: usize,
): void {
  const stride = <usize>columns << 2;
  memory.fill(transposed, 0, stride * (bytes >> 2));
  for (let c: u32 = 0; c < columns; c++) {
    const at = start + (<usize>c << 2);
    if (c >= count) {
      store<f32>(at, -f32.MAX_VALUE);
      continue;
    }
    let square: f64 = 0;
    for (let k: usize = 0; k < bytes; k += 4) {
      const value = load<f32>(centroids + <usize>c * bytes + k);
      square += <f64>value * <f64>value;
      store<f32>(transposed + (k >> 2) * stride + (<usize>c << 2), value);
    }
    store<f32>(at, <f32>(-0.5 * square));
  }
}

/**
 * The nearest centroid of each point into `codes`, of those as near the first; `rows` is a multiple of 4. `scores` is scratch
 * for rows · columns numbers.
 * @returns how many codes changed among the first `counted` points
 */
export function assign(
  points: usize, rows: u32, bytes: usize, transposed: usize, start: usize, columns: u32, scores: usize, codes: usize,
  counted: u32,
): u32 {
  multiply(points, bytes, transposed, start, scores, rows, <u32>(bytes >> 2), columns);
  let changed: u32 = 0;
  for (let i: u32 = 0; i < rows; i++) {
    const row = scores + ((<usize>i * columns) << 2);
    let best = load<f32>(row);
    let code: u32 = 0;
    for (let c: u32 = 1; c < columns; c++) {
      const score = load<f32>(row + (<usize>c << 2));
      if (score > best) {
        best = score;
        code = c;
      }
    }
    const at = codes + (<usize>i << 2);
    if (i < counted && load<u32>(at) != code) changed++;
    store<u32>(at, code);
  }
  return changed;
}

/** Adds points to the sums (f64) and sizes (u32) of their clusters. */
export function gather(points: usize, rows: u32, bytes: usize, codes: usize, sums: usize, sizes: usize): void {
  for (let i: u32 = 0; i < rows; i++) {
    const code = <usize>load<u32>(codes + (<usize>i << 2));
    const size = sizes + (code << 2);
    store<u32>(size, load<u32>(size) + 1);
    const point = points + <usize>i * bytes;
    const sum = sums + ((code * bytes) << 1);
    for (let k: usize = 0; k < bytes; k += 8) {
      const at = sum + (k << 1);
      const two = f64x2.promote_low_f32x4(v128.load64_zero(point + k));
      v128.store(at, f64x2.add(v128.load(at), two));
    }
  }
}

/** Squared distance of each point from the centroid of its cluster. */
export function distances(points: usize, rows: u32, bytes: usize, codes: usize, centroids: usize, out: usize): void {
  for (let i: u32 = 0; i < rows; i++) {
    const centroid = centroids + <usize>load<u32>(codes + (<usize>i << 2)) * bytes;
    store<f32>(out + (<usize>i << 2), squaredDistance(points + <usize>i * bytes, centroid, bytes));
  }
}

/** Takes from each point the centroid of its cluster: what the next level clusters. */
export function subtract(points: usize, rows: u32, bytes: usize, codes: usize, centroids: usize): void {
  for (let i: u32 = 0; i < rows; i++) {
    const point = points + <usize>i * bytes;
    const centroid = centroids + <usize>load<u32>(codes + (<usize>i << 2)) * bytes;
    for (let k: usize = 0; k < bytes; k += 16) {
      v128.store(point + k, f32x4.sub(v128.load(point + k), v128.load(centroid + k)));
    }
  }
}
