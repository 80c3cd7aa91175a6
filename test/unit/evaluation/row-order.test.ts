import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, describe, expect, it } from 'vitest';
import { PART } from '../../../src/data/dataset.ts';
import { DataFiles } from '../../../src/evaluation/command/data-files.ts';
import { fieldBlock } from '../../../src/ranker/fields.ts';
import { testDataset } from '../../support/dataset.ts';
import { engineUnderTest } from '../../support/engine.ts';

const folder = mkdtempSync(join(tmpdir(), 'lis-order-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every user sees every item four times in each of ten days, and clicks it once: four rows that tie in all but the label. */
const data = testDataset(
  Array.from({ length: 10 * 6 * 8 * 4 }, (_, i) => ({
    user: i % 6,
    item: Math.floor(i / 6) % 8,
    time: Math.floor(i / (6 * 8 * 4)),
    label: Number(Math.floor(i / 48) % 4 === 2),
  })),
);

describe('rows that tie in time, user and item', () => {
  it('stand in the files in no order that tells their labels, and their predictions find them', async () => {
    const files = new DataFiles(data, folder, [], engineUnderTest());
    const block = fieldBlock([{ name: 'user', codes: data.user, cardinality: data.users }]);
    const { path } = await files.base(block, async () => {});
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const read = await connection.runAndReadAll(`SELECT "row", "user", item, part FROM '${path}'`);
    const rows = read.getRowObjectsJS() as { row: number; user: string; item: string; part: number }[];
    connection.closeSync();
    instance.closeSync();
    expect(rows.map(({ row }) => Number(row))).toEqual(rows.map((_, at) => at));

    // Which row of the log each one is: numbersOf is its inverse.
    const all = Uint32Array.from({ length: data.rows }, (_, row) => row);
    const numbers = files.numbersOf(all);
    expect(new Set(numbers).size).toBe(data.rows);
    const clicked = [0, 0, 0, 0];
    for (const row of all) {
      const found = rows[numbers[row]!]!;
      expect([found.user, found.item]).toEqual([
        data.userNames[data.user[row]!],
        data.itemNames[data.item[row]!],
      ]);
      expect(Number(found.part) === PART.evaluate).toBe(data.part[row] === PART.evaluate);
      if (data.label[row] === 1) clicked[numbers[row]! % 4]!++;
    }
    // The log itself has every click last of four; the files have a quarter of them in each place.
    for (const count of clicked) expect(count / (data.rows / 4)).toBeGreaterThan(0.15);
  });
});
