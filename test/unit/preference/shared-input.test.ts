/** What tasks of features share lies on shared memory: a thread would get a copy of anything else. */
import { expect, it } from 'vitest';
import { hashedFolds } from '../../../src/preference/features/folds.ts';
import { ofSomeRows, ofWholeLog, pickRows } from '../../../src/preference/features/some-rows.ts';
import { testDataset } from '../../support/dataset.ts';
import { sourceInput } from '../../support/preference.ts';
import { random } from '../../support/random.ts';

/** Paths of arrays that are not on shared memory. */
function copied(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (ArrayBuffer.isView(value)) return value.buffer instanceof SharedArrayBuffer ? [] : [path];
  return Object.entries(value).flatMap(([key, member]) => copied(member, `${path}.${key}`));
}

it('of all rows, and of some', async () => {
  const next = random(3);
  const rows = Array.from({ length: 400 }, (_, i) => ({
    user: Math.floor(next() * 30),
    item: Math.floor(next() * 20),
    time: i * 1e6,
    label: Number(next() < 0.4),
  }));
  const data = testDataset(rows);
  const userFold = await hashedFolds(data.userNames, { folds: 4, seed: 1 }, async () => {});
  const input = sourceInput(data, userFold, 4);
  const ofTable = ['.data.timeline.sliceStarts', '.timeline.sliceStarts']; // a number per slice
  const large = (paths: string[]) => paths.filter((path) => !ofTable.includes(path));
  expect(input.positives.count).toBeGreaterThan(100);
  expect(large(copied(input, ''))).toEqual([]);
  const { historyEnds: whole, ...log } = input;
  const picked = await pickRows(log, Uint32Array.of(3, 50, 200), async () => {});
  const some = ofSomeRows(log, picked);
  expect(large(copied(some, ''))).toEqual([]);
  expect([...some.historyEnds]).toEqual([whole[3], whole[50], whole[200]]);
  expect(whole[200]).toBeGreaterThan(0);
  expect([...some.data.user]).toEqual([3, 50, 200].map((row) => data.user[row]));
  // What is picked once serves the inputs of other seeds and sources.
  const other = ofSomeRows({ ...log, userFold: userFold.slice() }, picked);
  expect(other.data.user).toBe(some.data.user);
  expect(other.historyEnds).toBe(some.historyEnds);
  expect(ofWholeLog(log).historyEnds).toEqual(whole);
  expect(ofWholeLog({ ...log }).historyEnds).toBe(ofWholeLog(log).historyEnds);
});
