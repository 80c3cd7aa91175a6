import { describe, expect, it } from 'vitest';
import { effectiveCount, evaluationRows } from '../../../src/metrics/index.ts';

describe('evaluationRows', () => {
  it('numbers users densely by ascending code and counts their rows of each class', () => {
    const label = Uint8Array.of(1, 0, 1, 0, 0, 1);
    const rows = evaluationRows(label, Uint32Array.of(70, 70, 12, 900, 900, 70));
    expect([...rows.user]).toEqual([1, 1, 0, 2, 2, 1]);
    expect(rows.label).toBe(label);
    expect(rows.users).toBe(3);
    expect([...rows.positivesPerUser]).toEqual([1, 2, 0]);
    expect([...rows.negativesPerUser]).toEqual([0, 1, 2]);
    expect([rows.rows, rows.positives, rows.negatives]).toEqual([6, 3, 3]);
    expect([rows.usersWithPositives, rows.usersWithNegatives]).toEqual([2, 2]);
    // (1 + 3 + 2)² / (1 + 9 + 4)
    expect(rows.effectiveUsers).toBeCloseTo(36 / 14, 15);
  });

  it('does not depend on the order of the rows but for the order of users', () => {
    const first = evaluationRows(Uint8Array.of(1, 0, 0), Uint32Array.of(5, 9, 5));
    const other = evaluationRows(Uint8Array.of(0, 0, 1), Uint32Array.of(9, 5, 5));
    expect(other.positivesPerUser).toEqual(first.positivesPerUser);
    expect(other.negativesPerUser).toEqual(first.negativesPerUser);
    expect([...other.user]).toEqual([1, 0, 0]);
  });

  it('refuses rows without a contrast of classes', () => {
    const user = Uint32Array.of(1, 2);
    expect(() => evaluationRows(Uint8Array.of(1, 1), user)).toThrow('All 2 scored rows are positive');
    expect(() => evaluationRows(Uint8Array.of(0, 0), user)).toThrow('All 2 scored rows are negative');
    expect(() => evaluationRows(new Uint8Array(0), new Uint32Array(0))).toThrow('There are no rows');
    expect(() => evaluationRows(Uint8Array.of(0), user)).toThrow('1 labels but 2 users');
  });
});

describe('effectiveCount', () => {
  it('is the number of clusters where they are equal, and 1 where one has everything', () => {
    expect(effectiveCount([4, 4, 4])).toBe(3);
    expect(effectiveCount([0, 9, 0])).toBe(1);
    expect(effectiveCount([0, 0])).toBe(0);
  });
});
