import { describe, expect, it } from 'vitest';
import { engineUnderTest } from '../../support/engine.ts';
import { writeParquetFile } from '../../support/parquet-file.ts';
import {
  csv,
  failureOf,
  folderWith,
  jsonLines,
  type LogInput,
  load,
  logRows,
  runContext,
  specOf,
} from './support.ts';

const rows = logRows(60);
const folder = () => folderWith({ 'log.csv': csv(rows) });
/** A log whose rows 3 and 4 (0-based) have other values. */
const changed = (values: Record<string, unknown>) =>
  folderWith({
    'log.jsonl': jsonLines(rows.map((row, i) => (i === 3 || i === 4 ? { ...row, ...values } : row))),
  });
const jsonl: LogInput = { path: 'log.jsonl' };

describe('columns that are not there', () => {
  it.each([
    [{ user: 'usr' }, ['log', 'user'], 'no column `usr` in log.csv; did you mean `user`?'],
    [{ item: 'Item' }, ['log', 'item'], 'no column `Item` in log.csv; did you mean `item`?'],
    [{ label: 'yy = 1' }, ['log', 'label'], 'no column `yy` in log.csv; did you mean `y`?'],
    [{ time: 'when' }, ['log', 'time'], 'no column `when` in log.csv; it has `user`, `item`, `y`, `t`.'],
    [
      { group: 'request' },
      ['log', 'group'],
      'no column `request` in log.csv; it has `user`, `item`, `y`, `t`.',
    ],
    [{ features: ['t', 'itm'] }, ['log', 'features', 1], 'no column `itm` in log.csv; did you mean `item`?'],
  ] as const)('%o', async (log, specPath, message) => {
    const failure = await failureOf(load(folder(), log as LogInput));
    expect(failure.message).toBe(message);
    expect(failure).toMatchObject({
      code: 'no-column',
      kind: 'usage',
      exitCode: 2,
      where: { file: 'log.csv', specPath },
    });
  });

  it('names the file of many that lacks it, and the file whose type differs', async () => {
    const f = folderWith({
      'a.jsonl': jsonLines(rows),
      'b.jsonl': jsonLines(rows.map(({ t, ...row }) => row)),
      'c.jsonl': jsonLines(rows.map((row) => ({ ...row, user: `u${row.user}` }))),
    });
    expect((await failureOf(load(f, { path: ['a.jsonl', 'b.jsonl'] }))).message).toMatch(
      /no column `t` in b\.jsonl/,
    );
    const mixed = await failureOf(load(f, { path: ['a.jsonl', 'c.jsonl'] }));
    expect(mixed).toMatchObject({ code: 'mixed-types', kind: 'data', where: { file: 'c.jsonl' } });
    expect(mixed.message).toMatch(
      /`user` holds integers in a\.jsonl \(BIGINT\) and text in c\.jsonl \(VARCHAR\)/,
    );
  });
});

describe('labels', () => {
  it.each(['log.csv', 'log.parquet'])('has none where a number is NaN: %s', async (path) => {
    const f = folderWith({ 'log.csv': csv(rows.map((row, i) => ({ ...row, y: i < 3 ? 'nan' : row.y }))) });
    await writeParquetFile(`${f}/log.parquet`, `FROM read_csv('${f}/log.csv', types = {'y': 'DOUBLE'})`);
    const failure = await failureOf(load(f, { path, label: 'y >= 1' }));
    expect(failure).toMatchObject({ code: 'missing-label', kind: 'data' });
    expect(failure.message).toMatch(/^3 rows have no label \(`y >= 1` is null/);
    const filled = await load(f, { path, label: 'coalesce(y, 0) >= 1' });
    expect([...filled.label]).toEqual(rows.map(({ y }, i) => (i < 3 ? 0 : y)));
  });

  it('has none where it divides by zero', async () => {
    const failure = await failureOf(load(folder(), { label: 'item / y >= 1' }));
    expect(failure).toMatchObject({ code: 'missing-label', kind: 'data' });
  });

  it('takes 0/1 columns, booleans, and expressions', async () => {
    const f = folderWith({
      'log.jsonl': jsonLines(
        rows.map((row) => ({ ...row, rating: row.y * 2.5 + 1, flag: row.y === 1, 'odd name': row.y })),
      ),
    });
    const expected = rows.map(({ y }) => y);
    for (const label of [
      'y',
      'rating >= 3',
      'flag',
      'odd name',
      'not (rating < 3) and user >= 0',
      'rating in (3.5, 4)',
    ]) {
      expect([...(await load(f, { ...jsonl, label })).label], label).toEqual(expected);
    }
  });

  it.each([
    [{ y: 2 }, 'y', 'bad-label', /2 rows have a label other than 0 and 1 \('2' from `y` in log\.jsonl\)/],
    [{ y: 0.5 }, 'y', 'bad-label', /2 rows have a label other than 0 and 1 \('0\.5'/],
    [{ y: null }, 'y', 'missing-label', /2 rows have no label/],
    [{ y: null }, 'y >= 1', 'missing-label', /`y >= 1` is null/],
    [{ y: 'yes' }, 'y', 'bad-label', /values of several types/],
    [{}, 'user', 'bad-label', /write a condition such as `user >= 4`/],
  ] as const)('refuses %o read as `%s`', async (values, label, code, message) => {
    const failure = await failureOf(load(changed(values), { ...jsonl, label }));
    expect(failure.message).toMatch(message);
    expect(failure).toMatchObject({
      code,
      kind: 'data',
      where: { file: 'log.jsonl', specPath: ['log', 'label'] },
    });
  });

  it.each([
    'y = (select 1)',
    "read_csv('/etc/passwd') = 1",
    'y; drop table log',
    "y = 1 union select * from 'log.csv'",
    'y >',
  ])('refuses the expression %s', async (label) => {
    expect(await failureOf(load(folder(), { label }))).toMatchObject({
      code: 'bad-expression',
      kind: 'usage',
      where: { specPath: ['log', 'label'] },
    });
  });

  it('says what the columns of an expression hold when it cannot be computed', async () => {
    const f = folderWith({ 'log.jsonl': jsonLines(rows.map((row) => ({ ...row, name: `n${row.user}` }))) });
    const failure = await failureOf(load(f, { ...jsonl, label: 'name >= 4' }));
    expect(failure).toMatchObject({ code: 'bad-expression', kind: 'usage' });
    expect(failure.message).toBe('log.label `name >= 4` does not fit its columns: `name` holds text.');
  });
});

describe('users and items', () => {
  it.each([
    [{ user: null }, 'missing-user', /2 rows have no user in `user` of log\.jsonl/],
    [{ item: null }, 'missing-item', /2 rows have no item/],
    [{ user: 1.5 }, 'bad-user', /2 rows have no whole number in `user` of log\.jsonl \('1\.5'\)/],
    [{ item: 1e300 }, 'bad-item', /no whole number/],
    [{ user: 'x' }, 'bad-user', /values of several types/],
  ] as const)('refuses %o', async (values, code, message) => {
    const failure = await failureOf(load(changed(values), jsonl));
    expect(failure.message).toMatch(message);
    expect(failure).toMatchObject({ code, kind: 'data' });
  });

  it('refuses lists, structures and truth values as identity, and empty texts', async () => {
    for (const [value, code, type] of [
      [[1], 'bad-user', 'lists'],
      [{ a: 1 }, 'record-column', 'records'],
      [true, 'bad-user', 'true/false'],
    ] as const) {
      const f = folderWith({ 'log.jsonl': jsonLines(rows.map((row) => ({ ...row, user: value }))) });
      const failure = await failureOf(load(f, jsonl));
      expect(failure.code).toBe(code);
      expect(failure.message).toContain(type);
    }
    const f = folderWith({
      'log.jsonl': jsonLines(rows.map((row, i) => ({ ...row, user: i === 0 ? '' : 'u' }))),
    });
    expect((await failureOf(load(f, jsonl))).message).toMatch(/1 row has no user/);
  });
});

describe('features, group and weight', () => {
  const rich = rows.map((row, i) => ({
    ...row,
    hour: i % 4 === 0 ? null : i % 3,
    price: i % 5 === 0 ? null : i / 2,
    device: i % 2 === 0 ? 'web' : '',
    tags: i % 2 === 0 ? ['b', 'a'] : [],
    request: `r${i >> 2}`,
    dwell: i,
  }));
  const f = () => folderWith({ 'log.jsonl': jsonLines(rich) });

  it('codes categories from 1 in ascending order, 0 where missing; numbers with NaN', async () => {
    const features = ['hour', { name: 'price', type: 'numeric' as const }, 'device', 'tags'];
    const data = await load(f(), { ...jsonl, features });
    const [hour, price, device, tags] = data.features;
    expect(hour).toMatchObject({ name: 'hour', type: 'categorical', cardinality: 4 });
    expect(hour?.type === 'categorical' && [...hour.codes]).toEqual(rich.map((row) => (row.hour ?? -1) + 1));
    expect(price?.type === 'numeric' && [...price.values]).toEqual(
      rich.map((row) => row.price ?? Number.NaN),
    );
    expect(device?.type === 'categorical' && [...device.codes]).toEqual(
      rich.map((row) => (row.device ? 1 : 0)),
    );
    expect(tags).toMatchObject({ cardinality: 2 });
    expect(data.warnings).toContainEqual({
      code: 'list-as-category',
      message: '`tags` of log.jsonl holds lists; each distinct list is one category.',
    });
  });

  it('encodes groups, and reads weights', async () => {
    const data = await load(f(), { ...jsonl, group: 'request', weight: 'dwell' });
    const names = [...new Set(rich.map((row) => row.request))].sort();
    expect([...(data.group ?? [])]).toEqual(rich.map((row) => names.indexOf(row.request)));
    expect([...(data.weight ?? [])]).toEqual(rich.map((row) => (row.y === 1 ? row.dwell : 1)));
  });

  it.each([
    [{ features: ['hour', 'hour'] }, 'duplicate-feature', 'usage'],
    [{ features: [{ name: 'device', type: 'numeric' }] }, 'bad-feature', 'data'],
    [{ weight: 'device' }, 'bad-weight', 'data'],
    [{ weight: 'price' }, 'bad-weight', 'data'],
    [{ group: 'hour' }, 'missing-group', 'data'],
  ] as const)('refuses %o', async (log, code, kind) => {
    expect(await failureOf(load(f(), { ...jsonl, ...(log as LogInput) }))).toMatchObject({ code, kind });
  });

  it('refuses infinite numbers and structures', async () => {
    const g = folder();
    await writeParquetFile(
      `${g}/log.parquet`,
      `SELECT *, CASE WHEN t % 10 = 0 THEN 'inf'::DOUBLE ELSE 1 END AS x, {'a': 1} AS s
      FROM '${g}/log.csv'`,
    );
    const path = 'log.parquet';
    const infinite = await failureOf(load(g, { path, features: [{ name: 'x', type: 'numeric' }] }));
    expect(infinite.message).toMatch(/6 rows have an infinite `x` in log\.parquet/);
    expect((await failureOf(load(g, { path, features: ['s'] }))).code).toBe('record-column');
  });

  it('warns of a feature that is part of the label', async () => {
    expect((await load(folder(), { features: ['y'] })).warnings.map(({ code }) => code)).toContain(
      'label-as-feature',
    );
  });
});

describe('check', () => {
  it('names files, columns and rows', async () => {
    const f = folder();
    const items = csv([{ item: 1, year: 1999 }]);
    const { writeFileSync } = await import('node:fs');
    writeFileSync(`${f}/items.csv`, items);
    const spec = specOf({}, { items: { path: 'items.csv', key: 'item', features: ['year'] } });
    const checked = await engineUnderTest().check(spec, f, runContext());
    expect(checked.rows).toBe(60);
    expect(checked.files.map(({ role, path }) => [role, path])).toEqual([
      ['log', 'log.csv'],
      ['items', 'items.csv'],
    ]);
    expect(checked.columns[0]?.columns.map(({ name }) => name)).toEqual(['user', 'item', 'y', 't']);
  });

  it.each([
    ['a missing column', {}, { label: 'z' }, 'no-column'],
    ['a label that is none', {}, { label: 'user' }, 'bad-label'],
    ['a ragged row far behind', { 'log.csv': `${csv(logRows(20_000))}1,2\n` }, {}, 'ragged-row'],
  ] as const)('finds %s', async (_, files, log, code) => {
    const f = folderWith({ 'log.csv': csv(rows), ...files });
    const checking = engineUnderTest().check(specOf(log as LogInput), f, runContext());
    expect((await failureOf(checking)).code).toBe(code);
  });
});

describe('rows that repeat another', () => {
  const copies = (lines: typeof rows) => folderWith({ 'log.jsonl': jsonLines(lines) });
  const warned = async (lines: typeof rows, log: LogInput = jsonl, rest = {}) =>
    (await load(copies(lines), log, rest)).warnings.filter(({ code }) => code === 'repeated-rows');

  it('are counted beyond the first, wherever they stand in the file', async () => {
    const doubled = [rows[9]!, ...rows, rows[9]!, rows[20]!];
    expect(await warned(doubled)).toEqual([
      { code: 'repeated-rows', count: 3, message: expect.stringContaining('user, item, time and label') },
    ]);
  });

  it('differ where user, item, time or label does', async () => {
    const [row] = [rows[9]!];
    const others = [
      { ...row, user: 6 - row.user },
      { ...row, item: 10 - row.item },
      { ...row, t: row.t + 1 },
      { ...row, y: 1 - row.y },
    ];
    expect(await warned([...rows, ...others])).toEqual([]);
  });

  it('are not told from second impressions without times', async () => {
    const { t, ...timeless } = rows[0]!;
    expect(Object.keys(timeless)).toHaveLength(3);
    const parts = [...rows, ...rows].map((row, i) => ({ ...row, part: ['a', 'b'][i % 2] }));
    const split = { column: 'part', train: 'a', evaluate: 'b' };
    const f = folderWith({ 'log.jsonl': jsonLines(parts) });
    const { warnings } = await load(f, { path: 'log.jsonl', time: undefined }, { split });
    expect(warnings.filter(({ code }) => code === 'repeated-rows')).toEqual([]);
  });
});
