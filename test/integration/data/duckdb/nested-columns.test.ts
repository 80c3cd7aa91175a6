/** Columns inside records, and parts of a log whose values are all missing. */
import { Null, Table, tableToIPC, type Vector, vectorFromArray } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { PROFILE_COLUMNS } from '../../../../src/data/duckdb/look/look.ts';
import type { ProfileOptions } from '../../../../src/data/profile.ts';
import { engineUnderTest } from '../../../support/engine.ts';
import { profileData } from '../../../support/evaluate.ts';
import {
  failureOf,
  folderWith,
  jsonLines,
  type LogInput,
  load,
  logRows,
  runContext,
  specOf,
} from '../support.ts';
import { sql } from './sql.ts';

const rows = logRows(60);
const nested = rows.map(({ user, item, y, t }, i) => ({
  user:
    i % 20 === 7
      ? { ID: 'x', id: user, geo: null }
      : { ID: 'x', id: user, geo: { city: `c${i % 3}`, ll: [1, i] } },
  item,
  y,
  t,
}));
const plain = rows.map((row, i) => ({ ...row, city: i % 20 === 7 ? null : `c${i % 3}` }));
const log: LogInput = { user: 'user.id', features: ['user.geo.city'] };

async function folderOf(
  format: 'jsonl' | 'parquet' | 'arrow',
  content: readonly object[] = nested,
): Promise<string> {
  if (format === 'arrow') {
    const column = (name: string) =>
      vectorFromArray(content.map((row) => (row as Record<string, unknown>)[name])) as Vector;
    const names = Object.keys(content[0]!);
    const table = new Table(Object.fromEntries(names.map((name) => [name, column(name)])));
    return folderWith({ 'log.arrow': tableToIPC(table, 'file') });
  }
  const folder = folderWith({ 'log.jsonl': jsonLines(content as Record<string, unknown>[]) });
  if (format === 'parquet') {
    await sql(`COPY (FROM read_json('${folder}/log.jsonl')) TO '${folder}/log.parquet' (FORMAT parquet)`);
  }
  return folder;
}

/** DuckDB cannot write a record with two fields that differ in case alone. */
const withoutTwins = nested.map(({ user: { ID: _, ...user }, ...row }) => ({ user, ...row }));

describe('columns inside records', () => {
  it.each([
    ['jsonl', nested],
    ['jsonl', withoutTwins],
    ['parquet', withoutTwins],
    ['arrow', nested],
  ] as const)('are read under a name with dots: %s', async (format, content) => {
    const data = await load(await folderOf(format, content), { ...log, path: `log.${format}` });
    const same = await load(folderWith({ 'log.jsonl': jsonLines(plain) }), {
      path: 'log.jsonl',
      features: ['city'],
    });
    expect(data.user).toEqual(same.user);
    expect(data.userNames).toEqual(same.userNames);
    expect(data.features).toEqual([{ ...same.features[0], name: 'user.geo.city' }]);
  });

  it('are listed by a check, in the place of their record', async () => {
    const spec = specOf({ ...log, path: 'log.jsonl' });
    const checked = await engineUnderTest().check(spec, await folderOf('jsonl', withoutTwins), runContext());
    expect(checked.columns[0]?.columns.map(({ name }) => name)).toEqual([
      'user.id',
      'user.geo.city',
      'user.geo.ll',
      'item',
      'y',
      't',
    ]);
  });

  it('are looked at one by one, as far as there are not too many columns', async () => {
    const look = async (path: string, folder: string, options?: ProfileOptions) =>
      (await profileData([path], folder, runContext(), options)).columns;
    const columns = await look('log.jsonl', await folderOf('jsonl', withoutTwins));
    expect(columns.map(({ name, family, distinct }) => [name, family, distinct])).toEqual([
      ['user', 'record', 0],
      ['user.id', 'integer', 7],
      ['user.geo', 'record', 0],
      ['user.geo.city', 'text', 3],
      ['user.geo.ll', 'list', 0],
      ['item', 'integer', 11],
      ['y', 'integer', 2],
      ['t', 'integer', 60],
    ]);
    const names = Array.from({ length: 120 }, (_, i) => `k${i}`);
    const values = [0, 1].map((row) => names.map((_, i) => i + row).join(','));
    const folder = folderWith({ 'w.csv': `${[names.join(','), ...values].join('\n')}\n` });
    expect(PROFILE_COLUMNS).toBe(500); // so that all of these are read where nothing else is said
    for (const most of [undefined, 50]) {
      const many = await look('w.csv', folder, { columns: most });
      expect(many.map(({ name }) => name)).toEqual(names);
      const isRead = (i: number) => most === undefined || i < most || i >= names.length - most;
      expect(many.map(({ distinct }) => distinct)).toEqual(names.map((_, i) => (isRead(i) ? 2 : 0)));
    }
  });

  it('come after a column whose own name has the dot', async () => {
    const both = nested.map((row, i) => ({ ...row, 'user.id': 100 + (i % 4) }));
    const data = await load(await folderOf('jsonl', both), { ...log, path: 'log.jsonl' });
    expect(data.userNames).toEqual(['100', '101', '102', '103']);
  });

  it('can be named in a label', async () => {
    const label = rows.map(({ y, ...row }) => ({ ...row, event: { liked: y, Liked: 0 } }));
    for (const text of ['event.liked', '"event.liked" >= 1', 'event.liked >= 1']) {
      const data = await load(await folderOf('jsonl', label), { path: 'log.jsonl', label: text });
      expect([...data.label], text).toEqual(rows.map(({ y }) => y));
    }
  });

  it.each([
    [
      'user',
      /^`user` in log\.jsonl holds records: name a column inside it, such as `user\.ID`, `user\.id`, `user\.geo\.city`\.$/,
    ],
    [
      'user.geo',
      /^`user\.geo` in log\.jsonl holds records: name a column inside it, such as `user\.geo\.city`\.$/,
    ],
    ['user.geo.ll', /^`user\.geo\.ll` in log\.jsonl holds lists/],
    ['user.idd', /^no column `user\.idd` in log\.jsonl; did you mean `user\.id`\?$/],
  ])('are refused in one sentence where they cannot be used: %s', async (user, message) => {
    const failure = await failureOf(load(await folderOf('jsonl'), { path: 'log.jsonl', user }));
    expect(failure.message).toMatch(message);
  });

  it('are not looked for in lists of records and in maps', async () => {
    const listed = rows.map((row) => ({ ...row, tags: [{ id: 1 }] }));
    const folder = await folderOf('jsonl', listed);
    const inside = await failureOf(load(folder, { path: 'log.jsonl', features: ['tags.id'] }));
    expect(inside.message).toMatch(/^no column `tags\.id` in log\.jsonl; it has `user`, `item`, `y`, `t`/);
    const whole = await failureOf(load(folder, { path: 'log.jsonl', features: ['tags'] }));
    expect(whole.message).toMatch(/^`tags` in log\.jsonl holds structured or binary values/);
  });
});

describe('parts whose values are all missing', () => {
  const filled = rows.map((row, i) => ({ ...row, word: `w${i % 3}`, size: i % 5 }));
  const empty = (row: object) => ({ ...row, word: null, size: null });
  const features: LogInput['features'] = ['word', { name: 'size', type: 'numeric' }];
  const halves = [filled.slice(0, 30).map(empty), filled.slice(30)] as const;
  let loaded: ReturnType<typeof load> | undefined;
  /** Of one file, read once. */
  const expected = async () => {
    const content = { 'log.jsonl': jsonLines(halves.flat() as Record<string, unknown>[]) };
    loaded ??= load(folderWith(content), { path: 'log.jsonl', features });
    return (await loaded).features;
  };

  it.each([0, 1])('take the type of the others: JSON lines, empty part %i first', async (first) => {
    const order = first === 0 ? halves : halves.toReversed();
    const folder = folderWith({
      'a.jsonl': jsonLines(order[0] as Record<string, unknown>[]),
      'b.jsonl': jsonLines(order[1] as Record<string, unknown>[]),
    });
    expect((await load(folder, { path: '*.jsonl', features })).features).toEqual(await expected());
  });

  it('take the type of the others: CSV', async () => {
    const text = (half: readonly object[]) =>
      [Object.keys(half[0]!), ...half.map((row) => Object.values(row).map((v) => v ?? ''))].join('\n');
    const folder = folderWith({ 'a.csv': text(halves[0]), 'b.csv': text(halves[1]) });
    expect((await load(folder, { path: '*.csv', features })).features).toEqual(await expected());
  });

  it.each([
    ['INTEGER', 'NULL'],
    ['DOUBLE', "CAST('NaN' AS DOUBLE)"],
    ['VARCHAR', 'NULL'],
    ['TIMESTAMP', 'NULL'],
  ])('take the type of the others: Parquet that calls them %s', async (type, value) => {
    const folder = folderWith({
      'a.jsonl': jsonLines(halves[0] as Record<string, unknown>[]),
      'b.jsonl': jsonLines(halves[1]),
    });
    const columns = `"user", item, y, t, CAST(${value} AS ${type}) AS word, CAST(${value} AS ${type}) AS size`;
    await sql(
      `COPY (SELECT ${columns} FROM read_json('${folder}/a.jsonl')) TO '${folder}/a.parquet' (FORMAT parquet)`,
      `COPY (FROM read_json('${folder}/b.jsonl')) TO '${folder}/b.parquet' (FORMAT parquet)`,
    );
    expect((await load(folder, { path: '*.parquet', features })).features).toEqual(await expected());
  });

  it('take the type of the others: Arrow', async () => {
    const file = (half: readonly object[], none: boolean) => {
      const column = (name: string) => half.map((row) => (row as Record<string, never>)[name]);
      const vector = (name: string) =>
        none && (name === 'word' || name === 'size')
          ? vectorFromArray(column(name), new Null())
          : vectorFromArray(column(name));
      const names = Object.keys(half[0]!);
      return tableToIPC(
        new Table(Object.fromEntries(names.map((name) => [name, vector(name) as Vector]))),
        'file',
      );
    };
    const folder = folderWith({ 'a.arrow': file(halves[0], true), 'b.arrow': file(halves[1], false) });
    expect((await load(folder, { path: '*.arrow', features })).features).toEqual(await expected());
  });

  it('are missing features where all parts are, and keep large integers exact', async () => {
    const all = await load(
      folderWith({ 'log.jsonl': jsonLines(filled.map(empty) as Record<string, unknown>[]) }),
      { path: 'log.jsonl', features },
    );
    expect(all.features).toMatchObject([
      { name: 'word', cardinality: 1 },
      { name: 'size', type: 'numeric' },
    ]);
    const folder = folderWith();
    await sql(
      `COPY (SELECT i % 7 AS "user", i % 5 AS item, i % 2 AS y, 1700000000 + i AS t, CAST(NULL AS DOUBLE) AS big FROM range(30) AS r(i)) TO '${folder}/a.parquet'`,
      `COPY (SELECT i % 7 AS "user", i % 5 AS item, i % 2 AS y, 1700000030 + i AS t, 9007199254740993 + i % 2 AS big FROM range(30) AS r(i)) TO '${folder}/b.parquet'`,
    );
    const data = await load(folder, { path: '*.parquet', features: ['big'] });
    expect(data.features[0]).toMatchObject({ names: ['missing', '9007199254740993', '9007199254740994'] });
  });

  it('are refused where their types do not mix', async () => {
    const folder = folderWith({
      'a.jsonl': jsonLines(filled.slice(0, 30)),
      'b.jsonl': jsonLines(filled.slice(30).map((row) => ({ ...row, word: 3 }))),
    });
    const failure = await failureOf(load(folder, { path: '*.jsonl', features }));
    expect(failure).toMatchObject({
      code: 'mixed-types',
      where: { file: 'b.jsonl', specPath: ['log', 'features', 0] },
    });
  });
});
