/**
 * Where an adapter starts: near to the vectors themselves, so that an untrained one has about the cosines that the vectors
 * have, and closed to nothing. With as many outputs as numbers that is the identity. With fewer, half of them are the directions
 * that the vectors have most of (principal directions, uncentred, by subspace iteration: Halko, Martinsson and Tropp 2011) and
 * half are random ones of the rest: what users prefer may well lie where the vectors differ least.
 */
import type { VectorTable } from '../data/dataset.ts';
import { randomBits } from '../kernels/random.ts';
import type { AdapterKernel } from './adapter-kernel.ts';

/** Vectors that the directions are taken from, evenly over the file. */
const SAMPLE = 2048;
/** Beyond eight iterations the cosines of 64 directions of 768 moved by less than 0.001. */
const ITERATIONS = 8;
/** Part of a direction that must be new, or the vectors have no more directions. */
const NEW_PART = 1e-5;

/** Writes W into the kernel. A function of the vectors and the shape alone. */
export function writeStart(kernel: AdapterKernel, table: VectorTable): void {
  const { inputs, outputs, weights } = kernel;
  if (outputs >= inputs) {
    weights.fill(0);
    for (let k = 0; k < inputs; k++) weights[k * outputs + k] = 1;
    return;
  }
  const bits = randomBits(1);
  const random = (): number => bits() * 2 ** -31 - 1;
  const columns = Float64Array.from({ length: inputs * outputs }, random);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    weights.set(orthonormal(columns, inputs, outputs));
    correlateSample(kernel, table, columns);
  }
  orthonormal(columns, inputs, outputs);
  // Columns of a lower index are kept as they are, so the random ones become those of the rest.
  for (let at = 0; at < columns.length; at++) if (at % outputs >= outputs / 2) columns[at] = random();
  weights.set(orthonormal(columns, inputs, outputs));
}

/** `products` become Σ x (W x) over the sample. */
function correlateSample(kernel: AdapterKernel, table: VectorTable, products: Float64Array): void {
  const { dimension, values } = table;
  const entries = values.length / dimension;
  const taken = Math.min(entries, SAMPLE);
  products.fill(0);
  for (let first = 0; first < taken; first += kernel.rows) {
    const rows = Math.min(kernel.rows, taken - first);
    kernel.x.fill(0);
    for (let r = 0; r < rows; r++) {
      const entry = Math.floor(((first + r) * entries) / taken);
      kernel.x.set(values.subarray(entry * dimension, (entry + 1) * dimension), r * kernel.stride);
    }
    kernel.correlate(rows);
    for (let at = 0; at < products.length; at++) products[at]! += kernel.gradient[at]!;
  }
}

/** Gram and Schmidt, each column twice; a column without a part of its own becomes 0. */
function orthonormal(columns: Float64Array, rows: number, width: number): Float64Array {
  const dot = (a: number, b: number): number => {
    let sum = 0;
    for (let at = 0; at < columns.length; at += width) sum += columns[at + a]! * columns[at + b]!;
    return sum;
  };
  for (let k = 0; k < width; k++) {
    const before = Math.sqrt(dot(k, k));
    for (let pass = 0; pass < 2; pass++) {
      for (let other = 0; other < k; other++) {
        const along = dot(k, other);
        for (let at = 0; at < rows * width; at += width) columns[at + k]! -= along * columns[at + other]!;
      }
    }
    const length = Math.sqrt(dot(k, k));
    const scale = length > NEW_PART * before ? 1 / length : 0;
    for (let at = 0; at < rows * width; at += width) columns[at + k]! *= scale;
  }
  return columns;
}
