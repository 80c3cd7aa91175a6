import { describe, expect, it } from 'vitest';
import { sampleRows, searchRows } from '../../../../src/evaluation/base/sample.ts';

const rows = (from: number, to: number): Uint32Array =>
  Uint32Array.from({ length: to - from }, (_, i) => from + i);

describe('rows of a search', () => {
  const parts = { fit: rows(0, 1000), validate: rows(1000, 1300) };
  /** Rows come in rounds of 50 users; the last 100 rows are those of ten users who are new. */
  const user = Uint32Array.from({ length: 1300 }, (_, row) => (row < 1200 ? row % 50 : 50 + (row % 10)));

  it('are all rows of a small log', () => {
    expect(searchRows(parts, user, 1)).toEqual(parts);
  });

  it('are all rows of some users of a large one, in order, each user as likely', () => {
    const { fit, validate } = searchRows(parts, user, 1, 100);
    expect(fit.length).toBe(100);
    expect(validate.length).toBeLessThanOrEqual(20);
    for (const sample of [fit, validate]) {
      expect([...sample]).toEqual([...new Set(sample)].sort((a, b) => a - b));
      expect(sample.buffer).toBeInstanceOf(SharedArrayBuffer);
    }
    const drawn = new Set(fit.map((row) => user[row]!));
    expect([...fit]).toEqual([...parts.fit].filter((row) => drawn.has(user[row]!)));
    expect([...validate].filter((row) => row < 1200).every((row) => drawn.has(user[row]!))).toBe(true);
    expect(searchRows(parts, user, 1, 100)).toEqual({ fit, validate });
    const taken = new Uint32Array(50);
    for (let seed = 1; seed <= 400; seed++) {
      for (const row of searchRows(parts, user, seed, 100).fit) taken[user[row]!]!++;
    }
    // 400 draws of a tenth, 20 rows each: 800 expected, standard deviation 120.
    expect(Math.min(...taken)).toBeGreaterThan(800 - 4 * 120);
    expect(Math.max(...taken)).toBeLessThan(800 + 4 * 120);
  });

  it('judge by the same share of users who are new', () => {
    let judged = 0;
    for (let seed = 1; seed <= 400; seed++) {
      const { validate } = searchRows({ fit: parts.fit, validate: rows(1200, 1300) }, user, seed, 500);
      judged += validate.length;
    }
    // Half of 100 rows, 400 times: 20,000 expected, standard deviation 316.
    expect(Math.abs(judged - 20_000)).toBeLessThan(4 * 316);
  });

  it('leave out a user who alone has more rows than there is room for', () => {
    const heavy = Uint32Array.from(user, (code, row) => (row < 600 ? 7 : code));
    const { fit } = searchRows(parts, heavy, 1, 200);
    expect(fit.length).toBeGreaterThan(150);
    expect(fit.some((row) => heavy[row] === 7)).toBe(false);
  });

  it('are a sample of rows where all are those of one user', () => {
    const oneUser = new Uint32Array(1300);
    const { fit, validate } = searchRows(parts, oneUser, 1, 100);
    expect([fit.length, validate.length]).toEqual([100, 20]);
  });
});

describe('a sample of rows', () => {
  it('has the size asked for, in order, each row as likely', () => {
    const all = rows(0, 1000);
    const sample = sampleRows(all, 100, 1);
    expect([...sample]).toEqual([...new Set(sample)].sort((a, b) => a - b));
    const taken = new Uint32Array(1000);
    for (let seed = 1; seed <= 400; seed++) for (const row of sampleRows(all, 100, seed)) taken[row]!++;
    // 400 draws at 0.1: 40 expected, standard deviation 6.
    expect(Math.min(...taken)).toBeGreaterThan(40 - 5 * 6);
    expect(Math.max(...taken)).toBeLessThan(40 + 5 * 6);
  });
});
