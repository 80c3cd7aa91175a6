/** The method's definitional cases 1, 3 and 4, by hand. */
import { describe, expect, it } from 'vitest';
import { asOfCounts } from '../../../src/preference/features/counts.ts';
import { userFolds } from '../../../src/preference/features/folds.ts';
import { historyEnds } from '../../../src/preference/features/history.ts';
import { positives } from '../../../src/preference/features/positives.ts';
import { coClickFeatures } from '../../../src/preference/pairs/co-click/features.ts';
import { type TestRow, type TimedDataset, testDataset } from '../../support/dataset.ts';
import { coClick, fastFeatures, rowFeatures, sourceInput } from '../../support/preference.ts';

const MISSING = Array(4).fill(Number.NaN);

function click(user: string, item: string, time: number, label = 1): TestRow {
  return { user, item, time, label };
}

function rowAt(data: TimedDataset, user: string, item: string, time: number): number {
  const at = [data.userNames.indexOf(user), data.itemNames.indexOf(item), time];
  return data.timeline.time.findIndex(
    (t, row) => data.user[row] === at[0] && data.item[row] === at[1] && t === at[2],
  );
}

describe('case 1: repeated clicks are one event', () => {
  // A: h, h, c, c. B: h, c. As events of one window: A {h, c}, B {h, c}, so n(h, c) = 2.
  const data = testDataset(
    [
      click('A', 'h', 1),
      click('A', 'h', 2),
      click('A', 'c', 10),
      click('A', 'c', 11),
      click('B', 'h', 1),
      click('B', 'c', 12),
    ],
    { slices: 1 },
  );
  const row = rowAt(data, 'A', 'c', 10);
  const raw = coClick({ weight: 'raw' });

  it('total is 2, and 1 without A, who lies in another fold than B', async () => {
    const seed = [1, 2, 3, 4, 5, 6, 7, 8].find((s) => {
      const [a, b] = userFolds(data.userNames, 5, s);
      return a !== b;
    })!;
    const { honest, leaked, total } = await fastFeatures(data, raw, userFolds(data.userNames, 5, seed), 5);
    expect(rowFeatures(total, row)).toEqual([2, 2, 2, 1]);
    expect(rowFeatures(leaked, row)).toEqual([1, 1, 1, 1]);
    expect(rowFeatures(honest, row)).toEqual(MISSING); // there is no earlier slice
  });

  it('leave-user-out is 1, and so is its unshrunk cosine', async () => {
    const input = { ...sourceInput(data, Uint8Array.of(0, 0), 2), leaveUserOut: true };
    for (const spec of [raw, coClick({ weight: 'cosine', shrinkage: 0 })]) {
      const { leaked } = await coClickFeatures(input, spec, async () => {});
      expect(rowFeatures(leaked, row)).toEqual([1, 1, 1, 1]); // B alone is left
    }
  });

  it('nothing is left where A and B share a fold', async () => {
    const { leaked, total } = await fastFeatures(data, raw, Uint8Array.of(0, 0), 2);
    expect(rowFeatures(leaked, row)).toEqual(MISSING);
    expect(rowFeatures(total, row)).toEqual([2, 2, 2, 1]);
  });

  it('the unshrunk cosine without A is 1: one user, who clicked both', async () => {
    const spec = coClick({ weight: 'cosine', shrinkage: 0 });
    const { leaked } = await fastFeatures(data, spec, Uint8Array.of(0, 1), 2);
    expect(rowFeatures(leaked, row)).toEqual([1, 1, 1, 1]); // 1 / √(1·1)
  });
});

describe("case 3: a new user's three positives share t = 5", () => {
  const others = [1, 2, 3, 4, 5, 6, 7].flatMap((t) => [
    click('old', `i${t % 3}`, t),
    click('older', `i${(t + 1) % 3}`, t),
  ]);
  const rows = [...others, click('new', 'i0', 5), click('new', 'i1', 5), click('new', 'i2', 5)];
  const data = testDataset(rows, { slices: 4 });
  const newRows = ['i0', 'i1', 'i2'].map((item) => rowAt(data, 'new', item, 5));

  it('each has history 0: nothing to compare the candidate with', async () => {
    const p = positives(data, data.timeline);
    const ends = historyEnds(data, data.timeline, p);
    const start = p.userStart[data.userNames.indexOf('new')];
    expect(newRows.map((row) => ends[row])).toEqual([start, start, start]);
    const { honest, leaked, total } = await fastFeatures(data, coClick(), Uint8Array.of(0, 1, 2), 3);
    for (const row of newRows) {
      for (const arm of [honest, leaked, total]) expect(rowFeatures(arm, row)).toEqual(MISSING);
    }
  });

  it('each has user counts 0, and the prior rate', () => {
    const [exposures, rate] = asOfCounts(data, data.timeline).map((column) =>
      column.type === 'numeric' ? newRows.map((row) => column.values[row]) : [],
    );
    expect(exposures).toEqual([0, 0, 0]);
    const prior = 9 / 10; // 8 positives in 8 rows before t = 5: (8 + 1) / (8 + 2)
    expect(rate).toEqual([prior, prior, prior]); // (0 + 10·0.9) / (0 + 10)
  });

  it('no slice border splits t = 5', () => {
    const { time, slice } = data.timeline;
    const at5 = [...slice].filter((_, row) => time[row] === 5);
    expect(at5).toHaveLength(5);
    expect(new Set(at5).size).toBe(1);
  });

  it('shuffling the input rows leaves every feature byte-identical', async () => {
    const shuffled = testDataset(
      [7, 2, 16, 0, 11, 4, 13, 1, 9, 15, 3, 6, 12, 5, 14, 8, 10].map((r) => rows[r]!),
      { slices: 4 },
    );
    const folds = userFolds(data.userNames, 2, 1);
    const before = await fastFeatures(data, coClick(), folds, 2);
    const after = await fastFeatures(shuffled, coClick(), folds, 2);
    for (const arm of ['honest', 'leaked', 'total'] as const) {
      expect(Buffer.from(after[arm].buffer)).toEqual(Buffer.from(before[arm].buffer));
    }
    expect(asOfCounts(shuffled, shuffled.timeline)).toEqual(asOfCounts(data, data.timeline));
  });
});

describe("case 4: P without fold k is the P of a log that never had fold k's users", () => {
  // Fold 0: u (who reads), v. Fold 1: x, y, z. Slices 0, 1, 2, so that ages differ and 2^(−1/3) sums would round.
  const rows = (withV: boolean) => [
    click('u', 'a', 0),
    click('v', 'a', 1, withV ? 1 : 0),
    click('x', 'a', 2),
    click('z', 'b', 3),
    click('x', 'b', 10),
    click('y', 'b', 11),
    click('v', 'c', 12, withV ? 1 : 0),
    click('y', 'a', 13),
    click('z', 'c', 20),
    click('x', 'c', 21),
    click('v', 'b', 22, withV ? 1 : 0),
    click('u', 'c', 23),
  ];
  const spec = coClick({ weight: 'lift', halfLife: 3 });
  const foldOf = (data: TimedDataset) =>
    Uint8Array.from(data.userNames, (user) => ('uv'.includes(user) ? 0 : 1));

  it('bit for bit, decay included', async () => {
    const [whole, without] = [
      testDataset(rows(true), { slices: 3 }),
      testDataset(rows(false), { slices: 3 }),
    ];
    const row = rowAt(whole, 'u', 'c', 23);
    const a = await fastFeatures(whole, spec, foldOf(whole), 2);
    const b = await fastFeatures(without, spec, foldOf(without), 2);
    expect(rowFeatures(a.leaked, row)).toEqual(rowFeatures(b.leaked, row));
    expect(rowFeatures(a.leaked, row)[3]).toBe(1);
    expect(rowFeatures(a.total, row)).not.toEqual(rowFeatures(b.total, row));
    // n(a, c) = 2^(−2/3), by x at ages 2 and 0; n(a) = 2^(−4/3) (x) + 2^(−2/3) (y); n(c) = 1 (z) + 1 (x); 3 users.
    const lift = (2 ** (-2 / 3) * 3) / ((2 ** (-4 / 3) + 2 ** (-2 / 3)) * 2);
    expect(rowFeatures(a.leaked, row)[0]).toBeCloseTo(lift, 6);
  });
});
