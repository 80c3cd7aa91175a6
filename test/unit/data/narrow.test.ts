import { expect, it } from 'vitest';
import { narrowed } from '../../../src/data/narrow.ts';

it.each([
  ['hours, and missing', [0, 23, Number.NaN, -1.5], Float32Array],
  ['counts up to 2²⁴', [2 ** 24, 3], Float32Array],
  ['counts beyond it', [2 ** 24 + 1, 3], Float64Array],
  ['tenths', [0.1], Float64Array],
  ['numbers beyond those of 32 bits', [1e300], Float64Array],
])('%s', (_, numbers, type) => {
  const values = Float64Array.from(numbers);
  const found = narrowed(values);
  expect(found).toBeInstanceOf(type);
  expect([...found]).toEqual(numbers);
  if (type === Float32Array) expect(found.buffer).toBeInstanceOf(SharedArrayBuffer);
});
