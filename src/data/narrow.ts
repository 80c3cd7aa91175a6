/** Numbers that are the same in half the bytes: hours, counts, prices in cents of a large log. */
import { sharedFloat64 } from './shared.ts';

/** Numbers that arrive piece by piece: on shared memory, as floats of 32 bits as long as each of them is one. */
export class NarrowNumbers {
  #values: Float32Array | Float64Array;

  constructor(count: number) {
    this.#values = new Float32Array(new SharedArrayBuffer(4 * count));
  }

  get values(): Float32Array | Float64Array {
    return this.#values;
  }

  /** @param at place of the first of them: behind all that were set before */
  set(numbers: Float64Array, at: number): void {
    if (this.#values instanceof Float32Array && !areNarrow(numbers)) {
      const wide = sharedFloat64(this.#values.length);
      wide.set(this.#values.subarray(0, at));
      this.#values = wide;
    }
    this.#values.set(numbers, at);
  }
}

function areNarrow(numbers: Float64Array): boolean {
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i]!;
    if (Math.fround(number) !== number && !Number.isNaN(number)) return false;
  }
  return true;
}
