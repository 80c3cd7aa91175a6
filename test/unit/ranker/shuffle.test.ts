import { describe, expect, it } from 'vitest';
import { randomBits, shuffle } from '../../../src/common/random.ts';

const order = (n: number, seed: number): Uint32Array => {
  const rows = Uint32Array.from({ length: n }, (_, i) => i);
  shuffle(rows, randomBits(seed));
  return rows;
};

describe('the order of training rows', () => {
  it('is a permutation, and a function of the seed', () => {
    expect([...order(1000, 3)].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect(order(1000, 3)).toEqual(order(1000, 3));
    expect(order(1000, 3)).not.toEqual(order(1000, 4));
  });

  it('favours none of the six orders of three rows', () => {
    const counts = new Map<string, number>();
    const bits = randomBits(17);
    for (let i = 0; i < 12_000; i++) {
      const rows = Uint32Array.of(0, 1, 2);
      shuffle(rows, bits);
      counts.set(rows.join(), (counts.get(rows.join()) ?? 0) + 1);
    }
    // Each count is binomial with mean 2,000 and standard deviation 41; the bound is 5 of them.
    expect([...counts.values()].filter((count) => Math.abs(count - 2000) < 205)).toHaveLength(6);
  });

  it('differs from epoch to epoch', () => {
    const bits = randomBits(1);
    const rows = Uint32Array.from({ length: 100 }, (_, i) => i);
    shuffle(rows, bits);
    const first = rows.slice();
    shuffle(rows, bits);
    expect(rows).not.toEqual(first);
  });

  it('leaves one row, or none, as it is', () => {
    expect(order(1, 5)).toEqual(Uint32Array.of(0));
    expect(order(0, 5)).toHaveLength(0);
  });
});

it('random bits have the mean and variance of uniform numbers', () => {
  // 1/2 and 1/12; the bounds are five standard errors at 10⁵ draws.
  const bits = randomBits(9);
  let sum = 0;
  let squares = 0;
  const n = 100_000;
  for (let i = 0; i < n; i++) {
    const u = bits() / 2 ** 32;
    sum += u;
    squares += u * u;
  }
  expect(Math.abs(sum / n - 0.5)).toBeLessThan(0.005);
  expect(Math.abs(squares / n - (sum / n) ** 2 - 1 / 12)).toBeLessThan(0.002);
});
