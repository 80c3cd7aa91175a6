import { describe, expect, it } from 'vitest';
import { idKeys } from '../../../src/common/hash.ts';
import { historyEnds } from '../../../src/preference/features/history.ts';
import { positives } from '../../../src/preference/features/positives.ts';
import { coClickFeatures } from '../../../src/preference/pairs/co-click/features.ts';
import type { CoClickSpec } from '../../../src/specfile/schema.ts';
import { testDataset } from '../../support/dataset.ts';
import { coClick, fastFeatures, rowFeatures } from '../../support/preference.ts';

/** Rows as [user, item, time], all positive, the candidate's row last. */
function log(...rows: [user: string, item: string, time: number][]) {
  return testDataset(
    rows.map(([user, item, time]) => ({ user, item, time, label: 1 })),
    { slices: 1 },
  );
}

const everyoneApart = (users: number) => Uint8Array.from({ length: users }, (_, user) => user);

/** Leaked features of the last row; every user has a fold of their own. */
async function last(data: ReturnType<typeof log>, options: Partial<CoClickSpec>): Promise<number[]> {
  const { leaked } = await fastFeatures(data, coClick(options), everyoneApart(data.users), data.users);
  return rowFeatures(leaked, data.rows - 1);
}

describe('weights', () => {
  // Without u: n(a) = 3 (p, q, r), n(b) = 2 (q, s), n(c) = 3 (p, q, s); n(a,c) = 2, n(b,c) = 2; 4 users.
  const data = log(
    ['u', 'a', 1],
    ['p', 'a', 1],
    ['q', 'a', 1],
    ['r', 'a', 1],
    ['u', 'b', 2],
    ['q', 'b', 2],
    ['s', 'b', 2],
    ['u', 'd', 2],
    ['p', 'c', 3],
    ['q', 'c', 3],
    ['s', 'c', 3],
    ['u', 'c', 9],
  );
  // H = {a, b, d}; d has no edge, but counts in the mean.
  const expected: [CoClickSpec['weight'], number, number][] = [
    ['raw', 2, 2],
    ['cosine', 2 / Math.sqrt(3 * 3 + 10), 2 / Math.sqrt(2 * 3 + 10)],
    ['jaccard', 2 / (3 + 3 - 2), 2 / (2 + 3 - 2)],
    ['lift', (2 * 4) / (3 * 3), (2 * 4) / (2 * 3)],
  ];
  it.each(expected)('%s', async (weight, a, b) => {
    const wanted = [Math.max(a, b), a + b, (a + b) / 3, 2].map(Math.fround);
    expect(await last(data, { weight })).toEqual(wanted);
  });
});

describe('history', () => {
  const clicks: [string, string, number][] = [
    ['x', 'a', 1],
    ['x', 'b', 1],
    ['x', 'c', 1],
    ['x', 'd', 1],
    ['y', 'b', 1],
    ['y', 'd', 1],
  ];

  it('holds the last distinct items: a repeated click makes its item recent, not longer', async () => {
    // Most recent first: a (again at 4), c, b. With L = 2, b is out.
    const data = log(...clicks, ['u', 'a', 2], ['u', 'b', 3], ['u', 'c', 3], ['u', 'a', 4], ['u', 'd', 9]);
    expect(await last(data, { weight: 'raw', history: 2 })).toEqual([1, 2, 1, 2]);
    expect(await last(data, { weight: 'raw', history: 3 })).toEqual([2, 4, Math.fround(4 / 3), 3]);
  });

  it('takes the larger item code first where L cuts through equal times', async () => {
    const data = log(...clicks, ['u', 'a', 2], ['u', 'b', 2], ['u', 'c', 2], ['u', 'd', 9]);
    expect(await last(data, { weight: 'raw', history: 1 })).toEqual([1, 1, 1, 1]); // c
    expect(await last(data, { weight: 'raw', history: 2 })).toEqual([2, 3, 1.5, 2]); // c, b
  });

  it('keeps the candidate itself, which has no edge to itself', async () => {
    const data = log(...clicks, ['u', 'd', 2], ['u', 'b', 3], ['u', 'd', 9]);
    expect(await last(data, { weight: 'raw' })).toEqual([2, 2, 1, 1]);
  });

  it('without an edge is 0, not missing; a candidate in no pair is missing', async () => {
    const known = log(...clicks, ['u', 'e', 2], ['u', 'd', 9]);
    expect(await last(known, { weight: 'raw' })).toEqual([0, 0, 0, 0]);
    const unknown = log(...clicks, ['u', 'a', 2], ['z', 'e', 3], ['u', 'e', 9]); // z clicked nothing else
    expect(await last(unknown, { weight: 'raw' })).toEqual(Array(4).fill(Number.NaN));
  });
});

describe('decay', () => {
  it('keeps every weight finite, however old an event is', async () => {
    // 60 slices of two rows; a is clicked in the first, c in the last: 59 half-lives apart.
    const rows = Array.from({ length: 60 }, (_, t) =>
      ['x', 'u'].map((user) => ({ user, item: t === 0 ? 'a' : t === 59 ? 'c' : 'b', time: t, label: 1 })),
    ).flat();
    const data = testDataset(rows, { slices: 60 });
    for (const weight of ['cosine', 'jaccard', 'lift'] as const) {
      for (const halfLife of [0.5, 1, 2, 3.5, 100]) {
        const spec = coClick({ window: 'all', weight, halfLife, shrinkage: 0 });
        const { leaked, total } = await fastFeatures(data, spec, Uint8Array.of(0, 1), 2);
        const known = [...leaked, ...total].filter((value) => !Number.isNaN(value));
        expect(known.every(Number.isFinite)).toBe(true);
      }
    }
  });

  it('accepts a window far longer than the log', async () => {
    const data = log(['x', 'a', 1], ['x', 'c', 1], ['u', 'a', 2], ['u', 'c', 9]);
    const spec = { weight: 'raw', window: 2 ** 31 } as const;
    expect(await last(data, spec)).toEqual([1, 1, 1, 1]);
  });
});

describe('running', () => {
  const data = testDataset(
    Array.from({ length: 300 }, (_, r) => ({ user: r % 7, item: (r * r) % 31, time: r, label: r % 2 })),
  );
  const p = positives(data, data.timeline);
  const input = {
    data,
    timeline: data.timeline,
    positives: p,
    historyEnds: historyEnds(data, data.timeline, p),
    userFold: everyoneApart(data.users),
    folds: data.users,
    idKeys: idKeys(data),
    seed: 1,
  };

  it('reports a fraction that never falls and ends at 1', async () => {
    const fractions: number[] = [];
    await coClickFeatures(input, coClick(), async (fraction) => {
      fractions.push(fraction);
    });
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions[0]).toBeGreaterThan(0);
    expect(fractions.at(-1)).toBe(1);
  });

  it('stops where the pause throws', async () => {
    let calls = 0;
    const stopped = coClickFeatures(input, coClick(), async () => {
      if (++calls === 3) throw new Error('stop');
    });
    await expect(stopped).rejects.toThrow('stop');
    expect(calls).toBe(3);
  });
});
