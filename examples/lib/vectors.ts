/** Vectors that stand in a row, `width` numbers each. */
import type { Random } from './random.ts';

/** A direction, all alike likely. */
export function randomUnit(width: number, random: Random): Float32Array {
  return normalise(Float32Array.from({ length: width }, () => random.normal()));
}

/** Scales the vector to length 1, in place. */
export function normalise(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
  for (let d = 0; d < vector.length; d++) vector[d] = vector[d]! / length;
  return vector;
}

/** Vector `i` of many. */
export function vectorAt(vectors: Float32Array, i: number, width: number): Float32Array {
  return vectors.subarray(i * width, (i + 1) * width);
}

/** The product of vector `i` of some and vector `j` of others; of unit vectors their cosine. */
export function dot(a: Float32Array, i: number, b: Float32Array, j: number, width: number): number {
  let sum = 0;
  for (let d = 0; d < width; d++) sum += a[i * width + d]! * b[j * width + d]!;
  return sum;
}
