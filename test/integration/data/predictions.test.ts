/** Score files of a model: joined by key to the rows of the log, refused where they are of other rows or no scores. */
import { describe, expect, it } from 'vitest';
import type { SpecInput } from '../../../src/specfile/schema.ts';
import { engineUnderTest } from '../../support/engine.ts';
import { writeParquetFile } from '../../support/parquet-file.ts';
import { codesOf, log } from './item-files-support.ts';
import { csv, failureOf, folderWith, jsonLines, load, runContext, specOf } from './support.ts';

type Row = Record<string, unknown>;

const KEY = ['user', 'item', 't'];
/** Distinct scores of all rows of the log: its last 12 of 60 are evaluated. */
const scored: Row[] = log.map(({ user, item, t }, i) => ({ user, item, t, s: ((i * 37) % 60) / 60 }));
const evaluated = scored.slice(48);
const model = { name: 'm', predictions: 'p.jsonl', baseline: 'b.jsonl', key: KEY, score: 's' };

const text = (rows: readonly Row[]) => jsonLines(rows);
const files = (predictions: readonly Row[], baseline: readonly Row[] = evaluated) =>
  folderWith({ 'log.jsonl': text(log), 'p.jsonl': text(predictions), 'b.jsonl': text(baseline) });
const loaded = (folder: string, spec: Partial<typeof model> = {}) =>
  load(folder, { path: 'log.jsonl' }, { models: [{ ...model, ...spec }] });
const withScores = (rows: readonly Row[], spec: Partial<typeof model> = {}) => loaded(files(rows), spec);

/** Scores in the order of the log's rows, which its times give. */
const shown = (scores: Float64Array | undefined) => [...scores!].map((s) => (Number.isNaN(s) ? '–' : s));
const expected = [...Array<string>(48).fill('–'), ...evaluated.map(({ s }) => s)];

describe('score files', () => {
  it('give each evaluation row its score, whatever the order of the file', async () => {
    const data = await withScores(evaluated.toReversed());
    expect(shown(data.predictions!['m']!.predictions)).toEqual(expected);
    expect(shown(data.predictions!['m']!.baseline)).toEqual(expected);
    expect(codesOf(data).map(([code]) => code)).toEqual(['small-validation']);
    expect(data.features).toEqual([]);
    expect(data.inputs.filter(({ role }) => role === 'model')).toMatchObject([
      { path: 'p.jsonl', rows: 12 },
      { path: 'b.jsonl', rows: 12 },
    ]);
  });

  it('may be Parquet of other widths, CSV, or have times as timestamps', async () => {
    const f = files(evaluated);
    await writeParquetFile(
      `${f}/p.parquet`,
      `SELECT user::SMALLINT AS user, item::HUGEINT AS item, t::INTEGER AS t, s::DECIMAL(12, 10) AS s FROM '${f}/p.jsonl'`,
    );
    const parquet = await loaded(f, { predictions: 'p.parquet' });
    expect(shown(parquet.predictions!['m']!.predictions).slice(48)).toEqual(
      evaluated.map(({ s }) => expect.closeTo(s as number, 9)),
    );
    const c = folderWith({
      'log.csv': csv(log.map((row) => ({ ...row, t: new Date(row.t * 1000).toISOString() }))),
      'p.csv': csv(
        evaluated.map((row) => ({ ...row, t: new Date((row['t'] as number) * 1000).toISOString() })),
      ),
    });
    const spec = { predictions: 'p.csv', baseline: 'p.csv' };
    const data = await load(c, { path: 'log.csv' }, { models: [{ ...model, ...spec }] });
    expect(shown(data.predictions!['m']!.predictions)).toEqual(expected);
    await writeParquetFile(
      `${f}/log.parquet`,
      `SELECT user, item, to_timestamp(t) AS t, y FROM '${f}/log.jsonl'`,
    );
    await writeParquetFile(
      `${f}/times.parquet`,
      `SELECT user, item, strftime(to_timestamp(t) AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ') AS t, s FROM '${f}/p.jsonl'`,
    );
    const times = { predictions: 'times.parquet', baseline: 'times.parquet' };
    const typed = await load(f, { path: 'log.parquet' }, { models: [{ ...model, ...times }] });
    expect(shown(typed.predictions!['m']!.predictions)).toEqual(expected);
  });

  it('may be joined by a column that nothing else reads', async () => {
    const named = log.map((row, i) => ({ ...row, row_id: `r${i}` }));
    const scores = evaluated.map(({ s }, i) => ({ row_id: `r${48 + i}`, s }));
    const f = folderWith({ 'log.jsonl': text(named), 'p.jsonl': text(scores), 'b.jsonl': text(scores) });
    const data = await loaded(f, { key: ['row_id'] });
    expect(shown(data.predictions!['m']!.predictions)).toEqual(expected);
  });

  it('leave the dataset as it is without them', async () => {
    const f = files(evaluated);
    const without = await load(f, { path: 'log.jsonl' });
    const { predictions, inputs, ...rest } = await loaded(f);
    expect({ ...rest, predictions: {}, inputs: inputs.slice(0, 1) }).toEqual(without);
    expect(Object.keys(predictions!)).toEqual(['m']);
  });

  it('warn of scores of rows that are not evaluated, and of rows that the log does not hold', async () => {
    const data = await withScores([...scored.slice(40), { user: 99, item: 1, t: 5, s: 0.5 }]);
    expect(shown(data.predictions!['m']!.predictions).slice(48)).toEqual(expected.slice(48));
    expect(data.warnings.filter(({ code }) => code !== 'small-validation')).toEqual([
      {
        code: 'unknown-predictions',
        count: 1,
        message:
          "Scores of model m (p.jsonl) for rows that the log does not hold, such as `user` = '99', `item` = '1', `t` = '5', are left out.",
      },
      {
        code: 'predictions-outside',
        count: 8,
        message: 'Scores of model m (p.jsonl) for rows that are not evaluated are left out.',
      },
    ]);
  });
});

const faults: [what: string, rows: Row[], code: string, message: RegExp, spec?: Partial<typeof model>][] = [
  [
    'evaluation rows without a score',
    evaluated.slice(2),
    'missing-predictions',
    /^2 of the 12 evaluation rows have no score in p\.jsonl, first that of user '6' and item '9'/,
  ],
  [
    'keys that stand twice',
    [...evaluated, evaluated[3]!, evaluated[4]!],
    'doubled-predictions',
    /^2 keys stand more than once in p\.jsonl, first `user` = '2', `item` = '2', `t` = '1700000051'/,
  ],
  [
    'a key that names several rows of the log',
    [...new Map(evaluated.map((row) => [row['user'], row])).values()],
    'doubled-predictions',
    /^7 keys of p\.jsonl name several rows of the log each, first `user` = '0': name further columns/,
    { key: ['user'] },
  ],
  [
    'scores of other rows',
    evaluated.map((row) => ({ ...row, user: 1000 })),
    'other-predictions',
    /^None of the 12 rows of p\.jsonl is a row of log\.jsonl, first `user` = '1000'/,
  ],
  [
    'keys of another type',
    evaluated.map((row) => ({ ...row, user: `u${row['user']}` })),
    'key-types-differ',
    /`user` in log\.jsonl holds integers, but `user` in p\.jsonl holds texts that are none \('u0'/,
  ],
  [
    'rows without a key',
    [...evaluated.slice(1), { ...evaluated[0], user: null }],
    'missing-key',
    /^1 row has no key in `user` of p\.jsonl/,
  ],
  [
    'rows without a score',
    [...evaluated.slice(2), { ...evaluated[0], s: null }, { ...evaluated[1], s: null }],
    'bad-score',
    /^2 rows have no score in `s` of p\.jsonl/,
  ],
  [
    'text that is no score',
    evaluated.map((row) => ({ ...row, s: 'high' })),
    'bad-score',
    /^`s` in p\.jsonl holds text/,
  ],
  [
    'one score for all',
    evaluated.map((row) => ({ ...row, s: 0.5 })),
    'constant-predictions',
    /^All 12 evaluation rows have the same score 0\.5 in p\.jsonl/,
  ],
];

describe('score files that are refused', () => {
  it.each(faults)('for %s', async (_, rows, code, message, spec = {}) => {
    const failure = await failureOf(withScores(rows, spec));
    expect(failure).toMatchObject({ kind: 'data', code, where: { file: 'p.jsonl' } });
    expect(failure.message).toMatch(message);
    expect(failure.where.specPath?.slice(0, 2)).toEqual(['models', 0]);
  });

  it.each([
    ['nan', 'NaN', /^1 row has the score NaN/],
    ['inf', 'Infinity', /^1 row has an infinite score/],
  ])('for %s', async (_, value, message) => {
    const f = files(evaluated);
    await writeParquetFile(
      `${f}/p.parquet`,
      `SELECT * REPLACE (CASE WHEN t = ${evaluated[5]!['t']} THEN '${value}'::DOUBLE ELSE s END AS s) FROM '${f}/p.jsonl'`,
    );
    const failure = await failureOf(loaded(f, { predictions: 'p.parquet' }));
    expect(failure).toMatchObject({ kind: 'data', code: 'bad-score' });
    expect(failure.message).toMatch(message);
  });

  it('for a fault of the baseline, which is then the one that is named', async () => {
    const f = folderWith({
      'log.jsonl': text(log),
      'p.jsonl': text(evaluated),
      'b.jsonl': text(evaluated.slice(1)),
    });
    const failure = await failureOf(loaded(f));
    expect(failure).toMatchObject({
      code: 'missing-predictions',
      where: { file: 'b.jsonl', specPath: ['models', 0, 'baseline'] },
    });
  });

  it('for a column that is not there, in the file or in the log', async () => {
    expect(await failureOf(withScores(evaluated, { score: 'sc' }))).toMatchObject({ code: 'no-column' });
    const failure = await failureOf(withScores(evaluated, { key: ['user', 'itm'] }));
    expect(failure).toMatchObject({ code: 'no-column', where: { specPath: ['models', 0, 'key', 1] } });
  });

  it('by a look at the files alone, where that tells', async () => {
    const f = files(evaluated.map((row) => ({ ...row, s: 'high' })));
    const spec = specOf({ path: 'log.jsonl' }, { models: [model] as SpecInput['models'] });
    const check = (folder: string) => engineUnderTest().check(spec, folder, runContext());
    expect(await failureOf(check(f))).toMatchObject({ code: 'bad-score' });
    const checked = await check(files(evaluated));
    expect(checked.columns.map(({ role }) => role)).toEqual([
      'log',
      'model m, predictions',
      'model m, baseline',
    ]);
  });
});

describe('vectors of a model', () => {
  it('are read like those of a source, under a name of their own', async () => {
    const f = folderWith({
      'log.jsonl': text(log),
      'v.jsonl': text([
        { a: 10, v: [0, 2] },
        { a: 2, v: [3, 4] },
      ]),
    });
    const entry = { name: 'e', embeddings: 'v.jsonl', item: 'a', vector: 'v' };
    const data = await load(f, { path: 'log.jsonl' }, { models: [entry] });
    expect(Object.keys(data.vectors!)).toEqual(['model:e']);
    expect([...data.vectors!['model:e']!.values].map((x) => +x.toFixed(3))).toEqual([0.6, 0.8, 0, 1]);
    expect(data.warnings.find(({ code }) => code === 'items-not-in-source')!.message).toMatch(
      /^Items of the log that model e \(v\.jsonl\) says nothing about/,
    );
    const failure = await failureOf(load(f, { path: 'log.jsonl' }, { models: [{ ...entry, vector: 'a' }] }));
    expect(failure).toMatchObject({
      code: 'bad-vector-column',
      where: { specPath: ['models', 0, 'vector'] },
    });
  });
});
