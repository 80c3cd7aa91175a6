import { describe, expect, it } from 'vitest';
import { PART } from '../../../src/data/dataset.ts';
import type { SpecInput } from '../../../src/specfile/schema.ts';
import { writeParquetFile } from '../../support/parquet-file.ts';
import { csv, failureOf, folderWith, jsonLines, type LogInput, load, logRows } from './support.ts';

type Source = NonNullable<SpecInput['sources']>[number];

const rows = logRows(60).map((row, i) => ({
  ...row,
  sid: i % 4 === 0 ? null : `s${i % 3}`,
  match: i % 5 === 0 ? null : i / 8,
  hour: i % 24,
}));
const folder = () => folderWith({ 'log.jsonl': jsonLines(rows) });
const jsonl: LogInput = { path: 'log.jsonl' };
const columns = (name: string, ...list: (string | { name: string; type: 'numeric' })[]): Source => ({
  name,
  columns: list,
});
const numeric = (name: string) => ({ name, type: 'numeric' as const });

describe('columns of the log as a source', () => {
  it('are encoded as features are, and kept apart from them', async () => {
    const sources = [columns('one', 'sid', numeric('match')), columns('two', 'match')];
    const data = await load(folder(), { ...jsonl, features: ['hour'] }, { sources });
    expect(data.features.map(({ name }) => name)).toEqual(['hour']);
    expect(Object.keys(data.sourceColumns ?? {})).toEqual(['one', 'two']);
    const [sid, match] = data.sourceColumns?.['one'] ?? [];
    expect(sid).toMatchObject({ name: 'sid', type: 'categorical', cardinality: 4 });
    expect(sid?.type === 'categorical' && [...sid.codes]).toEqual(
      rows.map((row) => (row.sid === null ? 0 : Number(row.sid.slice(1)) + 1)),
    );
    expect(match?.type === 'numeric' && [...match.values]).toEqual(
      rows.map((row) => row.match ?? Number.NaN),
    );
    // A bare name is categorical, as everywhere in the spec.
    const distinct = new Set(rows.flatMap((row) => (row.match === null ? [] : [row.match]))).size;
    expect(data.sourceColumns?.['two']).toMatchObject([{ type: 'categorical', cardinality: distinct + 1 }]);
  });

  it('are bytes of the shuffled log too', async () => {
    const sources = [columns('one', 'sid', numeric('match'))];
    const reference = await load(folder(), jsonl, { sources });
    const reversed = folderWith({ 'log.jsonl': jsonLines([...rows].reverse()) });
    expect((await load(reversed, jsonl, { sources })).sourceColumns).toEqual(reference.sourceColumns);
  });

  it('need no time', async () => {
    const marked = rows.map(({ t, ...row }, i) => ({ ...row, part: i < 30 ? 'a' : i < 45 ? 'v' : 'b' }));
    const f = folderWith({ 'log.jsonl': jsonLines(marked) });
    const split = { column: 'part', train: 'a', validate: 'v', evaluate: 'b' };
    const timeless = { ...jsonl, time: undefined } as never;
    const data = await load(f, timeless, { split, sources: [columns('one', numeric('match'))] });
    expect(data.timeline).toBeUndefined();
    expect(data.sourceColumns?.['one']).toHaveLength(1);
  });

  it.each([
    [['y'], 'label-as-source', 'usage', ['sources', 0, 'columns', 0], /the label is made of `y`/],
    [['sid', 'user'], 'id-as-source', 'usage', ['sources', 0, 'columns', 1], /`user` is the id of the user/],
    [['item'], 'id-as-source', 'usage', ['sources', 0, 'columns', 0], /`item` is the id of the item/],
    [
      ['sid', 'sid'],
      'duplicate-feature',
      'usage',
      ['sources', 0, 'columns', 1],
      /sources\.0\.columns names `sid` twice/,
    ],
    [['Sid'], 'no-column', 'usage', ['sources', 0, 'columns', 0], /did you mean `sid`\?/],
    [
      [numeric('sid')],
      'bad-feature',
      'data',
      ['sources', 0, 'columns', 0],
      /holds text \(VARCHAR\), not numbers/,
    ],
  ] as const)('cannot be %o', async (list, code, kind, specPath, message) => {
    const failure = await failureOf(load(folder(), jsonl, { sources: [columns('one', ...list)] }));
    expect(failure.message).toMatch(message);
    expect(failure).toMatchObject({ code, kind, where: { specPath } });
  });

  it('cannot hold infinite numbers', async () => {
    const f = folder();
    await writeParquetFile(
      `${f}/log.parquet`,
      `SELECT *, CASE WHEN t % 10 = 0 THEN 'inf'::DOUBLE ELSE 1 END AS x FROM '${f}/log.jsonl'`,
    );
    const failure = await failureOf(
      load(f, { path: 'log.parquet' }, { sources: [columns('one', numeric('x'))] }),
    );
    expect(failure).toMatchObject({
      code: 'infinite-feature',
      where: { specPath: ['sources', 0, 'columns', 0] },
    });
    expect(failure.message).toMatch(/6 rows have an infinite `x`/);
  });

  it('are warned of where the base has them', async () => {
    const { warnings } = await load(
      folder(),
      { ...jsonl, features: ['hour'] },
      { sources: [columns('one', 'hour')] },
    );
    expect(warnings).toContainEqual({
      code: 'base-column-as-source',
      message:
        'Source one: `hour` is a feature of the base as well, so it can add nothing; remove it from one of them.',
    });
  });
});

describe('group and weight', () => {
  const loadText = (column: 'group' | 'weight', values: readonly string[]) => {
    const text = logRows(60).map((row, i) => ({ ...row, x: values[i % values.length] }));
    return load(folderWith({ 'log.csv': csv(text) }), { [column]: 'x' });
  };

  it('codes groups densely, ascending by value: numbers as numbers, texts as texts', async () => {
    const numbers = await loadText('group', ['10', '9', '-1']);
    expect([...(numbers.group ?? [])].slice(0, 3)).toEqual([2, 1, 0]);
    const texts = await loadText('group', ['10', '9', 'a']);
    expect([...(texts.group ?? [])].slice(0, 3)).toEqual([0, 1, 2]);
  });

  it('refuses rows without a group, with their number', async () => {
    const failure = await failureOf(loadText('group', ['a', '', 'b']));
    expect(failure).toMatchObject({
      code: 'missing-group',
      kind: 'data',
      where: { specPath: ['log', 'group'] },
    });
    expect(failure.message).toMatch(/^20 rows have no group in `x` of log\.csv/);
  });

  // Every third row is a positive.
  it.each([
    ['0', 0],
    ['2.5', 2.5],
    ['-0.0', 0],
  ])('reads the weight %s of positives', async (text, value) => {
    const { weight } = await loadText('weight', [text, '3', '4']);
    expect([...(weight ?? [])].slice(0, 4)).toEqual([value, 1, 1, value]);
  });

  it.each([
    ['', 'nan'],
    ['NULL', '-1'],
    ['inf', 'clicked nothing'],
    ['-', '-inf'],
  ])('does not read what stands on negatives: %s, %s', async (first, other) => {
    const { weight, warnings } = await loadText('weight', ['2.5', first, other]);
    expect([...(weight ?? [])].slice(0, 4)).toEqual([2.5, 1, 1, 2.5]);
    expect(warnings.map(({ code }) => code)).toEqual(['small-validation']);
  });

  it('tells what stands on positives in place of a weight', async () => {
    const failure = await failureOf(loadText('weight', ['long', '2', '3']));
    expect(failure.message).toMatch(
      /^20 rows have no weight ≥ 0 in `x` of log\.csv \('long'\): weights of positives/,
    );
  });

  it.each(['-1', 'nan', 'inf', '-inf', '1e200', ''])(
    'refuses the weight %o, with the number of rows',
    async (value) => {
      const failure = await failureOf(loadText('weight', [value, '1', '2']));
      expect(failure).toMatchObject({
        code: 'bad-weight',
        kind: 'data',
        where: { specPath: ['log', 'weight'] },
      });
      expect(failure.message).toMatch(/^20 rows have no weight ≥ 0 in `x` of log\.csv/);
    },
  );
});

describe('split by file name', () => {
  const timeless = { user: 'user', item: 'item', label: 'y', time: undefined } as never as LogInput;
  const text = logRows(90).map(({ t, ...row }, i) => ({ ...row, n: i }));
  const parts: Record<string, typeof text> = {
    train: text.slice(0, 60),
    valid: text.slice(60, 75),
    test: text.slice(75),
  };
  const files = (extension: string, write: (rows: typeof text) => string) =>
    Object.fromEntries(Object.entries(parts).map(([name, rows]) => [`${name}.${extension}`, write(rows)]));
  const split = (extension: string) => ({
    column: 'filename',
    train: `train.${extension}`,
    validate: `valid.${extension}`,
    evaluate: `test.${extension}`,
  });
  const sizes = (part: Uint8Array) =>
    [PART.fit, PART.validate, PART.evaluate].map((wanted) => part.filter((p) => p === wanted).length);

  it.each(['csv', 'jsonl', 'parquet', 'arrow'])('reads the parts of %s files', async (extension) => {
    const f = folderWith({ ...files('csv', csv), ...files('jsonl', jsonLines) });
    if (extension === 'parquet') {
      for (const name of Object.keys(parts))
        await writeParquetFile(`${f}/${name}.parquet`, `FROM '${f}/${name}.csv'`);
    }
    if (extension === 'arrow') {
      const { tableFromArrays, tableToIPC } = await import('apache-arrow');
      const { writeFileSync } = await import('node:fs');
      for (const [name, rows] of Object.entries(parts)) {
        const columns = (['user', 'item', 'y'] as const).map((key) => [
          key,
          Int32Array.from(rows, (row) => row[key]),
        ]);
        writeFileSync(`${f}/${name}.arrow`, tableToIPC(tableFromArrays(Object.fromEntries(columns)), 'file'));
      }
    }
    const data = await load(f, { ...timeless, path: `*.${extension}` }, { split: split(extension) });
    expect(sizes(data.part)).toEqual([60, 15, 15]);
  });

  it("lets the log's own column go first", async () => {
    const withFilename = text.map((row, i) => ({ ...row, filename: i < 60 ? 'a' : 'b' }));
    const f = folderWith({ 'log.csv': csv(withFilename) });
    const data = await load(f, timeless, { split: { column: 'filename', train: 'a', evaluate: 'b' } });
    expect(data.part.filter((p) => p === PART.evaluate)).toHaveLength(30);
  });

  it('names the files there are where a part names none', async () => {
    const f = folderWith(files('csv', csv));
    const wrong = { ...split('csv'), evaluate: 'tests.csv' };
    const failure = await failureOf(load(f, { ...timeless, path: '*.csv' }, { split: wrong }));
    expect(failure).toMatchObject({ code: 'no-split-rows', where: { specPath: ['split', 'evaluate'] } });
    expect(failure.message).toMatch(/did you mean `test\.csv`\?/);
  });
});
