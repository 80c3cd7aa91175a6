import {
  Field,
  FixedSizeList,
  Float32,
  Float64,
  Int32,
  List,
  Table,
  tableToIPC,
  vectorFromArray,
} from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { engineUnderTest } from '../../support/engine.ts';
import { npyFile } from '../../support/npy.ts';
import { writeParquetFile } from '../../support/parquet-file.ts';
import {
  codesOf,
  type Embeddings,
  embeddings,
  folder,
  loadWith,
  log,
  type Row,
  START,
  shownVectors,
  withVectors,
} from './item-files-support.ts';
import { failureOf, folderWith, jsonLines, load, runContext, specOf } from './support.ts';

const rows = [
  { a: 10, v: [0, 2] },
  { a: 2, v: [3, 4] },
  { a: 3, v: [-1, 0] },
];
const expected = ['2: 0.6 0.8', '3: -1 0', '10: 0 1'];

const jsonText = (list: readonly { a: unknown; v: unknown }[], quote = '"') =>
  `a,v\n${list.map(({ a, v }) => `${a},${quote}${JSON.stringify(v)}${quote}\n`).join('')}`;

describe('vectors of a file', () => {
  it('have unit length and the codes of the log, on shared memory; other items have none', async () => {
    const data = await withVectors(rows);
    expect(shownVectors(data)).toEqual(expected);
    expect(data.vectors?.['e']).not.toHaveProperty('slice');
    expect(data.vectors?.['e']?.values.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(data.vectors?.['e']?.start.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(data.warnings).toContainEqual({
      code: 'items-not-in-source',
      message:
        'Items of the log that source e (v.jsonl) says nothing about (72.7 % of them): what it knows of them is missing.',
      count: 8,
    });
  });

  it.each(['FLOAT[]', 'DOUBLE[]', 'FLOAT[2]', 'DOUBLE[2]', 'INTEGER[]', 'DECIMAL(9,2)[]', 'VARCHAR'])(
    'come from Parquet as %s',
    async (type) => {
      const f = folder({ 'v.jsonl': jsonLines(rows) });
      await writeParquetFile(`${f}/v.parquet`, `SELECT a::INTEGER AS a, v::${type} AS v FROM '${f}/v.jsonl'`);
      const sources = [{ ...embeddings, embeddings: 'v.parquet' }];
      const data = await load(f, { path: 'log.jsonl' }, { sources });
      expect(shownVectors(data)).toEqual(expected);
      expect(data.inputs.filter(({ role }) => role === 'source')).toMatchObject([
        { path: 'v.parquet', rows: 3 },
      ]);
    },
  );

  it('come from many Parquet files, of several types', async () => {
    const f = folder({ 'v.jsonl': jsonLines(rows) });
    await writeParquetFile(`${f}/v1.parquet`, `SELECT a, v::FLOAT[] AS v FROM '${f}/v.jsonl' LIMIT 2`);
    await writeParquetFile(`${f}/v2.parquet`, `SELECT v, a FROM '${f}/v.jsonl' OFFSET 2`);
    const data = await load(
      f,
      { path: 'log.jsonl' },
      { sources: [{ ...embeddings, embeddings: 'v?.parquet' }] },
    );
    expect(shownVectors(data)).toEqual(expected);
    expect(data.inputs.slice(1).map(({ path, rows: n }) => [path, n])).toEqual([
      ['v1.parquet', 2],
      ['v2.parquet', 1],
    ]);
  });

  it('come from many row groups, each at its row', async () => {
    const f = folder({});
    await writeParquetFile(
      `${f}/v.parquet`,
      `SELECT (r % 11)::INTEGER AS a, (r // 11)::INTEGER AS t, [(r % 11 + 1)::FLOAT, (r // 11)::FLOAT] AS v
       FROM range(110000) AS r(r)`,
      'ROW_GROUP_SIZE 4096',
    );
    const sources = [{ ...embeddings, embeddings: 'v.parquet', time: 't' }];
    const { vectors, items } = await load(f, { path: 'log.jsonl' }, { sources });
    const { start, values, dimension } = vectors!['e']!;
    expect([dimension, start.at(-1), items]).toEqual([2, 110_000, 11]);
    for (let item = 0; item < 11; item++) {
      for (const version of [0, 1, 4095, 9999]) {
        const entry = start[item]! + version;
        const length = Math.hypot(item + 1, version);
        expect(values[2 * entry]).toBeCloseTo((item + 1) / length, 6);
        expect(values[2 * entry + 1]).toBeCloseTo(version / length, 6);
      }
    }
  });

  it('come from text of CSV and TSV', async () => {
    for (const [path, text] of [
      ['v.csv', jsonText(rows)],
      ['v.tsv', jsonText(rows, '').replaceAll(/^(\w+),/gm, '$1\t')],
    ] as const) {
      const data = await loadWith({ [path]: text }, { ...embeddings, embeddings: path });
      expect(shownVectors(data), path).toEqual(expected);
    }
  });

  it.each([
    ['lists of float32', new List(new Field('item', new Float32()))],
    ['lists of float64', new List(new Field('item', new Float64()))],
    ['lists of integers', new List(new Field('item', new Int32()))],
    ['fixed-size lists', new FixedSizeList(2, new Field('item', new Float32()))],
  ])('come from Arrow as %s', async (_, type) => {
    const table = new Table({
      a: vectorFromArray(
        rows.map(({ a }) => a),
        new Int32(),
      ),
      v: vectorFromArray(
        rows.map(({ v }) => v),
        type,
      ),
    });
    const data = await loadWith(
      { 'v.feather': tableToIPC(table, 'file') },
      { ...embeddings, embeddings: 'v.feather' },
    );
    expect(shownVectors(data)).toEqual(expected);
  });

  it('may belong to ids that are texts', async () => {
    const texts = log.map((row) => ({ ...row, item: `i${row.item}` }));
    const f = folderWith({
      'log.jsonl': jsonLines(texts),
      'v.csv': jsonText(rows.map(({ a, v }) => ({ a: `i${a}`, v }))),
    });
    const data = await load(f, { path: 'log.jsonl' }, { sources: [{ ...embeddings, embeddings: 'v.csv' }] });
    expect(shownVectors(data)).toEqual(['i10: 0 1', 'i2: 0.6 0.8', 'i3: -1 0']);
  });

  it('do not depend on the order of the rows', async () => {
    const many = Array.from({ length: 11 }, (_, a) => ({ a, v: [a + 1, a * a, 1 - a] }));
    const there = await withVectors(many);
    const back = await withVectors([...many].reverse());
    expect(back.vectors).toEqual(there.vectors);
  });

  it('are seen by check', async () => {
    const f = folder({ 'v.jsonl': jsonLines(rows) });
    await writeParquetFile(`${f}/v.parquet`, `FROM '${f}/v.jsonl'`);
    const check = (path: string) =>
      engineUnderTest().check(
        specOf({ path: 'log.jsonl' }, { sources: [{ ...embeddings, embeddings: path }] }),
        f,
        runContext(),
      );
    for (const path of ['v.jsonl', 'v.parquet']) {
      const { files, columns } = await check(path);
      expect(files.at(-1)).toMatchObject({ role: 'source', path });
      expect(columns.at(-1)).toEqual({
        role: 'source e',
        columns: [
          { name: 'a', type: 'BIGINT' },
          { name: 'v', type: expect.stringMatching(/\[\]$/) },
        ],
      });
    }
  });
});

describe('vectors with times', () => {
  const timed = (...versions: [a: number, t: unknown, v: number[]][]) =>
    withVectors(
      versions.map(([a, t, v]) => ({ a, t, v })),
      { time: 't' },
    );

  it('are versions in ascending order, each from its slice on', async () => {
    const data = await timed([2, START + 30, [0, 1]], [2, START, [1, 0]], [3, START + 59, [2, 0]]);
    expect(shownVectors(data)).toEqual(['2: 1 0 s0', '2: 0 1 s2', '3: 1 0 s4']);
  });

  it('belong to the first slice where they are earlier than the log, and are left out where later', async () => {
    const data = await timed([2, START - 9, [1, 0]], [2, START + 60, [0, 1]], [3, START + 12, [1, 1]]);
    expect(shownVectors(data)).toEqual(['2: 1 0 s0', '3: 0.7071 0.7071 s1']);
    expect(codesOf(data)).toContainEqual(['rows-before-log', 1]);
    expect(codesOf(data)).toContainEqual(['rows-after-log', 1]);
  });

  it('are known at the end of a day that is named alone', async () => {
    const day = 86_400;
    const days = log.map((row, i) => ({ ...row, t: 19_700 * day + Math.floor(i / 12) * day + i }));
    const date = new Date(19_701 * day * 1000).toISOString().slice(0, 10);
    const f = folderWith({ 'log.jsonl': jsonLines(days), 'v.csv': `a,t,v\n2,${date},"[1, 0]"\n` });
    await writeParquetFile(`${f}/v.parquet`, `SELECT a, t::DATE AS t, v FROM read_csv('${f}/v.csv')`);
    const sources = [{ ...embeddings, embeddings: 'v.parquet', time: 't' }];
    const split = { evaluate: '20%', slices: 'daily' } as const;
    const { vectors, timeline } = await load(f, { path: 'log.jsonl' }, { split, sources });
    expect(timeline?.slices).toBe(5);
    expect([...vectors!['e']!.slice!]).toEqual([1]);
  });

  it('need a log with times', async () => {
    const f = folder({ 'v.jsonl': jsonLines([{ a: 2, t: 1, v: [1] }]) });
    const spec = specOf(
      { path: 'log.jsonl', time: undefined },
      { split: { column: 'y', train: '0', evaluate: '1' }, sources: [{ ...embeddings, time: 't' }] },
    );
    const failure = await failureOf(engineUnderTest().load(spec, f, runContext()));
    expect(failure).toMatchObject({ code: 'needs-time', kind: 'usage' });
  });
});

describe('columns that only look like vectors', () => {
  it('are refused as bytes, which Parquet does not tell from text', async () => {
    const f = folder({});
    await writeParquetFile(`${f}/v.parquet`, "SELECT 1 AS a, '\\xFE\\xD8'::BLOB AS v");
    const sources = [{ ...embeddings, embeddings: 'v.parquet' }];
    const failure = await failureOf(load(f, { path: 'log.jsonl' }, { sources }));
    expect(failure).toMatchObject({ code: 'bad-vector-column', kind: 'data', where: { file: 'v.parquet' } });
    expect(failure.where.specPath).toEqual(['sources', 0, 'vector']);
    expect(failure.message).toMatch(/^`v` in v\.parquet holds binary values: a vector is a list of numbers/);
  });

  it.each(['v.jsonl', 'v.parquet'])('are refused as NumPy’s text of an array: %s', async (name) => {
    const f = folder({ 'v.jsonl': jsonLines([{ a: 1, v: '[0.1 -2.  3. ]' }]) });
    await writeParquetFile(`${f}/v.parquet`, `SELECT * FROM '${f}/v.jsonl'`);
    const sources = [{ ...embeddings, embeddings: name }];
    const failure = await failureOf(load(f, { path: 'log.jsonl' }, { sources }));
    expect(failure.code).toBe('bad-vector');
    expect(failure.message).toMatch(
      /remove them; numbers of a text stand between commas, as in \[0\.1, -2\]\.$/,
    );
  });
});

describe('.npy', () => {
  const spec: Embeddings = { name: 'e', embeddings: 'v.npy', ids: 'ids.csv', item: 'a' };
  const ids = `a\n${rows.map(({ a }) => a).join('\n')}\n`;
  const numbers = rows.map(({ v }) => v);
  const withNpy = (
    npy: Uint8Array,
    files: Record<string, string | Uint8Array> = {},
    change: Partial<Embeddings> = {},
  ) => loadWith({ 'v.npy': npy, 'ids.csv': ids, ...files }, { ...spec, ...change } as Embeddings);

  it.each([[{}], [{ descr: '<f8' }], [{ version: 2 }]] as const)(
    'belongs to a file of ids row by row: %j',
    async (options) => {
      const data = await withNpy(npyFile(numbers, options));
      expect(shownVectors(data)).toEqual(expected);
      expect(data.inputs.slice(1).map(({ path, rows: n, role }) => [path, n, role])).toEqual([
        ['ids.csv', 3, 'source'],
        ['v.npy', 3, 'source'],
      ]);
    },
  );

  it('holds its order with many ids, in every format', async () => {
    const count = 60_000;
    const many = Array.from({ length: count }, (_, i) => [i + 1, 1]);
    const item = (i: number) => (i < 11 ? i : 1000 + i);
    const lines = Array.from({ length: count }, (_, i) => ({ a: item((i * 7919) % count) }));
    const f = folder({
      'v.npy': npyFile(lines.map((_, i) => many[(i * 7919) % count]!)),
      'ids.jsonl': jsonLines(lines),
      'ids.csv': `a\n${lines.map(({ a }) => a).join('\n')}\n`,
      'ids.feather': tableToIPC(
        new Table({
          a: vectorFromArray(
            lines.map(({ a }) => a),
            new Int32(),
          ),
        }),
        'file',
      ),
    });
    await writeParquetFile(`${f}/ids.parquet`, `FROM read_csv('${f}/ids.csv')`, 'ROW_GROUP_SIZE 4096');
    for (const format of ['csv', 'jsonl', 'feather', 'parquet']) {
      const sources = [{ ...spec, ids: `ids.${format}` }];
      const data = await load(f, { path: 'log.jsonl' }, { sources });
      const { values } = data.vectors!['e']!;
      const first = Array.from({ length: 11 }, (_, i) => values[2 * i]! / values[2 * i + 1]!);
      first.forEach((ratio, i) => {
        expect(ratio, format).toBeCloseTo(i + 1, 3);
      });
    }
  });

  it('is checked without reading the log', async () => {
    const f = folder({ 'v.npy': npyFile(numbers), 'ids.csv': ids });
    const { files } = await engineUnderTest().check(
      specOf({ path: 'log.jsonl' }, { sources: [spec] }),
      f,
      runContext(),
    );
    expect(files.map(({ path }) => path)).toEqual(['log.jsonl', 'ids.csv', 'v.npy']);
  });

  it.each(['<f2', '>f2', '>f4', '>f8'] as const)('may hold %s', async (descr) => {
    const data = await withNpy(npyFile(numbers, { descr }));
    expect(shownVectors(data)).toEqual(shownVectors(await withNpy(npyFile(numbers))));
  });

  it('of 16 bits has its smallest and largest numbers, and its NaN and infinities are refused', async () => {
    const extreme = [
      [65_504, 65_504],
      [2 ** -24, -(2 ** -24)],
      [2 ** -14, 0],
    ];
    const data = await withNpy(npyFile(extreme, { descr: '<f2' }));
    expect(shownVectors(data)).toEqual(shownVectors(await withNpy(npyFile(extreme, { descr: '<f8' }))));
    for (const odd of [Number.NaN, Number.NEGATIVE_INFINITY]) {
      const failure = await failureOf(
        withNpy(
          npyFile(
            [
              [1, odd],
              [0, 1],
              [1, 0],
            ],
            { descr: '<f2' },
          ),
        ),
      );
      expect(failure).toMatchObject({ code: 'bad-vector', kind: 'data' });
    }
  });

  it('of 64 bits is refused beyond 32-bit floats, as in every other format', async () => {
    const large = [
      [1, 1e39],
      [0, 1],
      [1, 3e38],
    ];
    const failure = await failureOf(withNpy(npyFile(large, { descr: '<f8' })));
    expect(failure).toMatchObject({ code: 'bad-vector', kind: 'data', where: { file: 'v.npy' } });
    expect(failure.message).toMatch(/^1 row has a vector with .* too large numbers \(above 3\.4e38\) in /);
  });

  it('is refused with another number of rows than ids', async () => {
    const failure = await failureOf(withNpy(npyFile(numbers.slice(1))));
    expect(failure).toMatchObject({ code: 'npy-rows', kind: 'data', where: { file: 'ids.csv' } });
    expect(failure.message).toBe(
      'v.npy holds 2 vectors, but ids.csv 3 ids: their rows belong together one by one, so write both again.',
    );
  });

  it.each([
    ['a text', Buffer.from('a,b\n1,2\n'), /it is not a \.npy file/],
    ['a half of it', npyFile(numbers).subarray(0, 140), /cut short \(140 bytes instead of 152\)/],
    ['nothing but its start', npyFile(numbers).subarray(0, 60), /header is damaged/],
    ['more than it says', Buffer.concat([npyFile(numbers), Buffer.alloc(4)]), /longer than its header says/],
    [
      'integers',
      npyFile(numbers, { header: "{'descr': '<i8', 'fortran_order': False, 'shape': (3, 2)}" }),
      /<i8/,
    ],
    [
      'records',
      npyFile(numbers, {
        header: "{'descr': [('a', '<f4'), ('b', '<f4')], 'fortran_order': False, 'shape': (3,)}",
      }),
      /records of named fields/,
    ],
    [
      'columns',
      npyFile(numbers, { header: "{'descr': '<f4', 'fortran_order': True, 'shape': (3, 2)}" }),
      /contiguous/,
    ],
    [
      'a cube',
      npyFile(numbers, { header: "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 1, 2)}" }),
      /3 dimensions/,
    ],
    [
      'no shape',
      npyFile(numbers, { header: "{'descr': '<f4', 'fortran_order': False}" }),
      /header is damaged/,
    ],
  ])('is refused when it is %s', async (_, bytes, message) => {
    const failure = await failureOf(withNpy(bytes));
    expect(failure).toMatchObject({
      code: 'bad-npy',
      kind: 'data',
      where: { file: 'v.npy', specPath: ['sources', 0, 'embeddings'] },
    });
    expect(failure.message).toMatch(message);
  });

  it('wants ids, and no column of vectors', async () => {
    const npy = npyFile(numbers);
    const without = await failureOf(loadWith({ 'v.npy': npy }, { ...embeddings, embeddings: 'v.npy' }));
    expect(without).toMatchObject({ code: 'npy-table', where: { file: 'v.npy' } });
    expect(await failureOf(withNpy(npy, {}, { vector: 'v' }))).toMatchObject({
      code: 'vector-with-npy',
      where: { specPath: ['sources', 0, 'vector'] },
    });
    const table = withNpy(npy, { 'v.jsonl': jsonLines(rows) }, { embeddings: 'v.jsonl' });
    expect(await failureOf(table)).toMatchObject({ code: 'ids-without-npy', kind: 'usage' });
    const { vector: _, ...none } = embeddings;
    expect(await failureOf(loadWith({ 'v.jsonl': jsonLines(rows) }, none))).toMatchObject({
      code: 'no-vector',
    });
  });
});

describe('vectors that are left out', () => {
  it('are missing, empty or zero', async () => {
    const data = await withVectors([
      ...rows,
      { a: 4, v: null },
      { a: 5, v: [] },
      { a: 6, v: [0, -0] },
      { a: 7 },
    ]);
    expect(shownVectors(data)).toEqual(expected);
    expect(data.warnings).toContainEqual({
      code: 'missing-vectors',
      message: 'Rows of source e (v.jsonl) with no vector are left out (`a` = 4, 5, 7).',
      count: 3,
    });
    expect(codesOf(data)).toContainEqual(['zero-vectors', 1]);
  });

  it('are copies of another', async () => {
    const data = await withVectors([...rows, rows[1]!, rows[1]!]);
    expect(shownVectors(data)).toEqual(expected);
    expect(codesOf(data)).toContainEqual(['doubled-items', 2]);
  });

  it('belong to no item, or to one that the log does not know', async () => {
    const data = await withVectors([
      ...rows,
      { a: null, v: [1, 1] },
      { a: 99, v: [1, 1] },
      { a: 98, v: [1, 1] },
    ]);
    expect(shownVectors(data)).toEqual(expected);
    expect(codesOf(data)).toContainEqual(['rows-without-item', 1]);
    expect(data.warnings).toContainEqual({
      code: 'unknown-source-items',
      message:
        "Rows of source e (v.jsonl) with items that the log does not know, such as '98', '99', are left out.",
      count: 2,
    });
  });
});

describe('vectors that are refused', () => {
  const cases: [string, Row[], code: string, message: RegExp][] = [
    [
      'of several lengths',
      [...rows, { a: 4, v: [1, 2, 3] }],
      'ragged-vectors',
      /several lengths: 3 of 2, 1 of 3\. /,
    ],
    ['with a gap', [...rows, { a: 4, v: [1, null] }], 'bad-vector', /^1 row has a vector with NaN.*`a` = 4/],
    ['that contradict', [...rows, { a: 2, v: [4, 3] }], 'contradictory-items', /^1 item of .*differ \(2\)/],
    [
      'of unknown items',
      [
        { a: 99, v: [1] },
        { a: null, v: [1] },
      ],
      'no-items',
      /1 without an id; 1 of items .*'99'/,
    ],
    ['without any', [{ a: 1, v: [0, 0] }], 'no-vectors', /all of its vectors are missing or zero/],
    ['of other ids', [{ a: 'x1', v: [1] }], 'key-types-differ', /'x1'/],
    ['of numbers', [{ a: 1, v: 2.5 }], 'bad-vector-column', /holds numbers \(DOUBLE\)/],
    ['of lists of text', [{ a: 1, v: ['p', 'q'] }], 'bad-vector-column', /VARCHAR\[\]/],
    ['of lists of lists', [{ a: 1, v: [[1], [2]] }], 'bad-vector-column', /BIGINT\[\]\[\]/],
    [
      'of text',
      [
        { a: 1, v: 'red' },
        { a: 2, v: '[1, 2]' },
      ],
      'bad-vector',
      /text that is not a list of numbers.*`a` = 1/,
    ],
    ['of text with spaces', [{ a: 1, v: '[0.1 0.2]' }], 'bad-vector', /unreadable/],
  ];
  it.each(cases)('%s', async (_, list, code, message) => {
    const failure = await failureOf(withVectors(list));
    expect(failure.message).toMatch(message);
    expect(failure).toMatchObject({ code, kind: 'data' });
  });

  it.each(cases.filter(([, , code]) => code.includes('vector') && code !== 'no-vectors'))(
    'by check as well: %s',
    async (_, list, code) => {
      const f = folder({ 'v.jsonl': jsonLines(list) });
      const spec = specOf({ path: 'log.jsonl' }, { sources: [embeddings] });
      const failure = await failureOf(engineUnderTest().check(spec, f, runContext()));
      expect(failure).toMatchObject({ code, where: { file: 'v.jsonl' } });
    },
  );

  it.each(["'NaN'", "'Infinity'", "'-Infinity'", '1e300'])('with %s in Parquet', async (value) => {
    const f = folder({});
    await writeParquetFile(
      `${f}/v.parquet`,
      `SELECT * FROM (VALUES (2, [1.0, ${value}::DOUBLE]), (3, [1.0, 2.0])) AS t(a, v)`,
    );
    const failure = await failureOf(
      load(f, { path: 'log.jsonl' }, { sources: [{ ...embeddings, embeddings: 'v.parquet' }] }),
    );
    expect(failure).toMatchObject({ code: 'bad-vector', where: { specPath: ['sources', 0, 'vector'] } });
    expect(failure.message).toMatch(/^1 row has .* in `v` of source e \(v\.parquet\) \(`a` = 2\)/);
  });

  it('when they do not fit the memory', async () => {
    const many = Array.from({ length: 11 }, (_, a) => ({ a, v: Array(100).fill(a + 1) }));
    const f = folder({ 'v.jsonl': jsonLines(many) });
    const little = load(f, { path: 'log.jsonl' }, { sources: [embeddings] }, { memoryBytes: 4000 });
    expect(await failureOf(little)).toMatchObject({ code: 'memory-limit', kind: 'resource' });
  });
});
