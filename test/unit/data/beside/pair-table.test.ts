/** Pairs that the log knows become a table: merged, in the slices of the log. */
import { describe, expect, it } from 'vitest';
import type { Warning } from '../../../../src/common/failure.ts';
import { pairTable } from '../../../../src/data/beside/pair-table.ts';
import { testDataset } from '../../../support/dataset.ts';

const name = 'source p (p.csv)';
/** Two slices, from the times 10 and 20. */
const { timeline } = testDataset(
  [10, 12, 20, 22].map((time, i) => ({ user: i, item: i, time, label: i % 2 })),
  { slices: 2 },
);

describe('a table of pairs', () => {
  it('has each pair once, without user and slice where the file has none', () => {
    const warnings: Warning[] = [];
    const sorted = {
      left: Uint32Array.of(1, 1, 1, 2),
      right: Uint32Array.of(2, 2, 3, 3),
      weight: Float64Array.of(1, 4, 2, 8),
      time: new Float64Array(),
      user: new Uint32Array(),
    };
    const table = pairTable({ name, columns: { weight: 'w' } }, sorted, { timeline }, warnings);
    expect(table).toEqual({
      left: Uint32Array.of(1, 1, 2),
      right: Uint32Array.of(2, 3, 3),
      weight: Float64Array.of(5, 2, 8),
    });
    expect(table.left.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(warnings.map(({ code, count }) => [code, count])).toEqual([['contradictory-pairs', 1]]);
  });

  it('has users, and slices: what is earlier than the log belongs to the first one', () => {
    const warnings: Warning[] = [];
    const sorted = {
      left: Uint32Array.of(1, 1, 1, 1),
      right: Uint32Array.of(2, 2, 2, 2),
      weight: Float64Array.of(1, 1, 1, 1),
      time: Float64Array.of(5, 12, 12, 21),
      user: Uint32Array.of(0, 0, 0, 3),
    };
    const columns = { user: 'u', time: 't' };
    const time = { kind: 'timestamp', grain: 0 } as const;
    const table = pairTable({ name, columns, time }, sorted, { timeline }, warnings);
    expect([[...table.slice!], [...table.user!]]).toEqual([
      [0, 0, 1],
      [0, 0, 3],
    ]);
    expect(warnings.map(({ code, count }) => [code, count])).toEqual([
      ['doubled-pairs', 1],
      ['pairs-before-log', 1],
    ]);
  });
});
