import { describe, expect, it } from 'vitest';
import { idKeys } from '../../../src/common/hash.ts';
import type { PairTable } from '../../../src/data/dataset.ts';
import { historyEnds } from '../../../src/preference/features/history.ts';
import { positives } from '../../../src/preference/features/positives.ts';
import type { SourceInput } from '../../../src/preference/features/source.ts';
import { PairKernel, slotsOf } from '../../../src/preference/pairs/pair-features-kernel.ts';
import { type PairsSpec, pairs as pairsKind } from '../../../src/preference/pairs/pairs.ts';
import { type TimedDataset, testDataset } from '../../support/dataset.ts';

const spec: PairsSpec = {
  name: 'file',
  kind: 'pairs',
  pairs: ['pairs.csv'],
  left: 'i',
  right: 'j',
  history: 50,
};

// Items a, b, c, d are codes 0..3; u (code 0) clicks a, b and at last c; d is nobody's until v's row.
const log = testDataset(
  [
    { user: 'u', item: 'a', time: 0, label: 1 },
    { user: 'u', item: 'b', time: 1, label: 1 },
    { user: 'v', item: 'd', time: 2, label: 0 },
    { user: 'u', item: 'c', time: 3, label: 1 },
  ],
  { slices: 2 },
);
const lastRow = 3;

function inputOf(table: PairTable | undefined): SourceInput {
  const data: TimedDataset = table === undefined ? log : { ...log, pairs: { file: table } };
  const p = positives(data, data.timeline);
  return {
    data,
    timeline: data.timeline,
    positives: p,
    historyEnds: historyEnds(data, data.timeline, p),
    userFold: Uint8Array.of(0, 1),
    folds: 2,
    idKeys: idKeys(data),
    seed: 1,
  };
}

type Pair = [left: number, right: number, weight: number];
const tableOf = (pairs: Pair[], more: Partial<PairTable> = {}): PairTable => ({
  left: Uint32Array.from(pairs, ([left]) => left),
  right: Uint32Array.from(pairs, ([, right]) => right),
  weight: Float64Array.from(pairs, ([, , weight]) => weight),
  ...more,
});

async function last(table: PairTable): Promise<Record<string, number[]>> {
  const { arms } = await pairsKind.build(inputOf(table), spec, async () => {});
  return Object.fromEntries(
    arms.map(({ arm, columns }) => [
      arm,
      columns.map((column) => (column.type === 'numeric' ? column.values[lastRow]! : Number.NaN)),
    ]),
  );
}

describe('pairs of a file', () => {
  it('go from left to right; doubled ones add up; self pairs and weights of 0 are none', async () => {
    const table = tableOf([
      [0, 2, 1],
      [0, 2, 0.5],
      [1, 2, 0],
      [2, 2, 9],
      [2, 0, 7],
    ]);
    // History {b, a} of candidate c: a → c weighs 1.5, b → c nothing.
    expect(await last(table)).toEqual({ 'leaked-total': [1.5, 1.5, 0.75, 1] });
  });

  it('an item only on the left is known, and nothing leads to it', async () => {
    expect(await last(tableOf([[2, 0, 7]]))).toEqual({ 'leaked-total': [0, 0, 0, 0] });
    expect(await last(tableOf([[0, 1, 7]]))).toEqual({ 'leaked-total': Array(4).fill(Number.NaN) });
  });

  it('with a time column are read up to the slice, or the slice before', async () => {
    const pairs: Pair[] = [
      [0, 2, 1],
      [1, 2, 4],
    ];
    const table = tableOf(pairs, { slice: Uint16Array.of(0, 1) });
    expect(log.timeline.slice[lastRow]).toBe(1);
    expect(await last(table)).toEqual({ honest: [1, 1, 0.5, 1], 'leaked-total': [4, 5, 2.5, 2] });
  });

  it('with a user column are read without the fold of the row', async () => {
    const pairs: Pair[] = [
      [0, 2, 1],
      [0, 2, 2],
      [1, 2, 4],
    ];
    // The second is v's, the third of a user whom the log does not know.
    const table = tableOf(pairs, { user: Uint32Array.of(0, 1, 77) });
    expect(await last(table)).toEqual({ leaked: [4, 6, 3, 2], 'leaked-total': [4, 7, 3.5, 2] });
  });

  it('are an internal failure where the data layer did not load them', async () => {
    await expect(pairsKind.build(inputOf(undefined), spec, async () => {})).rejects.toMatchObject({
      kind: 'internal',
      code: 'pairs-not-loaded',
    });
  });

  it('give the whole permuted arm where nothing is cross-fitted, and can be cancelled', async () => {
    const source = await pairsKind.build(inputOf(tableOf([[0, 2, 1]])), spec, async () => {});
    expect(source.provenance).toBe('declared');
    expect([...source.touched]).toEqual([0, 0, 0, 1]);
    const columns = await source.placebo(1, async () => {});
    expect(columns.map(({ name }) => name)).toEqual(['max', 'sum', 'mean', 'count']);
    const stopped = source.placebo(1, async () => {
      throw new Error('stop');
    });
    await expect(stopped).rejects.toThrow('stop');
  });
});

describe('slots', () => {
  it('hold an event everywhere but where its fold is left out', () => {
    expect([0, 1, 2].map((fold) => slotsOf(fold, 2))).toEqual([0b110, 0b101, 0b111]);
    expect(slotsOf(0, 0)).toBe(1);
    expect(slotsOf(19, 20)).toBe(2 ** 21 - 1 - 2 ** 19);
  });

  it('know their arrays by name only', () => {
    const p = positives(log, log.timeline);
    const kernel = new PairKernel({ items: 4, folds: 2, rows: 1, history: 5 }, p, { mine: 16 }, 'list');
    expect(kernel.stride).toBe(4);
    expect(kernel.at.mine % 64).toBe(0);
    // @ts-expect-error there is no such array
    expect(kernel.at.yours).toBeUndefined();
  });
});
