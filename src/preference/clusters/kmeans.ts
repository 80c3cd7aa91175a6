/**
 * Residual k-means: the vectors are clustered, then what their centroids leave of them, and so on. The ids of the levels together
 * are a semantic ID. Deterministic: k-means++ (Arthur and Vassilvitskii 2007) drawn by the seed, Lloyd's iterations in a fixed
 * order, ties to the cluster of the lower number, an empty cluster refilled with the vector that lies worst.
 */
import { randomBits, shuffle } from '../../common/random.ts';
import type { Pause } from '../features/source.ts';
import { KMeansKernel } from './kmeans-kernel.ts';

/** Vectors that centroids are learnt from, for each cluster, at most: more hardly move them (as in Faiss). */
export const SAMPLE_PER_CLUSTER = 256;
const MOST_ITERATIONS = 50;

export interface Points {
  count: number;
  dimension: number;
  values: Float32Array;
}

export interface KMeansOptions {
  clusters: number;
  levels: number;
  seed: number;
  /** For messages. */
  source: string;
}

export interface Clustering {
  /** Per level the cluster of each vector, from 0 on. */
  codes: Uint32Array[];
  /** Per level the clusters there are: fewer than asked for where fewer vectors differ. */
  clusters: number[];
  /** Per level the centroids, `dimension` numbers each. */
  centroids: Float32Array[];
}

/** @param pause called every few milliseconds with the share done. @throws Failure `resource` where the vectors do not fit */
export async function residualKMeans(
  points: Points,
  { clusters, levels, seed, source }: KMeansOptions,
  pause: Pause,
): Promise<Clustering> {
  const { count, dimension } = points;
  const sample = sampled(count, clusters, seed);
  const kernel = new KMeansKernel(sample.length, dimension, Math.max(1, Math.min(clusters, count)), source);
  const result: Clustering = { codes: [], clusters: [], centroids: [] };
  if (count === 0) {
    for (let level = 0; level < levels; level++) {
      result.codes.push(new Uint32Array());
      result.clusters.push(0);
      result.centroids.push(new Float32Array());
    }
    return result;
  }
  fill(kernel, points, sample);
  for (let level = 0; level < levels; level++) {
    const within = (share: number): Promise<void> => pause((TRAIN_SHARE * (level + share)) / levels);
    const bits = randomBits((seed ^ Math.imul(level + 1, 0x9e3779b1)) >>> 0);
    const found = await lloyd(kernel, sample.length, bits, within);
    result.clusters.push(found);
    result.centroids.push(kernel.centroids.slice(0, found * kernel.stride));
    result.codes.push(new Uint32Array(count));
    await assignAll(kernel, sample.length, found, () => within(1));
    kernel.subtract(sample.length);
  }
  await assignEveryone(kernel, points, sample.length, result, (share) =>
    pause(TRAIN_SHARE + (1 - TRAIN_SHARE) * share),
  );
  result.centroids = result.centroids.map((centroids) => narrow(centroids, kernel.stride, dimension));
  return result;
}

const TRAIN_SHARE = 0.9;

/** Numbers of the vectors that centroids are learnt from, ascending. */
function sampled(count: number, clusters: number, seed: number): Uint32Array {
  const all = Uint32Array.from({ length: count }, (_, i) => i);
  const most = SAMPLE_PER_CLUSTER * clusters;
  if (count <= most) return all;
  shuffle(all, randomBits(seed));
  return all.slice(0, most).sort();
}

function fill({ points, stride }: KMeansKernel, { values, dimension }: Points, chosen: Uint32Array): void {
  points.fill(0);
  chosen.forEach((point, at) => {
    points.set(values.subarray(point * dimension, (point + 1) * dimension), at * stride);
  });
}

/** Blocks of 0..count−1 that one kernel call takes. */
function* blocks(kernel: KMeansKernel, count: number): Generator<[from: number, to: number]> {
  for (let from = 0; from < count; from += kernel.blockRows) {
    yield [from, Math.min(count, from + kernel.blockRows)];
  }
}

/** Learns the centroids of the first `count` points. @returns how many there are */
async function lloyd(kernel: KMeansKernel, count: number, bits: () => number, pause: Pause): Promise<number> {
  const { sums, sizes, codes, centroids, stride } = kernel;
  const clusters = await seeded(kernel, count, bits, () => pause(0));
  codes.fill(0xffffffff);
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    const within = (): Promise<void> => pause(iteration / MOST_ITERATIONS);
    if ((await assignAll(kernel, count, clusters, within)) === 0) break;
    sums.fill(0);
    sizes.fill(0);
    for (const [from, to] of blocks(kernel, count)) {
      await within();
      kernel.gather(from, to);
    }
    refill(kernel, count, clusters);
    for (let c = 0; c < clusters; c++) {
      const size = sizes[c]!;
      if (size === 0) continue;
      for (let k = c * stride; k < (c + 1) * stride; k++) centroids[k] = sums[k]! / size;
    }
  }
  return clusters;
}

/** k-means++: the next centroid is a point drawn by its squared distance from those before. @returns how many there are */
async function seeded(
  kernel: KMeansKernel,
  count: number,
  bits: () => number,
  pause: () => Promise<void>,
): Promise<number> {
  const { points, centroids, distances, sizes, stride } = kernel;
  const uniform = (): number => bits() * 2 ** -32;
  const take = (point: number, c: number): void => {
    centroids.set(points.subarray(point * stride, (point + 1) * stride), c * stride);
  };
  distances.fill(Number.POSITIVE_INFINITY);
  take(Math.floor(uniform() * count), 0);
  const within = [...blocks(kernel, count)];
  for (let c = 1; c < sizes.length; c++) {
    const sums: number[] = [];
    for (const [from, to] of within) {
      await pause();
      sums.push(kernel.nearer(c - 1, from, to));
    }
    const total = sums.reduce((sum, part) => sum + part, 0);
    if (total === 0) return c; // every point is a centroid
    let left = uniform() * total;
    const lastApart = sums.findLastIndex((sum) => sum > 0);
    let block = 0;
    while (block < lastApart && left >= sums[block]!) left -= sums[block++]!;
    take(drawn(distances, within[block]!, left), c);
  }
  return sizes.length;
}

/** The point at which the distances from..to−1 add up to more than `left`; the last one that lies apart where rounding ends them. */
function drawn(distances: Float32Array, [from, to]: [number, number], left: number): number {
  let last = from;
  let rest = left;
  for (let point = from; point < to; point++) {
    const distance = distances[point]!;
    if (distance === 0) continue;
    last = point;
    rest -= distance;
    if (rest < 0) break;
  }
  return last;
}

/** @returns how many of the first `count` points have changed their cluster */
async function assignAll(
  kernel: KMeansKernel,
  count: number,
  clusters: number,
  pause: () => Promise<void>,
): Promise<number> {
  kernel.ready(clusters);
  let changed = 0;
  for (const [from, to] of blocks(kernel, count)) {
    await pause();
    changed += kernel.assign(from, to);
  }
  return changed;
}

/** Moves into each empty cluster the point that lies farthest from its centroid and is not the only one there. */
function refill(kernel: KMeansKernel, count: number, clusters: number): void {
  const { sizes, codes, sums, points, distances, stride } = kernel;
  const empty = Array.from({ length: clusters }, (_, c) => c).filter((c) => sizes[c] === 0);
  if (empty.length === 0) return;
  kernel.measure(count);
  const worst = Uint32Array.from({ length: count }, (_, i) => i).sort(
    (a, b) => distances[b]! - distances[a]! || a - b,
  );
  let next = 0;
  for (const c of empty) {
    while (next < count && sizes[codes[worst[next]!]!]! < 2) next++;
    const point = worst[next++];
    if (point === undefined || distances[point] === 0) return;
    const before = codes[point]!;
    for (let k = 0; k < stride; k++) {
      const value = points[point * stride + k]!;
      sums[before * stride + k]! -= value;
      sums[c * stride + k] = value;
    }
    sizes[before]!--;
    sizes[c] = 1;
    codes[point] = c;
  }
}

/** The clusters of all vectors, as many at a time as were learnt from. */
async function assignEveryone(
  kernel: KMeansKernel,
  points: Points,
  most: number,
  { codes, clusters, centroids }: Clustering,
  pause: Pause,
): Promise<void> {
  for (let from = 0; from < points.count; from += most) {
    const rows = Math.min(most, points.count - from);
    fill(
      kernel,
      points,
      Uint32Array.from({ length: rows }, (_, i) => from + i),
    );
    for (const [level, levelCodes] of codes.entries()) {
      kernel.centroids.set(centroids[level]!);
      await assignAll(kernel, rows, clusters[level]!, () => pause(from / points.count));
      levelCodes.set(kernel.codes.subarray(0, rows), from);
      kernel.subtract(rows);
    }
  }
}

/** Rows of `dimension` numbers from rows padded to `stride`. */
function narrow(values: Float32Array, stride: number, dimension: number): Float32Array {
  const rows = values.length / stride;
  const narrowed = new Float32Array(rows * dimension);
  for (let row = 0; row < rows; row++) {
    narrowed.set(values.subarray(row * stride, row * stride + dimension), row * dimension);
  }
  return narrowed;
}
