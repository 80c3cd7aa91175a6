/** Columns in files: the same numbers, read when they are asked for, and shared by whoever holds them. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { collectGarbage } from '../../../src/common/garbage.ts';
import { changed, only } from '../../../src/data/changed.ts';
import type { Dataset } from '../../../src/data/dataset.ts';
import { filed } from '../../../src/data/filed.ts';
import { testDataset } from '../../support/dataset.ts';

const place = mkdtempSync(join(tmpdir(), 'lis-filed-test-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

const rows = Array.from({ length: 300 }, (_, i) => ({ user: i % 7, item: i % 5, time: i, label: i % 2 }));
const log: Dataset = {
  ...testDataset(rows),
  group: Uint32Array.from({ length: 600 }, (_, i) => i).subarray(100, 400),
  weight: new Float64Array(300).fill(Number.NaN),
  features: [
    { name: 'hour', type: 'numeric', values: Float32Array.from({ length: 300 }, (_, i) => i / 3) },
    { name: 'city', type: 'categorical', codes: new Uint32Array(300).fill(2), cardinality: 3 },
  ],
};

async function inFolder(data: Dataset): Promise<Dataset> {
  const folder = mkdtempSync(join(place, 'log-'));
  return filed(data, async () => join(folder, `${readdirSync(folder).length}.bin`));
}

it('holds the same log, on shared memory', async () => {
  const found = await inFolder(log);
  expect(found).toEqual(log);
  expect(Object.keys(found).sort()).toEqual(Object.keys(log).sort());
  expect(structuredClone(found)).toEqual(log); // as it comes to a thread
  const { user, group, timeline, features } = found;
  const ofFeatures = features.map((column) => (column.type === 'numeric' ? column.values : column.codes));
  for (const column of [user, group!, timeline!.time, timeline!.slice, ...ofFeatures])
    expect(column.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(found.label).toBe(log.label);
  expect(await inFolder({ ...log, timeline: undefined, features: [] })).toMatchObject({ features: [] });
});

it('holds nothing of a memory that many columns are pieces of', async () => {
  const { buffer } = new Uint8Array(new SharedArrayBuffer(4000)).fill(1);
  const pairs = {
    left: new Uint32Array(buffer, 1200, 3),
    right: new Uint32Array(buffer, 1600, 3),
    weight: new Float64Array(buffer, 2000, 3),
  };
  const city = { ...log.features[1]!, keys: new Uint32Array(buffer, 2400, 3) };
  const pieces: Dataset = {
    ...{ ...log, label: new Uint8Array(buffer, 300, 300), pairs: { edited: pairs }, features: [city] },
    timeline: { ...log.timeline!, sliceStarts: new Float64Array(buffer, 2800, 10) },
  };
  const found = await inFolder(pieces);
  expect(found).toEqual(pieces);
  expect(found.part).toBe(log.part);
  const { left, right, weight } = found.pairs!['edited']!;
  const { keys } = found.features[0] as typeof city;
  for (const array of [found.label, left, right, weight, keys, found.timeline!.sliceStarts]) {
    expect(array.buffer).not.toBe(buffer);
    expect(array.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(array.byteLength).toBe(array.buffer.byteLength);
  }
});

it('reads a column once for all who hold it, and again when nobody does', async () => {
  const found = await inFolder(log);
  const { user } = found;
  expect(found.user).toBe(user);
  expect(changed(found, { warnings: [] }).user).toBe(user);
  const dropped = new WeakRef(found.item);
  await setImmediate();
  collectGarbage();
  expect(dropped.deref()).toBeUndefined();
  expect(found.item).toEqual(log.item);
  expect(found.user).toBe(user);
});

it('reads nothing of a column that is not asked for', async () => {
  const folder = mkdtempSync(join(place, 'log-'));
  const found = await filed(log, async () => join(folder, `${readdirSync(folder).length}.bin`));
  rmSync(folder, { recursive: true });
  const other = changed(found, { label: new Uint8Array(300), item: log.item });
  const some = only(other, ['rows', 'user', 'item', 'labelTime']);
  expect(Object.keys(some)).toEqual(['rows', 'user', 'item']);
  expect([some.item, some.rows]).toEqual([log.item, 300]);
  expect(() => some.user).toThrow('make room there, or name another one in TMPDIR');
});
