import { describe, expect, it } from 'vitest';
import type { SpecInput } from '../../../src/specfile/schema.ts';
import { writeParquetFile } from '../../support/parquet-file.ts';
import { csv, failureOf, folderWith, jsonLines, load, logRows } from './support.ts';

const rows = logRows(60);
const items: NonNullable<SpecInput['items']> = {
  path: 'items.jsonl',
  key: 'id',
  features: ['genre', { name: 'year', type: 'numeric' }],
};
const catalogue = Array.from({ length: 9 }, (_, i) => ({
  id: i as number | string | null,
  genre: i === 4 ? null : i % 2 === 0 ? 'b' : 'a',
  year: 1990 + i,
}));

describe('items and users', () => {
  it('brings features by key; unknown items have missing ones and are warned of', async () => {
    const folder = folderWith({
      'log.csv': csv(rows),
      'items.jsonl': jsonLines([...catalogue, { id: 999, genre: 'unused', year: 0 }]),
      'users.csv': csv(Array.from({ length: 7 }, (_, i) => ({ u: i, age: 20 + (i % 3) }))),
    });
    const data = await load(folder, {}, { items, users: { path: 'users.csv', key: 'u', features: ['age'] } });
    const [genre, year, age] = data.features;
    expect(data.features.map(({ name }) => name)).toEqual(['genre', 'year', 'age']);
    expect(genre).toMatchObject({ cardinality: 3 }); // missing, a, b: the item nobody sees adds no category
    const codes = (item: number) => (item >= 9 || item === 4 ? 0 : item % 2 === 0 ? 2 : 1);
    expect(genre?.type === 'categorical' && [...genre.codes]).toEqual(rows.map(({ item }) => codes(item)));
    expect(year?.type === 'numeric' && [...year.values]).toEqual(
      rows.map(({ item }) => (item >= 9 ? Number.NaN : 1990 + item)),
    );
    expect(age?.type === 'categorical' && [...age.codes]).toEqual(rows.map(({ user }) => 1 + (user % 3)));
    const unknown = rows.filter(({ item }) => item >= 9).length;
    expect(data.warnings).toContainEqual({
      code: 'unknown-items',
      message: '2 items of the log are not in items.jsonl; their features are missing.',
      count: unknown,
    });
    expect(data.inputs.map(({ role, rows: n }) => [role, n])).toEqual([
      ['log', 60],
      ['items', 10],
      ['users', 7],
    ]);
  });

  it('prefixes the second feature of one name', async () => {
    const folder = folderWith({
      'log.csv': csv(rows.map((row) => ({ ...row, genre: 'x' }))),
      'items.jsonl': jsonLines(catalogue),
    });
    const data = await load(folder, { features: ['genre'] }, { items });
    expect(data.features.map(({ name }) => name)).toEqual(['genre', 'items.genre', 'year']);
  });

  it('refuses duplicate keys, naming the first and their number', async () => {
    const twice = [...catalogue, ...catalogue.slice(2, 5), catalogue[2] as object];
    const folder = folderWith({ 'log.csv': csv(rows), 'items.jsonl': jsonLines(twice as never) });
    const failure = await failureOf(load(folder, {}, { items }));
    expect(failure).toMatchObject({
      code: 'duplicate-key',
      kind: 'data',
      where: { file: 'items.jsonl', specPath: ['items', 'key'] },
    });
    expect(failure.message).toMatch(/3 keys stand more than once in items\.jsonl, first `id` = 2 \(3 rows\)/);
  });

  it('compares integers with texts that are integers, in both directions', async () => {
    const textual = folderWith({
      'log.csv': csv(rows),
      'items.jsonl': jsonLines(catalogue.map((row) => ({ ...row, id: String(row.id) }))),
    });
    const plain = folderWith({ 'log.csv': csv(rows), 'items.jsonl': jsonLines(catalogue) });
    const expected = (await load(plain, {}, { items })).features;
    expect((await load(textual, {}, { items })).features).toEqual(expected);
    await writeParquetFile(
      `${plain}/log.parquet`,
      `SELECT * REPLACE (item::VARCHAR AS item) FROM '${plain}/log.csv'`,
    );
    const data = await load(plain, { path: 'log.parquet' }, { items });
    expect(data.itemNames[2]).toBe('10'); // texts sort as texts
    const genre = data.features[0];
    const first = expected[0];
    expect(genre?.type === 'categorical' && [...genre.codes].sort()).toEqual(
      first?.type === 'categorical' && [...first.codes].sort(),
    );
  });

  it('refuses integers against texts that are none', async () => {
    const named = catalogue.map((row) => ({ ...row, id: `m-${row.id}` }));
    const folder = folderWith({ 'log.csv': csv(rows), 'items.jsonl': jsonLines(named) });
    const failure = await failureOf(load(folder, {}, { items }));
    expect(failure.code).toBe('key-types-differ');
    expect(failure.message).toMatch(
      /`item` in log\.csv holds integers, but `id` in items\.jsonl holds texts that are none \('m-0', 'm-1', 'm-2'\)/,
    );
    const other = folderWith({
      'log.csv': csv(rows.map((row) => ({ ...row, item: `0${row.item}` }))),
      'items.jsonl': jsonLines(catalogue),
    });
    expect((await failureOf(load(other, {}, { items }))).message).toMatch(
      /`id` in items\.jsonl holds integers, but `item`/,
    );
  });

  it('warns of rows without a key, and refuses keys that identify nothing', async () => {
    const folder = folderWith({
      'log.csv': csv(rows),
      'items.jsonl': jsonLines([
        ...catalogue,
        { id: null, genre: 'x', year: 1 },
        { id: null, genre: 'y', year: 2 },
      ]),
      'lists.jsonl': jsonLines(catalogue.map((row) => ({ ...row, id: [row.id] }))),
    });
    const { warnings } = await load(folder, {}, { items });
    expect(warnings).toContainEqual({
      code: 'missing-key',
      message: 'Rows of items.jsonl without `id` join nothing.',
      count: 2,
    });
    const failure = await failureOf(load(folder, {}, { items: { ...items, path: 'lists.jsonl' } }));
    expect(failure).toMatchObject({ code: 'bad-item', where: { specPath: ['items', 'key'] } });
  });
});
