/** Rows about items become entries of the log's items: merged, found by item, placed in slices. */
import { describe, expect, it } from 'vitest';
import type { Warning } from '../../../../src/common/failure.ts';
import { itemEntries } from '../../../../src/data/beside/item-entries.ts';
import { testDataset } from '../../../support/dataset.ts';

interface Row {
  item: number;
  time?: number;
  /** undefined: says nothing. */
  says: string | undefined;
}

const file = { name: 'source v (v.csv)', file: 'v.csv', at: ['sources', 0], spec: { item: 'id' } };
const timed = {
  ...file,
  spec: { item: 'id', time: 't' },
  time: { kind: 'timestamp', grain: 0 } as const,
};
const itemNames = ['a', 'b', 'c'];
/** Two slices, from the times 10 and 20. */
const { timeline } = testDataset(
  [10, 12, 20, 22].map((time, i) => ({ user: i, item: i, time, label: i % 2 })),
  { slices: 2 },
);

function entries(rows: readonly Row[], itemsFile: Parameters<typeof itemEntries>[0] = file) {
  const said = rows.map(({ says }) => says);
  const warnings: Warning[] = [];
  const sorted = {
    item: Uint32Array.from(rows, ({ item }) => item),
    time: Float64Array.from(itemsFile === timed ? rows : [], ({ time }) => time!),
  };
  const says = {
    has: (row: number) => said[row] !== undefined,
    same: (a: number, b: number) => said[a] === said[b],
    move: (from: number, to: number) => {
      said[to] = said[from];
    },
  };
  const { count, start, slice } = itemEntries(itemsFile, sorted, says, { itemNames, timeline }, warnings);
  const codes = warnings.map(({ code, count: n }) => [code, n]);
  return { said: said.slice(0, count), start: [...start], slice: slice && [...slice], codes };
}

describe('entries of items', () => {
  it('are found by item, and what says nothing is left out', () => {
    expect(
      entries([
        { item: 0, says: 'x' },
        { item: 1, says: undefined },
        { item: 2, says: 'y' },
      ]),
    ).toEqual({
      said: ['x', 'y'],
      start: [0, 1, 1, 2],
      slice: undefined,
      codes: [['items-not-in-source', 1]],
    });
  });

  it('are one for each item: copies are merged', () => {
    const { said, codes } = entries([
      { item: 0, says: 'x' },
      { item: 0, says: 'x' },
      { item: 1, says: 'x' },
      { item: 2, says: 'z' },
      { item: 2, says: 'z' },
    ]);
    expect([said, codes]).toEqual([['x', 'x', 'z'], [['doubled-items', 2]]]);
  });

  it('are one for each item and time, in the slices of the log', () => {
    expect(
      entries(
        [
          { item: 0, time: 5, says: 'w' },
          { item: 0, time: 12, says: 'x' },
          { item: 0, time: 20, says: 'y' },
          { item: 1, time: 21, says: 'z' },
        ],
        timed,
      ),
    ).toEqual({
      said: ['w', 'x', 'y', 'z'],
      start: [0, 3, 4, 4],
      slice: [0, 0, 1, 1],
      codes: [
        ['items-not-in-source', 1],
        ['rows-before-log', 1],
      ],
    });
  });

  it('are refused where rows of one item and time differ, each item once', () => {
    const twice = (item: number, time: number) => ['x', 'y', 'z'].map((says) => ({ item, time, says }));
    expect(() => entries([...twice(0, 10), ...twice(2, 11)], timed)).toThrowError(
      expect.objectContaining({
        code: 'contradictory-items',
        message:
          '2 items of source v (v.csv) have several rows of the same `id` and `t` that differ (a, c): keep one of them.',
        where: { file: 'v.csv', specPath: ['sources', 0, 'item'] },
      }),
    );
  });
});
