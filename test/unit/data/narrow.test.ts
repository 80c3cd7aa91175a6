import { expect, it } from 'vitest';
import { NarrowNumbers } from '../../../src/data/narrow.ts';

it.each([
  ['hours, and missing', [0, 23, Number.NaN, -1.5], Float32Array],
  ['counts up to 2²⁴', [2 ** 24, 3], Float32Array],
  ['counts beyond it', [2 ** 24 + 1, 3], Float64Array],
  ['tenths', [0.5, 0.1, 2], Float64Array],
  ['numbers beyond those of 32 bits', [1, 1e300], Float64Array],
])('%s', (_, numbers, type) => {
  for (const piece of [1, 2, 4]) {
    const found = new NarrowNumbers(numbers.length);
    for (let at = 0; at < numbers.length; at += piece)
      found.set(Float64Array.from(numbers.slice(at, at + piece)), at);
    expect(found.values).toBeInstanceOf(type);
    expect([...found.values]).toEqual(numbers);
    expect(found.values.buffer).toBeInstanceOf(SharedArrayBuffer);
  }
});
