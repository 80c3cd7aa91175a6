/** Rows of items by slice: the placebo's strata are those of the rows themselves. */
import { expect, it } from 'vitest';
import { exposuresOf } from '../../../src/preference/features/exposures.ts';
import { random } from '../../support/random.ts';

it('counts the rows of each item in each slice', () => {
  const item = Uint32Array.of(2, 0, 2, 2, 1, 0, 0, 3);
  const slice = Uint16Array.of(0, 0, 0, 1, 1, 1, 3, 3);
  const { sliceStart, item: items, rows } = exposuresOf({ item, items: 5 }, { slice, slices: 5 });
  expect([...sliceStart]).toEqual([0, 2, 5, 5, 7, 7]);
  expect([...items]).toEqual([2, 0, 2, 1, 0, 0, 3]);
  expect([...rows]).toEqual([2, 1, 1, 1, 1, 1, 1]);
  for (const array of [sliceStart, items, rows]) expect(array.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(
    exposuresOf({ item: new Uint32Array(0), items: 5 }, { slice: new Uint16Array(0), slices: 2 }).rows,
  ).toHaveLength(0);
});

it('comes to the counts of a list of rows', () => {
  const next = random(7);
  const slice = Uint16Array.from({ length: 5000 }, () => Math.floor(next() * 6)).sort();
  const item = Uint32Array.from(slice, () => Math.floor(next() ** 2 * 300));
  const { sliceStart, item: items, rows } = exposuresOf({ item, items: 300 }, { slice, slices: 6 });
  const counted = new Map<string, number>();
  for (const [row, s] of slice.entries())
    counted.set(`${s} ${item[row]}`, (counted.get(`${s} ${item[row]}`) ?? 0) + 1);
  const found = new Map<string, number>();
  for (let s = 0; s < 6; s++)
    for (let e = sliceStart[s]!; e < sliceStart[s + 1]!; e++) found.set(`${s} ${items[e]}`, rows[e]!);
  expect(found).toEqual(counted);
  expect(rows).toHaveLength(counted.size);
});
