/** Columns have the names that their files give them, to the letter. */
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../../src/data/dataset.ts';
import type { SpecInput } from '../../../../src/specfile/schema.ts';
import { failureOf, folderWith, type LogInput, load, logRows } from '../support.ts';
import { FORMATS, type Format, fileOf, type Rows, renameParquet, withTwins } from './table-files.ts';

const log = logRows(60).map(({ user, item, y, t }, i) => ({
  user,
  item,
  label: y,
  time: t,
  group: i >> 2,
  weight: 1 + (i % 4),
  price: (i * 7) % 13,
  part: i < 48 ? 5 : 6,
}));
const spec: LogInput = {
  user: 'user',
  item: 'item',
  label: 'label >= 1',
  time: 'time',
  group: 'group',
  weight: 'weight',
  features: [{ name: 'price', type: 'numeric' }, 'weight'],
};
const ids = ['user', 'item', 'group'];

/** What was read, without the names and sizes of the files. */
const content = ({ inputs: _, warnings, ...data }: Dataset) => ({
  ...data,
  warnings: warnings.map(({ code, count }) => ({ code, count })),
});

async function loadLog(
  format: Format,
  rows: Rows,
  change: LogInput = {},
  rest: Partial<SpecInput> = {},
  files: Record<string, string | Uint8Array> = {},
): Promise<Dataset> {
  const path = `log.${format}`;
  const folder = folderWith({ [path]: await fileOf(format, rows, ids), ...files });
  return load(folder, { ...spec, ...change, path }, rest as object);
}

describe('names that differ in case alone', () => {
  it.each(FORMATS)('are two columns of a log: %s', async (format) => {
    const data = await loadLog(format, withTwins(log));
    expect(data.users).toBe(7);
    expect(content(data)).toEqual(content(await loadLog(format, log)));
    // Both of a pair at once, each with its own values.
    const both = await loadLog(format, withTwins(log), {
      features: [
        { name: 'price', type: 'numeric' },
        { name: 'PRICE', type: 'numeric' },
        { name: 'Price', type: 'numeric' },
      ].filter(({ name }) => Object.hasOwn(withTwins(log)[0]!, name)) as LogInput['features'] & object,
    });
    const values = both.features.map((column) => column.type === 'numeric' && [...column.values]);
    expect(values).toEqual([log.map(({ price }) => price), log.map(() => 0)]);
  });

  it.each(FORMATS)('mark a split: %s', async (format) => {
    const split = { column: 'part', train: 5, evaluate: 6 };
    const data = await loadLog(format, withTwins(log), {}, { split });
    expect(content(data)).toEqual(content(await loadLog(format, log, {}, { split })));
  });

  it('are not taken for each other', async () => {
    const rows = log.map(({ user, ...row }) => ({ ...row, User: user }));
    const failure = await failureOf(loadLog('csv', rows));
    expect(failure.message).toBe('no column `user` in log.csv; did you mean `User`?');
  });

  const others = ['csv', 'jsonl', 'parquet', 'arrow'] as const;
  const items = Array.from({ length: 11 }, (_, i) => ({ key: i, genre: `g${i % 3}`, year: 1990 + i }));
  const users = Array.from({ length: 7 }, (_, i) => ({ key: i, age: 20 + i }));
  const pairs = Array.from({ length: 20 }, (_, i) => ({
    left: i % 11,
    right: (i * 3 + 1) % 11,
    reader: i % 7,
    weight: 1 + i,
    time: 1_700_000_000 + i,
  }));
  const clusters = Array.from({ length: 11 }, (_, i) => ({ item: i, coarse: i % 2, fine: i % 5 }));
  const vectors = Array.from({ length: 11 }, (_, i) => ({ item: i, vector: [i + 1, 2, -i] }));
  const scores = log.map(({ user, item, time }, i) => ({ user, item, time, score: ((i * 37) % 61) / 7 }));

  it.each(others)('are two columns of the tables beside the log: %s', async (format) => {
    const tables = { items, users, pairs, clusters, vectors, scores };
    const loaded = async (change: (rows: Rows) => Rows) => {
      const files: Record<string, string | Uint8Array> = {};
      for (const [name, rows] of Object.entries(tables)) {
        // A CSV holds no lists: vectors are text there.
        const written = rows.map((row) =>
          Object.fromEntries(
            Object.entries(row).map(([k, v]) => [k, format === 'csv' && Array.isArray(v) ? `[${v}]` : v]),
          ),
        );
        files[`${name}.${format}`] = await fileOf(format, change(written));
      }
      const path = (name: keyof typeof tables) => `${name}.${format}`;
      const rest: Partial<SpecInput> = {
        items: { path: path('items'), key: 'key', features: ['genre', { name: 'year', type: 'numeric' }] },
        users: { path: path('users'), key: 'key', features: [{ name: 'age', type: 'numeric' }] },
        sources: [
          {
            name: 'p',
            pairs: path('pairs'),
            left: 'left',
            right: 'right',
            user: 'reader',
            weight: 'weight',
            time: 'time',
          },
          { name: 'c', clusters: path('clusters'), item: 'item', ids: ['coarse', 'fine'] },
          { name: 'v', embeddings: path('vectors'), item: 'item', vector: 'vector' },
        ],
        models: [
          {
            name: 'm',
            predictions: path('scores'),
            baseline: path('scores'),
            key: ['user', 'item', 'time'],
            score: 'score',
          },
        ],
      };
      return loadLog(format, change(log), {}, rest, files);
    };
    const twins = await loaded(withTwins);
    expect(content(twins)).toEqual(content(await loaded((rows) => rows)));
    expect([...twins.predictions!['m']!.predictions]).toEqual(scores.map(({ score }) => score));
    expect(twins.clusters!['c']!.levels.map(({ cardinality }) => cardinality)).toEqual([3, 6]);
    expect(twins.pairs!['p']!.left.length).toBeGreaterThan(10);
  });
});

describe('two columns of one name', () => {
  const twice = (text: string) => text.replaceAll('prise', 'price');
  const rows = log.map((row) => ({ ...row, prise: 1 }));
  it.each(FORMATS)('are refused: %s', async (format) => {
    const path = `log.${format}`;
    const file = await fileOf(format, rows, ids);
    const bytes =
      typeof file === 'string'
        ? twice(file)
        : format === 'parquet'
          ? renameParquet(file, { prise: 'price' })
          : Buffer.from(twice(Buffer.from(file).toString('latin1')), 'latin1');
    // JSON lines are read key by key: a key that nothing names is passed over.
    const features = format === 'jsonl' ? ['price'] : [];
    const failure = await failureOf(load(folderWith({ [path]: bytes }), { ...spec, path, features }));
    expect(failure.kind).toBe('data');
    expect(failure.where.file).toBe(path);
    expect(failure.message).toMatch(
      format === 'inter' ? /names `price` twice/ : /has two columns named `price`: rename one\.$/,
    );
  });
});

it('keys of JSON lines may be very many, and most of them missing in a line', async () => {
  const sparse = log.map((row, i) => ({
    ...row,
    ...Object.fromEntries(Array.from({ length: 9 }, (_, k) => [`k${9 * i + k}`, k])),
  }));
  const data = await loadLog('jsonl', sparse, { features: [{ name: 'k13', type: 'numeric' }] });
  const [column] = data.features;
  expect(column?.type === 'numeric' && [...column.values]).toEqual(
    log.map((_, i) => (i === 1 ? 4 : Number.NaN)),
  );
});

describe('odd names', () => {
  const names = [
    'two words',
    'a"b',
    "it's",
    'a.b',
    'c0',
    'p0',
    'j0',
    'a0',
    't',
    't0',
    'k',
    'v',
    'u',
    'rowid',
    'json',
    'filename',
    'file_row_number',
    'select',
    'price_1',
    'C3',
    'Äpfel',
    'äpfel',
    'straße',
    'STRASSE',
    'İ',
    'ß',
    '__proto__x',
    '1st',
    '$x',
    '/a',
    '~1',
  ];
  it.each(['csv', 'tsv', 'jsonl', 'parquet', 'arrow'] as const)('are names as well: %s', async (format) => {
    const rows = log.map((row, i) => ({
      ...Object.fromEntries(names.map((name, n) => [name, (i * (n + 2)) % 17])),
      ...row,
    }));
    const features = names.map((name) => ({ name, type: 'numeric' as const }));
    const data = await loadLog(format, rows, { features });
    expect(data.features.map(({ name }) => name)).toEqual(names);
    const values = data.features.map((column) => column.type === 'numeric' && [...column.values]);
    expect(values).toEqual(names.map((_, n) => log.map((_, i) => (i * (n + 2)) % 17)));
  });

  it.each(['csv', 'jsonl'] as const)('are no columns where there is no name: %s', async (format) => {
    const rows = log.map((row, i) => ({ '': i, ...row, C0: 7 - (i % 3) }));
    const data = await loadLog(format, rows, { features: [{ name: 'C0', type: 'numeric' }] });
    expect(data.features.map((column) => column.type === 'numeric' && [...column.values])).toEqual([
      log.map((_, i) => 7 - (i % 3)),
    ]);
  });
});
