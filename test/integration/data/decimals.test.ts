import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decimal, Int32, makeData, Table, tableToIPC, Vector, vectorFromArray } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../src/data/dataset.ts';
import { writeParquetFile } from '../../support/parquet-file.ts';
import { csv, failureOf, folderWith, type LogInput, load, logRows } from './support.ts';

const rows = logRows(60);
/** Ids that a double holds two of as one. */
const BASE = 9n * 10n ** 37n;

function decimals(values: bigint[], precision: number, scale: number, bits: 128 | 256): Vector {
  const words = new BigInt64Array((values.length * bits) / 64);
  for (const [i, value] of values.entries()) {
    for (let word = 0; word < bits / 64; word++) {
      words[(i * bits) / 64 + word] = BigInt.asIntN(64, value >> BigInt(64 * word));
    }
  }
  const data = new Uint32Array(words.buffer);
  return new Vector([makeData({ type: new Decimal(scale, precision, bits), length: values.length, data })]);
}

function arrowLog(bits: 128 | 256, ids: (user: number) => bigint, scale = 0): Uint8Array {
  const whole = 10n ** BigInt(scale);
  const precision = bits === 128 ? 38 : 76;
  const table = new Table({
    user: decimals(
      rows.map(({ user }) => ids(user) * whole),
      precision,
      scale,
      bits,
    ),
    item: vectorFromArray(
      rows.map(({ item }) => item),
      new Int32(),
    ),
    y: decimals(
      rows.map(({ y }) => BigInt(10 * y)),
      3,
      1,
      bits,
    ),
    t: decimals(
      rows.map(({ t }) => BigInt(t)),
      20,
      0,
      bits,
    ),
    price: decimals(
      rows.map((_, i) => BigInt(i % 4) * 25n),
      6,
      2,
      bits,
    ),
  });
  return tableToIPC(table, 'file');
}

const log: LogInput = {
  weight: 'price',
  features: [
    { name: 'price', type: 'numeric' },
    { name: 'user', type: 'categorical' },
  ],
};
const essence = ({ user, item, label, weight, userNames, features, timeline }: Dataset) => ({
  user: [...user],
  item: [...item],
  label: [...label],
  weight: [...(weight ?? [])],
  names: userNames,
  time: [...(timeline?.time ?? [])],
  features: features.map((f) => [...(f.type === 'numeric' ? f.values : f.codes)]),
});

describe('decimals', () => {
  it.each([128, 256] as const)(
    'of %d bits in Arrow are the exact numbers of their Parquet twin',
    async (bits) => {
      const folder = folderWith({ 'log.arrow': arrowLog(bits, (user) => BASE + BigInt(user)) });
      const values = rows.map(
        ({ user, item, y, t }, i) => `(${BASE + BigInt(user)}, ${item}, ${y}, ${t}, ${(i % 4) * 0.25})`,
      );
      await writeParquetFile(
        `${folder}/log.parquet`,
        `SELECT CAST(user AS DECIMAL(38,0)) AS user, item, CAST(y AS DECIMAL(3,1)) AS y, CAST(t AS DECIMAL(20,0)) AS t,
       CAST(price AS DECIMAL(6,2)) AS price FROM (VALUES ${values.join(', ')}) AS v(user, item, y, t, price)`,
      );
      const arrow = essence(await load(folder, { ...log, path: 'log.arrow' }));
      expect(arrow).toEqual(essence(await load(folder, { ...log, path: 'log.parquet' })));
      expect(arrow.names).toEqual(Array.from({ length: 7 }, (_, u) => String(BASE + BigInt(u))));
      expect(arrow.label).toEqual(rows.map(({ y }) => y));
      // Of positives; negatives weigh 1.
      expect(arrow.weight).toEqual(rows.map((_, i) => (arrow.label[i] === 1 ? (i % 4) * 0.25 : 1)));
      expect(arrow.time).toEqual(rows.map(({ t }) => t * 1e6));
    },
  );

  it('are integers where their fractions are 0, and are refused as ids where one is not', async () => {
    const big = 10n ** 29n;
    const folder = folderWith({ 'log.arrow': arrowLog(128, (user) => big + BigInt(user), 8) });
    const data = await load(folder, { path: 'log.arrow' });
    expect(data.userNames).toEqual(Array.from({ length: 7 }, (_, u) => String(big + BigInt(u))));
    const half = arrowLog(128, (user) => big + BigInt(user), 8);
    const odd = new Table({
      user: decimals(
        rows.map(({ user }) => big * 100n + BigInt(user === 3 ? 50 : 0)),
        38,
        2,
        128,
      ),
    });
    writeFileSync(join(folder, 'log.arrow'), half);
    const columns = ['item', 'y', 't'].map((name) => [
      name,
      vectorFromArray(
        rows.map((row) => row[name as 'y']),
        new Int32(),
      ),
    ]);
    const table = new Table({ user: odd.getChild('user') as Vector, ...Object.fromEntries(columns) });
    writeFileSync(join(folder, 'odd.arrow'), tableToIPC(table, 'file'));
    const failure = await failureOf(load(folder, { path: 'odd.arrow' }));
    expect(failure.code).toBe('bad-user');
    expect(failure.message).toContain(`9 rows have no whole number in \`user\` of odd.arrow ('${big}.50')`);
  });

  it('of more than 38 digits are refused with their column and row', async () => {
    const folder = folderWith({
      'log.arrow': arrowLog(256, (user) => (user === 6 ? 10n ** 39n : BASE + BigInt(user))),
    });
    const failure = await failureOf(load(folder, { path: 'log.arrow' }));
    expect(failure).toMatchObject({ kind: 'data', code: 'long-decimal' });
    expect(failure.message).toContain('log.arrow, column `user`, row 7: a decimal of more than 38 digits');
  });

  it('join long ids that a text file holds', async () => {
    const folder = folderWith({
      'log.arrow': arrowLog(128, (user) => BASE + BigInt(user)),
      'users.csv': csv(Array.from({ length: 7 }, (_, u) => ({ id: String(BASE + BigInt(u)), age: 20 + u }))),
    });
    const { features } = await load(
      folder,
      { path: 'log.arrow' },
      { users: { path: 'users.csv', key: 'id', features: [{ name: 'age', type: 'numeric' }] } },
    );
    const [age] = features;
    expect(age?.type === 'numeric' && [...age.values]).toEqual(rows.map(({ user }) => 20 + user));
  });
});
