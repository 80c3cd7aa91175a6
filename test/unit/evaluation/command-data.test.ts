/** Blocks of fields as files for a program: what is written, once, and under which names. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Cancelled } from '../../../src/common/failure.ts';
import type { Dataset } from '../../../src/data/dataset.ts';
import { DataFiles } from '../../../src/evaluation/command/data-files.ts';
import { fieldBlock } from '../../../src/ranker/fields.ts';
import { engineUnderTest } from '../../support/engine.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-data-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Four rows; the third is used by no part, the last is evaluated. */
const DATA: Dataset = {
  rows: 4,
  user: Uint32Array.from([0, 1, 1, 0]),
  users: 2,
  item: Uint32Array.from([0, 0, 1, 1]),
  items: 2,
  userNames: ['ann', 'bob'],
  itemNames: ['x', 'y'],
  label: Uint8Array.from([1, 0, 1, 1]),
  part: Uint8Array.from([0, 1, 3, 2]),
  features: [],
  inputs: [],
  warnings: [],
};
const codes = (...values: number[]) => Uint32Array.from(values);
const column = (name: string, values: Uint32Array, cardinality = 5) => ({ name, codes: values, cardinality });
const BASE = fieldBlock([
  column('user', DATA.user, 2),
  column('item', DATA.item, 2),
  column('feature:hour of day', codes(1, 0, 2, 3)),
  column('feature:Hour-of-day', codes(4, 4, 4, 4)),
  { ...column('count:user rows', codes(1, 2, 3, 4)), numeric: Float64Array.from([0.5, Number.NaN, 7, 1e9]) },
]);
const go = async (): Promise<void> => {};

async function rows(path: string, order = 'row'): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const found = await connection.runAndReadAll(`SELECT * FROM '${path}' ORDER BY ${order}`);
  connection.closeSync();
  instance.closeSync();
  return found.getRowObjectsJson();
}

describe('the files of a program', () => {
  it('hold the base once: ids from 1, numbers as they are, names that differ in more than case', async () => {
    const files = new DataFiles(DATA, folder, [], engineUnderTest());
    const base = await files.base(BASE, go);
    expect(await files.base(BASE, () => Promise.reject(new Error('written before')))).toBe(base);
    expect(base.features.map(({ name, type, cardinality }) => [name, type, cardinality])).toEqual([
      ['user_code', 'categorical', 3],
      ['item_code', 'categorical', 3],
      ['feature_hour_of_day', 'categorical', 5],
      ['feature_Hour_of_day_2', 'categorical', 5],
      ['count_user_rows', 'numeric', undefined],
    ]);
    const key = (row: number, user: string, item: string, label: number | null, part: number) => ({
      ...{ row: String(row), user, item, label: label === null ? null : String(label), part: String(part) },
    });
    expect(await rows(base.path)).toMatchObject([
      {
        ...key(0, 'ann', 'x', 1, 0),
        user_code: '1',
        item_code: '1',
        feature_hour_of_day: '1',
        count_user_rows: 0.5,
      },
      {
        ...key(1, 'bob', 'x', 0, 1),
        user_code: '2',
        item_code: '1',
        feature_hour_of_day: '0',
        count_user_rows: null,
      },
      {
        ...key(3, 'ann', 'y', null, 2),
        user_code: '1',
        item_code: '2',
        feature_hour_of_day: '3',
        count_user_rows: 1e9,
      },
    ]);
  });

  it('give every arm all own fields, those without one a shared file, and go with the last job', async () => {
    const armBlock = fieldBlock([
      { ...column('phi:1', codes(1, 1, 1, 1)), numeric: Float32Array.from([1, 2, 3, 4]) },
      column('phi:2', codes(0, 1, 2, 3)),
    ]);
    const files = new DataFiles(DATA, folder, ['phi:1', 'phi:2', 'phi:3'], engineUnderTest());
    const file = await files.ofArm(armBlock, ['max', 'topic'], go);
    expect(file.features).toEqual([
      { name: 'phi_1', type: 'numeric', feature: 'max' },
      { name: 'phi_2', type: 'categorical', cardinality: 5, feature: 'topic' },
      { name: 'phi_3', type: 'numeric', missing: true },
    ]);
    expect(await rows(file.path)).toEqual([
      { row: '0', phi_1: 1, phi_2: '0', phi_3: null },
      { row: '1', phi_1: 2, phi_2: '1', phi_3: null },
      { row: '3', phi_1: 4, phi_2: '3', phi_3: null },
    ]);
    const none = await files.ofArm(undefined, undefined, go);
    expect(await files.ofArm(undefined, undefined, go)).toBe(none);
    expect(none.features.map(({ name, missing }) => [name, missing])).toEqual([
      ['phi_1', true],
      ['phi_2', true],
      ['phi_3', true],
    ]);
    await files.release(armBlock);
    expect([file.path, none.path].map(existsSync)).toEqual([false, true]);
  });

  it('hold the vectors of a projection once, whoever has them', async () => {
    const withVectors = (values: number[]) => ({
      ...fieldBlock([column('phi:1', codes(2, 0, 1, 1), 3)]),
      vector: {
        name: 'phi:1',
        dimension: 2,
        values: Float32Array.from(values),
        mean: Float32Array.from([0, 0]),
        scale: 1,
      },
    });
    const files = new DataFiles(DATA, folder, ['phi:1'], engineUnderTest());
    const [first, same, other] = await Promise.all(
      [
        [0.5, 1, -1, 0],
        [0.5, 1, -1, 0],
        [0, 1, -1, 0],
      ].map((values) => files.ofArm(withVectors(values), ['vector'], go)),
    );
    const [feature] = first!.features;
    expect(feature).toMatchObject({
      name: 'phi_1',
      type: 'vector',
      cardinality: 3,
      dimension: 2,
      feature: 'vector',
    });
    expect(same!.features[0]!.vectors).toBe(feature!.vectors);
    expect(other!.features[0]!.vectors).not.toBe(feature!.vectors);
    expect(await rows(feature!.vectors!, 'number')).toEqual([
      { number: '1', vector: [0.5, 1] },
      { number: '2', vector: [-1, 0] },
    ]);
    expect((await rows(first!.path)).map(({ phi_1 }) => phi_1)).toEqual(['2', '0', '1']);
  });

  it('are not written to the end of a cancelled run', async () => {
    const files = new DataFiles(DATA, folder, [], engineUnderTest());
    await expect(files.base(BASE, () => Promise.reject(new Cancelled()))).rejects.toThrow(Cancelled);
    expect(existsSync(join(folder, 'base.parquet'))).toBe(false);
    const gone = new DataFiles(DATA, join(folder, 'gone'), [], engineUnderTest());
    await expect(gone.base(BASE, go)).rejects.toMatchObject({ name: 'Failure' });
  });
});
