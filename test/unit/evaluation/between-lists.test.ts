import { describe, expect, test } from 'vitest';
import { betweenLists, type ListRun } from '../../../src/evaluation/judge/between-lists.ts';

/** Lists of four rows, one of them positive where the list has any; half of the lists are scored higher as a whole. */
function run(ofList: number, ofRow: number, changes: Partial<ListRun> = {}): ListRun {
  const rows = 400;
  const group = Uint32Array.from({ length: rows }, (_, i) => i >> 2);
  const label = Uint8Array.from({ length: rows }, (_, i) => Number(i % 4 === 0 && group[i]! % 10 !== 0));
  const scores = Float32Array.from({ length: rows }, (_, i) => {
    const hasClick = group[i]! % 10 !== 0 ? 1 : 0;
    return ofList * hasClick + ofRow * label[i]! + ((i * 7919) % 101) / 101;
  });
  return {
    data: { group } as ListRun['data'],
    parts: { evaluate: Uint32Array.from({ length: rows }, (_, i) => i) } as ListRun['parts'],
    metric: 'auc',
    results: [{ arm: 'base', seed: 1, scores }] as unknown as ListRun['results'],
    rows: { label } as ListRun['rows'],
    ...changes,
  };
}

describe('AUC that tells lists apart', () => {
  test('is warned of where the list means alone have most of it', () => {
    const [warning, ...more] = betweenLists(run(5, 0));
    expect(more).toEqual([]);
    expect(warning).toMatchObject({ code: 'between-lists' });
    expect(warning!.message).toMatch(/it is still 0\.\d{4} of 0\.\d{4}\. No order within a list/);
  });

  test('is not where rows of a list are told apart, no lists are named, or M is another', () => {
    expect(betweenLists(run(0.1, 5))).toEqual([]);
    expect(betweenLists(run(5, 0, { data: {} as ListRun['data'] }))).toEqual([]);
    expect(betweenLists(run(5, 0, { metric: 'gauc' }))).toEqual([]);
    const single = { group: Uint32Array.from({ length: 400 }, (_, i) => i) } as ListRun['data'];
    expect(betweenLists(run(5, 0, { data: single }))).toEqual([]); // no list has an order
  });
});
