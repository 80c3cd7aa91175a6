import { describe, expect, it } from 'vitest';
import { idKeys } from '../../../src/common/hash.ts';
import { historyEnds } from '../../../src/preference/features/history.ts';
import { positives } from '../../../src/preference/features/positives.ts';
import { type PmiSpec, pmi } from '../../../src/preference/pairs/pmi.ts';
import { testDataset } from '../../support/dataset.ts';

const SPEC: PmiSpec = {
  ...{ name: 's', kind: 'pmi', build: 'pmi', window: 10, history: 50, gap: 30, smoothing: 1, shrinkage: 0 },
  use: ['max', 'sum', 'mean', 'count'],
};

// Sessions {a, b}, {a, b}, {a, c}, {b, d}, each of a user: n(a) = 3, n(b) = 3, n(c) = 1, n(d) = 1, Σ = 8.
const SESSIONS = ['ab', 'ab', 'ac', 'bd'];

/** Leaked features of a last row, of somebody who has clicked `history` in sessions of one item each. */
async function read(history: string, candidate: string, options: Partial<PmiSpec> = {}): Promise<number[]> {
  const clicks = SESSIONS.flatMap((items, user) =>
    [...items].map((item, minute) => ({ user: `p${user}`, item, time: minute * 60e6, label: 1 })),
  );
  const userClicks = [...history].map((item, at) => ({
    user: 'u',
    item,
    time: (100 + 60 * at) * 60e6,
    label: 1,
  }));
  const row = { user: 'u', item: candidate, time: 1000 * 60e6, label: 1 };
  const data = testDataset([...clicks, ...userClicks, row], { slices: 1 });
  const p = positives(data, data.timeline);
  const input = {
    ...{ data, timeline: data.timeline, positives: p, historyEnds: historyEnds(data, data.timeline, p) },
    ...{ userFold: Uint8Array.from({ length: data.users }, (_, user) => user), folds: data.users },
    ...{ idKeys: idKeys(data), seed: 1 },
  };
  const { arms } = await pmi.build(input, { ...SPEC, ...options }, async () => {});
  const { columns } = arms.find(({ arm }) => arm === 'leaked')!;
  return columns.map((column) => (column.type === 'numeric' ? column.values[data.rows - 1]! : Number.NaN));
}

describe('positive pointwise mutual information', () => {
  it('is the logarithm of how much more often two items share a session than chance', async () => {
    // ln(2 · 8 / (3 · 3)) for a with b, ln(1 · 8 / (3 · 1)) for a with c.
    const [ab, ac] = [Math.log(16 / 9), Math.log(8 / 3)];
    expect(await read('a', 'b')).toEqual([ab, ab, ab, 1].map(Math.fround));
    expect(await read('a', 'c')).toEqual([ac, ac, ac, 1].map(Math.fround));
  });

  it('smooths the frequency of the candidate', async () => {
    const mass = 2 * 3 ** 0.75 + 2;
    const ab = Math.log((2 * mass) / (3 * 3 ** 0.75));
    expect((await read('a', 'b', { smoothing: 0.75 }))[0]).toBeCloseTo(ab, 6);
  });

  it('shrinks what few sessions say', async () => {
    expect((await read('a', 'b', { shrinkage: 6 }))[0]).toBeCloseTo((Math.log(16 / 9) * 2) / 8, 6);
  });

  it('has no pair of items that never share a session', async () => {
    expect(await read('a', 'd')).toEqual([0, 0, 0, 0]);
  });

  it('is missing where the candidate is in no pair', async () => {
    expect(await read('a', 'z')).toEqual([NaN, NaN, NaN, NaN]);
  });
});
