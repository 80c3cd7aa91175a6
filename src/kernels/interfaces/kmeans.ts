/** Written by `npm run build` from src/kernels/assembly/kmeans.ts: change that file instead. */
import type { KernelInterface, f64, u32, usize } from '../interface.ts';

export interface Kmeans {
  /** Lowers distances[i] to the squared distance of point i from `centroid` where that is less. @returns their sum */
  nearer(values: { points: usize; rows: u32; bytes: usize; centroid: usize; distances: usize }): f64;

  /**
   * The centroids as `assign` reads them: transposed (number k of all of them side by side), and −½|c|² of each. Those beyond
   * `count` up to `columns` are never the nearest.
   */
  transpose(values: {
    centroids: usize;
    count: u32;
    columns: u32;
    bytes: usize;
    transposed: usize;
    start: usize;
  }): void;

  /**
   * The nearest centroid of each point into `codes`, of those as near the first; `rows` is a multiple of 4. `scores` is scratch
   * for rows · columns numbers.
   * @returns how many codes changed among the first `counted` points
   */
  assign(values: {
    points: usize;
    rows: u32;
    bytes: usize;
    transposed: usize;
    start: usize;
    columns: u32;
    scores: usize;
    codes: usize;
    counted: u32;
  }): u32;

  /** Adds points to the sums (f64) and sizes (u32) of their clusters. */
  gather(values: { points: usize; rows: u32; bytes: usize; codes: usize; sums: usize; sizes: usize }): void;

  /** Squared distance of each point from the centroid of its cluster. */
  distances(values: {
    points: usize;
    rows: u32;
    bytes: usize;
    codes: usize;
    centroids: usize;
    out: usize;
  }): void;

  /** Takes from each point the centroid of its cluster: what the next level clusters. */
  subtract(values: { points: usize; rows: u32; bytes: usize; codes: usize; centroids: usize }): void;
}

export const kmeans: KernelInterface<Kmeans> = {
  name: 'kmeans',
  bind: (raw) => ({
    nearer: (v) => raw.nearer(v.points, v.rows, v.bytes, v.centroid, v.distances),
    transpose: (v) => raw.transpose(v.centroids, v.count, v.columns, v.bytes, v.transposed, v.start),
    assign: (v) => raw.assign(v.points, v.rows, v.bytes, v.transposed, v.start, v.columns, v.scores, v.codes, v.counted) >>> 0,
    gather: (v) => raw.gather(v.points, v.rows, v.bytes, v.codes, v.sums, v.sizes),
    distances: (v) => raw.distances(v.points, v.rows, v.bytes, v.codes, v.centroids, v.out),
    subtract: (v) => raw.subtract(v.points, v.rows, v.bytes, v.codes, v.centroids),
  }),
};
