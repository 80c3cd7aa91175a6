import { describe, expect, it } from 'vitest';
import { searchRows } from '../../../../src/evaluation/base/sample.ts';

const rows = (from: number, to: number): Uint32Array =>
  Uint32Array.from({ length: to - from }, (_, i) => from + i);

describe('rows of a search', () => {
  const parts = { fit: rows(0, 1000), validate: rows(1000, 1300) };

  it('are all rows of a small log', () => {
    expect(searchRows(parts, 1)).toEqual(parts);
  });

  it('are a sample of a large one, in order, each row as likely', () => {
    const { fit, validate } = searchRows(parts, 1, 100);
    expect([fit.length, validate.length]).toEqual([100, 20]);
    for (const sample of [fit, validate]) {
      expect([...sample]).toEqual([...new Set(sample)].sort((a, b) => a - b));
      expect(sample.buffer).toBeInstanceOf(SharedArrayBuffer);
    }
    expect(validate[0]).toBeGreaterThanOrEqual(1000);
    expect(searchRows(parts, 1, 100)).toEqual({ fit, validate });
    const taken = new Uint32Array(1000);
    for (let seed = 1; seed <= 400; seed++) for (const row of searchRows(parts, seed, 100).fit) taken[row]!++;
    // 400 draws at 0.1: 40 expected, standard deviation 6.
    expect(Math.min(...taken)).toBeGreaterThan(40 - 5 * 6);
    expect(Math.max(...taken)).toBeLessThan(40 + 5 * 6);
    expect(taken.subarray(0, 500).reduce((a, b) => a + b, 0) / 500).toBeCloseTo(40, -0.5);
  });

  it('hold out a fifth of the training rows where there are none to validate on', () => {
    const { fit, validate } = searchRows({ fit: parts.fit, validate: new Uint32Array(0) }, 1);
    expect([fit.length, validate.length]).toEqual([800, 200]);
    expect([...fit, ...validate].sort((a, b) => a - b)).toEqual([...parts.fit]);
  });
});
