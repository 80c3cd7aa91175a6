/** The memory of the k-means kernel: points, their clusters, and the centroids of one level. */

import { Arena, shortage } from '../../kernels/arena.ts';
import { type Kmeans, kmeans } from '../../kernels/interfaces/kmeans.ts';

/** Multiplications of one kernel call: some milliseconds. */
const WORK_PER_CALL = 2 ** 24;
const MOST_BLOCK_ROWS = 1024;

const fours = (count: number): number => 4 * Math.ceil(count / 4);

type KmeansArray =
  | ('points' | 'codes' | 'distances' | 'centroids' | 'sums' | 'sizes')
  | ('transposed' | 'start' | 'scores');

export class KMeansKernel {
  /** Points of one kernel call. */
  readonly blockRows: number;
  /** f32 from one point to the next: the dimension, padded with zeros. */
  readonly stride: number;
  readonly points: Float32Array;
  readonly codes: Uint32Array;
  readonly distances: Float32Array;
  readonly centroids: Float32Array;
  /** f64 as f32 is in `centroids`, and the points summed up. */
  readonly sums: Float64Array;
  readonly sizes: Uint32Array;
  readonly #arena: Arena<Kmeans, KmeansArray>;
  readonly #columns: number;

  /**
   * @param source for the message
   * @throws Failure `resource` where the points do not fit
   */
  constructor(points: number, dimension: number, clusters: number, source: string) {
    this.stride = fours(dimension);
    this.#columns = fours(clusters);
    const fitting = Math.floor(WORK_PER_CALL / (this.stride * this.#columns));
    this.blockRows = Math.max(4, Math.min(MOST_BLOCK_ROWS, fitting - (fitting % 4)));
    const rows = fours(points);
    const sizes: Record<KmeansArray, number> = {
      points: rows * this.stride * 4,
      codes: rows * 4,
      distances: rows * 4,
      centroids: clusters * this.stride * 4,
      sums: clusters * this.stride * 8,
      sizes: clusters * 4,
      transposed: this.stride * this.#columns * 4,
      start: this.#columns * 4,
      scores: this.blockRows * this.#columns * 4,
    };
    this.#arena = new Arena(
      kmeans,
      shortage('source-memory', `The clusters of ${source} need`, '', 'lower `clusters`'),
    ).layout(sizes);
    this.points = this.#arena.f32('points');
    this.codes = this.#arena.u32('codes');
    this.distances = this.#arena.f32('distances');
    this.centroids = this.#arena.f32('centroids');
    this.sums = this.#arena.f64('sums');
    this.sizes = this.#arena.u32('sizes');
  }

  /** Lowers the distances of points from..to−1 to those from a centroid. @returns their sum */
  nearer(centroid: number, from: number, to: number): number {
    const bytes = 4 * this.stride;
    return this.#arena.exports.nearer({
      points: this.#address('points', from * bytes),
      rows: to - from,
      bytes,
      centroid: this.#address('centroids', centroid * bytes),
      distances: this.#address('distances', 4 * from),
    });
  }

  /** Makes the first `count` centroids those that `assign` knows. */
  ready(count: number): void {
    this.#arena.exports.transpose({
      centroids: this.#address('centroids'),
      count,
      columns: this.#columns,
      bytes: 4 * this.stride,
      transposed: this.#address('transposed'),
      start: this.#address('start'),
    });
  }

  /** The nearest centroid of points from..to−1, at most `blockRows` from a multiple of 4 on. @returns how many changed */
  assign(from: number, to: number): number {
    const bytes = 4 * this.stride;
    return this.#arena.exports.assign({
      points: this.#address('points', from * bytes),
      rows: fours(to - from),
      bytes,
      transposed: this.#address('transposed'),
      start: this.#address('start'),
      columns: this.#columns,
      scores: this.#address('scores'),
      codes: this.#address('codes', 4 * from),
      counted: to - from,
    });
  }

  /** Sums and sizes of the clusters of points from..to−1, added to those there are. */
  gather(from: number, to: number): void {
    const bytes = 4 * this.stride;
    this.#arena.exports.gather({
      points: this.#address('points', from * bytes),
      rows: to - from,
      bytes,
      codes: this.#address('codes', 4 * from),
      sums: this.#address('sums'),
      sizes: this.#address('sizes'),
    });
  }

  /** Squared distances of the first `count` points from their centroids, into `distances`. */
  measure(count: number): void {
    const [points, codes, centroids] = [
      this.#address('points'),
      this.#address('codes'),
      this.#address('centroids'),
    ];
    const bytes = 4 * this.stride;
    this.#arena.exports.distances({
      points,
      rows: count,
      bytes,
      codes,
      centroids,
      out: this.#address('distances'),
    });
  }

  /** Leaves of the first `count` points what their centroids do not say. */
  subtract(count: number): void {
    const [points, codes, centroids] = [
      this.#address('points'),
      this.#address('codes'),
      this.#address('centroids'),
    ];
    this.#arena.exports.subtract({ points, rows: count, bytes: 4 * this.stride, codes, centroids });
  }

  #address(name: KmeansArray, offset = 0): number {
    return this.#arena.at[name] + offset;
  }
}
