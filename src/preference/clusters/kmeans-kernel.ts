/** The memory of the k-means kernel: points, their clusters, and the centroids of one level. */

import { Failure } from '../../common/failure.ts';
import { type Kmeans, kmeans } from '../../kernels/interfaces/kmeans.ts';
import { instantiate, type Kernel } from '../../kernels/loader.ts';

/** Multiplications of one kernel call: some milliseconds. */
const WORK_PER_CALL = 2 ** 24;
const MOST_BLOCK_ROWS = 1024;

const align = (bytes: number): number => Math.ceil(bytes / 64) * 64;
const fours = (count: number): number => 4 * Math.ceil(count / 4);

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
  readonly #kernel: Kernel<Kmeans>;
  readonly #at: Record<string, number>;
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
    const sizes = {
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
    const bytes = Object.values(sizes).reduce((sum, size) => sum + align(size), 0);
    this.#kernel = allocate(bytes, source);
    this.#at = {};
    let at = this.#kernel.base;
    for (const [name, size] of Object.entries(sizes)) {
      this.#at[name] = at;
      at += align(size);
    }
    const { buffer } = this.#kernel.memory;
    const addressOf = (name: keyof typeof sizes): number => this.#at[name]!;
    this.points = new Float32Array(buffer, addressOf('points'), rows * this.stride);
    this.codes = new Uint32Array(buffer, addressOf('codes'), rows);
    this.distances = new Float32Array(buffer, addressOf('distances'), rows);
    this.centroids = new Float32Array(buffer, addressOf('centroids'), clusters * this.stride);
    this.sums = new Float64Array(buffer, addressOf('sums'), clusters * this.stride);
    this.sizes = new Uint32Array(buffer, addressOf('sizes'), clusters);
  }

  /** Lowers the distances of points from..to−1 to those from a centroid. @returns their sum */
  nearer(centroid: number, from: number, to: number): number {
    const bytes = 4 * this.stride;
    return this.#kernel.exports.nearer({
      points: this.#of('points', from * bytes),
      rows: to - from,
      bytes,
      centroid: this.#of('centroids', centroid * bytes),
      distances: this.#of('distances', 4 * from),
    });
  }

  /** Makes the first `count` centroids those that `assign` knows. */
  ready(count: number): void {
    this.#kernel.exports.transpose({
      centroids: this.#of('centroids'),
      count,
      columns: this.#columns,
      bytes: 4 * this.stride,
      transposed: this.#of('transposed'),
      start: this.#of('start'),
    });
  }

  /** The nearest centroid of points from..to−1, at most `blockRows` from a multiple of 4 on. @returns how many changed */
  assign(from: number, to: number): number {
    const bytes = 4 * this.stride;
    return this.#kernel.exports.assign({
      points: this.#of('points', from * bytes),
      rows: fours(to - from),
      bytes,
      transposed: this.#of('transposed'),
      start: this.#of('start'),
      columns: this.#columns,
      scores: this.#of('scores'),
      codes: this.#of('codes', 4 * from),
      counted: to - from,
    });
  }

  /** Sums and sizes of the clusters of points from..to−1, added to those there are. */
  gather(from: number, to: number): void {
    const bytes = 4 * this.stride;
    this.#kernel.exports.gather({
      points: this.#of('points', from * bytes),
      rows: to - from,
      bytes,
      codes: this.#of('codes', 4 * from),
      sums: this.#of('sums'),
      sizes: this.#of('sizes'),
    });
  }

  /** Squared distances of the first `count` points from their centroids, into `distances`. */
  measure(count: number): void {
    const [points, codes, centroids] = [this.#of('points'), this.#of('codes'), this.#of('centroids')];
    const bytes = 4 * this.stride;
    this.#kernel.exports.distances({
      points,
      rows: count,
      bytes,
      codes,
      centroids,
      out: this.#of('distances'),
    });
  }

  /** Leaves of the first `count` points what their centroids do not say. */
  subtract(count: number): void {
    const [points, codes, centroids] = [this.#of('points'), this.#of('codes'), this.#of('centroids')];
    this.#kernel.exports.subtract({ points, rows: count, bytes: 4 * this.stride, codes, centroids });
  }

  #of(name: string, offset = 0): number {
    return this.#at[name]! + offset;
  }
}

function allocate(bytes: number, source: string): Kernel<Kmeans> {
  try {
    return instantiate(kmeans, bytes);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Failure(
      'resource',
      'source-memory',
      `The clusters of ${source} need ${(bytes / 2 ** 30).toFixed(1)} GiB and cannot have it (the limit is 4 GiB): lower \`clusters\`.`,
    );
  }
}
