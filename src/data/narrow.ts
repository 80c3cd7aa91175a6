/** Numbers that are the same in half the bytes: hours, counts, prices in cents of a large log. */

/** @returns the same numbers, on shared memory, as floats of 32 bits where each of them is one */
export function narrowed(values: Float64Array | Float32Array): Float64Array | Float32Array {
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (Math.fround(value) !== value && !Number.isNaN(value)) return values;
  }
  const half = new Float32Array(new SharedArrayBuffer(4 * values.length));
  half.set(values);
  return half;
}
