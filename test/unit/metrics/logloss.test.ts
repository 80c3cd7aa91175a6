import { describe, expect, it } from 'vitest';
import { logLoss } from '../../../src/metrics/index.ts';
import { random } from '../../support/random.ts';

describe('logLoss', () => {
  it('is ln 2 per row for logits of 0', () => {
    expect(logLoss(new Float32Array(4), Uint8Array.of(1, 0, 1, 0))).toBeCloseTo(Math.LN2, 15);
  });

  // z = 2, y = 1: ln(1 + e^−2); z = 2, y = 0: 2 + ln(1 + e^−2); z = −1, y = 0: ln(1 + e^−1); z = −1, y = 1: 1 + ln(1 + e^−1).
  it('is the mean of −ln p(label)', () => {
    const logits = Float32Array.of(2, 2, -1, -1);
    const expected = (2 * Math.log(1 + Math.exp(-2)) + 2 + 2 * Math.log(1 + Math.exp(-1)) + 1) / 4;
    expect(logLoss(logits, Uint8Array.of(1, 0, 0, 1))).toBeCloseTo(expected, 15);
  });

  it('neither overflows nor vanishes at extreme logits', () => {
    expect(logLoss(Float32Array.of(5000, -5000), Uint8Array.of(0, 1))).toBe(5000);
    expect(logLoss(Float32Array.of(5000, -5000), Uint8Array.of(1, 0))).toBe(0);
    expect(logLoss(Float32Array.of(50), Uint8Array.of(1))).toBeCloseTo(Math.exp(-50), 30);
  });

  // On both sides of the size from which odds are taken as a series, and over the ends of blocks; an odd number of rows.
  it.each([1, 2, 3, 511, 2049, 32_767, 32_768, 32_769, 70_001])(
    'equals the definition on %i rows',
    (rows) => {
      const next = random(rows);
      const logits = Float32Array.from({ length: rows }, () => 40 * (next() - 0.5) * next() ** 2);
      const label = Uint8Array.from({ length: rows }, () => (next() < 0.3 ? 1 : 0));
      let expected = 0;
      for (const [row, z] of logits.entries())
        expected += Math.max(z, 0) - (label[row] === 1 ? z : 0) + Math.log1p(Math.exp(-Math.abs(z)));
      expected /= rows;
      expect(Math.abs(logLoss(logits, label) - expected)).toBeLessThan(1e-13 * expected);
    },
  );

  it.each([0, 1e-3, 0.5, 2, 7.9999, 8, 8.0001, 20, 100, 690, 699.9, 700, 720, 1e30])(
    'of a right logit of size %f is log1p of its odds',
    (size) => {
      const z = Math.fround(size);
      const expected = Math.log1p(Math.exp(-z));
      const found = logLoss(Float32Array.of(z, -z), Uint8Array.of(1, 0));
      expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-12 * expected + 1e-300);
    },
  );

  it('refuses and counts logits that are not finite, even those that would cost nothing', () => {
    const label = Uint8Array.of(0, 1, 0);
    expect(() => logLoss(Float32Array.of(-Infinity, Infinity, 1), label)).toThrow('2 of 3 scores');
    expect(() => logLoss(Float32Array.of(0, NaN, 1), label)).toThrow('1 of 3 scores');
  });

  it('refuses no rows, and lengths that differ', () => {
    expect(() => logLoss(new Float32Array(0), new Uint8Array(0))).toThrow('There are no rows to score');
    expect(() => logLoss(new Float32Array(1), new Uint8Array(2))).toThrow('1 logits but 2 labels');
  });
});
