/**
 * Where an adapter starts: near to the vectors themselves, so that an untrained one has about the cosines that the vectors
 * have, and closed to nothing. With as many outputs as numbers that is the identity. With fewer, half of them are the directions
 * that the vectors have most of (principal directions, uncentred, by subspace iteration: Halko, Martinsson and Tropp 2011) and
 * half are random ones of the rest: what users prefer may well lie where the vectors differ least.
 */

import { randomBits } from '../../common/random.ts';
import type { VectorTable } from '../../data/dataset.ts';
import type { AdapterKernel } from './adapter-kernel.ts';

/** Vectors that the directions are taken from, evenly over the file. */
const SAMPLE = 2048;
const ITERATIONS = 8;
/** Principal directions at most: their time grows with the square, and beyond so many each has little of the vectors. */
const MOST_PRINCIPAL = 64;
/** Part of a direction that must be new, or the vectors have no more directions. */
const NEW_PART = 1e-5;

/** Lets messages in, and throws to cancel. */
export type Breathe = () => Promise<void> | undefined;

/** Writes W into the kernel. A function of the vectors and the shape alone. @param breathe called for every direction */
export async function writeStart(kernel: AdapterKernel, table: VectorTable, breathe: Breathe): Promise<void> {
  const { inputs, outputs, weights } = kernel;
  weights.fill(0);
  if (outputs >= inputs) {
    for (let k = 0; k < inputs; k++) weights[k * outputs + k] = 1;
    return;
  }
  const bits = randomBits(1);
  const random = (): Float64Array => Float64Array.from({ length: inputs }, () => bits() * 2 ** -31 - 1);
  const directions = Array.from({ length: Math.min(outputs / 2, MOST_PRINCIPAL) }, random);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    writeColumns(kernel, await orthonormal(directions, breathe));
    correlateSample(kernel, table, directions);
  }
  while (directions.length < outputs) directions.push(random());
  writeColumns(kernel, await orthonormal(directions, breathe));
}

/** Column k of W becomes direction k; columns beyond are left as they are. */
function writeColumns({ weights, outputs }: AdapterKernel, directions: readonly Float64Array[]): void {
  for (const [k, direction] of directions.entries()) {
    for (const [d, value] of direction.entries()) weights[d * outputs + k] = value;
  }
}

/** Direction k becomes Σ x (W x)_k over the sample. */
function correlateSample(kernel: AdapterKernel, table: VectorTable, directions: Float64Array[]): void {
  const { dimension, values } = table;
  const entries = values.length / dimension;
  const taken = Math.min(entries, SAMPLE);
  for (const direction of directions) direction.fill(0);
  for (let first = 0; first < taken; first += kernel.rows) {
    const rows = Math.min(kernel.rows, taken - first);
    kernel.x.fill(0);
    for (let r = 0; r < rows; r++) {
      const entry = Math.floor(((first + r) * entries) / taken);
      kernel.x.set(values.subarray(entry * dimension, (entry + 1) * dimension), r * kernel.stride);
    }
    kernel.correlate(rows);
    for (const [k, direction] of directions.entries()) {
      for (let d = 0; d < direction.length; d++) direction[d]! += kernel.gradient[d * kernel.outputs + k]!;
    }
  }
}

/** Gram and Schmidt, each direction twice, those before it first; one without a part of its own becomes 0. */
async function orthonormal(directions: Float64Array[], breathe: Breathe): Promise<Float64Array[]> {
  for (const [k, direction] of directions.entries()) {
    await breathe();
    const before = Math.sqrt(dot(direction, direction));
    for (let pass = 0; pass < 2; pass++) {
      for (const other of directions.slice(0, k)) {
        const along = dot(direction, other);
        for (let d = 0; d < direction.length; d++) direction[d]! -= along * other[d]!;
      }
    }
    const length = Math.sqrt(dot(direction, direction));
    const scale = length > NEW_PART * before ? 1 / length : 0;
    for (let d = 0; d < direction.length; d++) direction[d]! *= scale;
  }
  return directions;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += a[d]! * b[d]!;
  return sum;
}
