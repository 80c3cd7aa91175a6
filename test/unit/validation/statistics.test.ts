import { describe, expect, it } from 'vitest';
import { seeded } from '../../../examples/lib/random.ts';
import { bootstrap, mean, meanOver, median, midranks, spearman, tauB } from '../../validation/statistics.ts';

/** Pair by pair, as it is defined. */
function slowTauB(x: readonly number[], y: readonly number[]): number {
  let [sum, inX, inY] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) {
      const [dx, dy] = [Math.sign(x[i]! - x[j]!), Math.sign(y[i]! - y[j]!)];
      sum += dx * dy;
      inX += dx * dx;
      inY += dy * dy;
    }
  }
  return sum / Math.sqrt(inX * inY);
}

describe('tauB', () => {
  it('is the definition, on random values with and without ties', () => {
    const random = seeded(3);
    for (let n = 2; n < 40; n++) {
      const draw = (levels: number) => Array.from({ length: n }, () => random.below(levels));
      for (const [x, y] of [
        [draw(1000), draw(1000)],
        [draw(4), draw(3)],
        [draw(n), draw(2)],
      ] as const) {
        const slow = slowTauB(x, y);
        if (Number.isNaN(slow)) expect(tauB(x, y)).toBeNaN();
        else expect(tauB(x, y)).toBeCloseTo(slow, 12);
      }
    }
  });

  it('is what others publish', () => {
    // The example of scipy.stats.kendalltau.
    expect(tauB([12, 2, 1, 12, 2], [1, 4, 7, 1, 0])).toBeCloseTo(-0.47140452079103173, 14);
    // Wikipedia's way of counting: of 10 pairs 8 agree and 2 do not.
    expect(tauB([1, 2, 3, 4, 5], [2, 1, 3, 5, 4])).toBeCloseTo(0.6, 14);
    expect(tauB([1, 2, 3], [4, 4, 4])).toBeNaN();
  });
});

describe('spearman', () => {
  it('ranks from 1, ties by the mean of their places', () => {
    expect(midranks([30, 10, 20, 20])).toEqual([4, 1, 2.5, 2.5]);
  });

  it('is what others publish', () => {
    // The example of scipy.stats.spearmanr, and Wikipedia's of IQ and hours of TV: −29/165.
    expect(spearman([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])).toBeCloseTo(0.8207826816681233, 14);
    const iq = [106, 86, 100, 101, 99, 103, 97, 113, 112, 110];
    const hours = [7, 0, 27, 50, 28, 29, 20, 12, 6, 17];
    expect(spearman(iq, hours)).toBeCloseTo(-29 / 165, 14);
  });
});

describe('bootstrap', () => {
  it('is as wide as the mean of that many values varies, and the same every time', () => {
    const random = seeded(5);
    const values = Array.from({ length: 400 }, () => random.normal());
    const { value, low, high } = bootstrap(values, mean);
    expect(value).toBe(mean(values));
    expect((high - low) / (2 * 1.96)).toBeCloseTo(1 / Math.sqrt(400), 2);
    expect((low + high) / 2).toBeCloseTo(value, 1);
    expect(bootstrap(values, mean)).toEqual({ value, low, high });
  });

  it('draws whole worlds: those that agree with themselves leave it as uncertain as one value each', () => {
    const random = seeded(6);
    const worlds = Array.from({ length: 100 }, () => new Array<number>(50).fill(random.normal()));
    const { low, high } = bootstrap(worlds, (some) => mean(some.flat()));
    expect((high - low) / (2 * 1.96)).toBeGreaterThan(0.07);
  });

  it('leaves out what is not a number', () => {
    expect(meanOver([1, Number.NaN, 3]).value).toBe(2);
    expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([1, Number.POSITIVE_INFINITY, 2])]).toEqual([
      2, 2.5, 2,
    ]);
  });
});
