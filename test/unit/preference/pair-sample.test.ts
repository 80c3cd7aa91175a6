import { describe, expect, test } from 'vitest';
import { PairSample } from '../../../src/preference/pairs/pair-sample.ts';

const PLACES = 20_000;
const WEIGHTS = [5, 0.5, 1, 0, 3, 0.01, 2, 8, 0.49];
const TOTAL = WEIGHTS.reduce((sum, weight) => sum + weight, 0);

function drawn(weights: readonly number[], seed: number, places = PLACES): PairSample {
  const sample = new PairSample(places, seed);
  for (const [pair, weight] of weights.entries()) sample.offer(pair, 100 + pair, weight);
  return sample;
}

describe('pairs drawn from a stream', () => {
  test.each([
    { order: 'as it comes', weights: WEIGHTS },
    { order: 'backwards', weights: WEIGHTS.toReversed() },
  ])('come in proportion to their weights, $order', ({ weights }) => {
    const sample = drawn(weights, 1);
    expect(sample.offered).toBe(8);
    for (const [pair, weight] of weights.entries()) {
      const count = sample.left.reduce((sum, left) => sum + Number(left === pair), 0);
      const expected = (PLACES * weight) / TOTAL;
      // Four standard deviations of a binomial count.
      expect(Math.abs(count - expected)).toBeLessThanOrEqual(4 * Math.sqrt(expected));
    }
    for (const [place, right] of sample.right.entries()) expect(right).toBe(100 + sample.left[place]!);
  });

  test('stand in random order: neighbours are as independent as two draws', () => {
    const { left } = drawn(WEIGHTS, 2);
    const chance = WEIGHTS.reduce((sum, weight) => sum + (weight / TOTAL) ** 2, 0);
    for (const apart of [1, 2, 64]) {
      let equal = 0;
      for (let place = apart; place < PLACES; place++) equal += Number(left[place] === left[place - apart]);
      expect(Math.abs(equal / PLACES - chance)).toBeLessThan(0.02);
    }
  });

  test('a stream of a hundred thousand pairs is sampled evenly from its beginning to its end', () => {
    const { left, offered } = drawn(new Array(100_000).fill(0.1), 3, 1000);
    expect(offered).toBe(100_000);
    const quarters = [0, 0, 0, 0];
    for (const pair of left) quarters[Math.floor(pair / 25_000)]!++;
    for (const count of quarters) expect(Math.abs(count - 250)).toBeLessThan(60);
    expect(new Set(left).size).toBeGreaterThan(980);
  });

  test('are a function of the stream and the seed', () => {
    expect(drawn(WEIGHTS, 7).left).toEqual(drawn(WEIGHTS, 7).left);
    expect(drawn(WEIGHTS, 7).left).not.toEqual(drawn(WEIGHTS, 8).left);
    const zeros = WEIGHTS.flatMap((weight) => [weight, 0]);
    const spread = drawn(zeros, 7).left.map((pair) => pair / 2);
    expect(spread).toEqual(drawn(WEIGHTS, 7).left);
  });

  test('none are offered where all weights are 0', () => {
    expect(drawn([0, 0], 1).offered).toBe(0);
  });
});
