import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { Dictionary, Int32, Table, tableFromArrays, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../../../src/common/failure.ts';
import type { Dataset } from '../../../../src/data/dataset.ts';
import { engineUnderTest } from '../../../support/engine.ts';
import { csv, failureOf, folderWith, jsonLines, load, logRows, runContext, specOf } from '../support.ts';
import { sql } from './sql.ts';

const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), '../../../fixtures/data');

/** What must be the same whatever the format. */
function essence({ user, item, label, part, timeline, userNames, itemNames }: Dataset) {
  return { user, item, label, part, time: timeline?.time, unit: timeline?.unit, userNames, itemNames };
}

const rows = logRows(60);
let loaded: ReturnType<typeof load> | undefined;
/** Of plain CSV, read once. */
const reference = async () => {
  loaded ??= load(folderWith({ 'log.csv': csv(rows) }));
  return essence(await loaded);
};

describe('formats', () => {
  it('reads CSV rows as written: codes in ascending order of the value, times in µs', async () => {
    const data = await load(folderWith({ 'log.csv': csv(rows) }));
    expect(data.rows).toBe(60);
    expect(data.userNames).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    expect(data.itemNames).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
    expect([...data.user]).toEqual(rows.map((row) => row.user));
    expect([...data.item]).toEqual(rows.map((row) => row.item));
    expect([...data.label]).toEqual(rows.map((row) => row.y));
    expect([...(data.timeline?.time ?? [])]).toEqual(rows.map((row) => row.t * 1e6));
    expect(data.timeline?.unit).toBe('unix seconds');
    expect(data.user.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(data.part.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it.each([
    ['log.tsv', csv(rows).replaceAll(',', '\t')],
    ['log.jsonl', jsonLines(rows)],
    ['log.ndjson', jsonLines(rows)],
    ['log.csv.gz', gzipSync(csv(rows))],
    ['log.jsonl.gz', gzipSync(jsonLines(rows))],
    ['semicolons.csv', csv(rows).replaceAll(',', ';')],
    ['crlf.csv', csv(rows).replaceAll('\n', '\r\n')],
    ['bom.csv', `\ufeff${csv(rows)}`],
    ["it's [1] 100%*?.csv", csv(rows)],
  ])('reads %s to the same dataset', async (path, content) => {
    const folder = folderWith({ [path]: content });
    expect(essence(await load(folder, { path }))).toEqual(await reference());
  });

  // DuckDB hands out the blocks of a large file to its threads, and any of them may answer first.
  it('takes the header of a CSV of many blocks from its first line, every time', async () => {
    const line = `${'x'.repeat(120)},`;
    const many = logRows(300_000).map(({ user, item, y, t }) => `${line}${user},${item},${y},${t}\n`);
    const folder = folderWith({ 'log.csv': `note,user,item,y,t\n${many.join('')}` });
    for (let attempt = 0; attempt < 3; attempt++) {
      const { columns } = await engineUnderTest().check(specOf(), folder, runContext({ threads: 2 }));
      expect(columns[0]?.columns.map(({ name }) => name)).toEqual(['note', 'user', 'item', 'y', 't']);
    }
  });

  it('passes over columns without a name, such as the row numbers that pandas writes', async () => {
    const content = csv(rows)
      .split('\n')
      .map((line, i) => (line === '' ? '' : `${i === 0 ? '' : i},${line},`))
      .join('\n');
    const folder = folderWith({ 'log.csv': content });
    expect(essence(await load(folder))).toEqual(await reference());
  });

  it('refuses a header without any name', async () => {
    const failure = await failureOf(load(folderWith({ 'log.csv': ',,\n1,2,3\n' })));
    expect(failure).toMatchObject({ code: 'empty-file', kind: 'data' });
  });

  it('reads Parquet, and Zstandard text, to the same dataset', async () => {
    const folder = folderWith({ 'log.csv': csv(rows) });
    await sql(
      `COPY (FROM '${folder}/log.csv') TO '${folder}/log.parquet'`,
      `COPY (FROM '${folder}/log.csv') TO '${folder}/log.csv.zst' (FORMAT csv, COMPRESSION zstd)`,
      `COPY (FROM '${folder}/log.csv') TO '${folder}/log.jsonl.zst' (FORMAT json, COMPRESSION zstd)`,
    );
    for (const path of ['log.parquet', 'log.csv.zst', 'log.jsonl.zst']) {
      expect(essence(await load(folder, { path })), path).toEqual(await reference());
    }
  });

  it('reads Arrow files and streams: int64, doubles, and dictionaries of text', async () => {
    const columns = {
      user: BigInt64Array.from(rows, (row) => BigInt(row.user)),
      item: Int32Array.from(rows, (row) => row.item),
      y: Uint8Array.from(rows, (row) => row.y),
      t: Float64Array.from(rows, (row) => row.t),
    };
    const table = tableFromArrays(columns);
    const folder = folderWith({
      'log.arrow': tableToIPC(table, 'file'),
      'log.arrows': tableToIPC(table, 'stream'),
    });
    expect(essence(await load(folder, { path: 'log.arrow' }))).toEqual(await reference());
    expect(essence(await load(folder, { path: 'log.arrows' }))).toEqual(await reference());

    const text = vectorFromArray(
      rows.map((row) => `u${row.user}`),
      new Dictionary(new Utf8(), new Int32()),
    );
    const named = new Table({
      ...Object.fromEntries(table.schema.names.map((n) => [n, table.getChild(n)!])),
      user: text,
    });
    writeFileSync(join(folder, 'named.feather'), tableToIPC(named, 'file'));
    const data = await load(folder, { path: 'named.feather' });
    expect(data.userNames).toEqual(['u0', 'u1', 'u2', 'u3', 'u4', 'u5', 'u6']);
    expect([...data.user]).toEqual(rows.map((row) => row.user));
  });

  it('reads what pyarrow writes: LZ4 and Zstandard Feather, time zones, nulls, lists', async () => {
    const features = [{ name: 'price', type: 'numeric' as const }, 'genres'];
    for (const path of ['pyarrow-lz4.feather', 'pyarrow-zstd.feather']) {
      const data = await load(FIXTURES, { path, features });
      expect(data.timeline?.unit, path).toBe('timestamp with time zone');
      expect(data.timeline?.time[0]).toBe(Date.UTC(2024, 0, 1) * 1000);
      expect(data.userNames.slice(0, 2)).toEqual(['u0', 'u1']);
      const [price, genres] = data.features;
      expect(price?.type === 'numeric' && [...price.values.subarray(0, 3)]).toEqual([0, 0.5, Number.NaN]);
      expect(genres).toMatchObject({ type: 'categorical', cardinality: 3 });
      expect(data.rows).toBe(3000);
    }
  });

  it('reads lists and globs of files, sorted, each once, and counts the rows of each', async () => {
    const folder = folderWith({ 'b.csv': csv(rows.slice(0, 20)), 'a.csv': csv(rows.slice(20)) });
    mkdirSync(join(folder, 'deep'));
    writeFileSync(join(folder, 'deep/c.csv'), csv(rows.slice(0, 5)));
    const glob = await load(folder, { path: '*.csv' });
    expect(essence(glob)).toEqual(await reference());
    expect(glob.inputs.map(({ path, rows: n, role }) => [role, path, n])).toEqual([
      ['log', 'a.csv', 40],
      ['log', 'b.csv', 20],
    ]);
    const list = await load(folder, { path: ['b.csv', 'a.csv', '*.csv', './b.csv'] });
    expect(essence(list)).toEqual(await reference());
    expect((await load(folder, { path: '**/*.csv' })).rows).toBe(65);
  });

  it('widens numbers whose type differs between Parquet files', async () => {
    const folder = folderWith({ 'a.csv': csv(rows.slice(0, 30)), 'b.csv': csv(rows.slice(30)) });
    await sql(
      `COPY (SELECT user::TINYINT AS user, item, y, t FROM '${folder}/a.csv') TO '${folder}/a.parquet'`,
      `COPY (SELECT user::DOUBLE AS user, item::UINTEGER AS item, y, t FROM '${folder}/b.csv') TO '${folder}/b.parquet'`,
    );
    expect(essence(await load(folder, { path: '*.parquet' }))).toEqual(await reference());
  });

  it('fingerprints what it read', async () => {
    const folder = folderWith({ 'log.csv': csv(rows) });
    const [input] = (await load(folder)).inputs;
    expect(input).toMatchObject({
      role: 'log',
      path: 'log.csv',
      rows: 60,
      bytes: readFileSync(join(folder, 'log.csv')).length,
    });
    expect(input?.hash).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('keeps the identity of text ids: "007" is not 7, and a late letter makes all of them text', async () => {
    const many = logRows(30_000).map((row, i) => ({
      ...row,
      user: i === 29_999 ? 'x' : row.user === 3 ? '007' : row.user,
    }));
    const data = await load(folderWith({ 'log.csv': csv(many) }));
    expect(data.userNames).toEqual(['0', '007', '1', '2', '4', '5', '6', 'x']);
  });

  it('sorts integers by value and texts by code point', async () => {
    const names = ['b', 'B', 'é', '10', '9', '\u{1f600}', '\uff5e'];
    const folder = folderWith({
      'log.jsonl': jsonLines(
        logRows(70).map((row, i) => ({ ...row, user: names[i % 7], item: (i % 5) * 7 })),
      ),
    });
    const data = await load(folder, { path: 'log.jsonl' });
    expect(data.userNames).toEqual(['10', '9', 'B', 'b', 'é', '\uff5e', '\u{1f600}']);
    expect(data.itemNames).toEqual(['0', '7', '14', '21', '28']);
  });

  it('takes whole floats and pandas-style "3.0" for integers', async () => {
    const folder = folderWith({ 'log.csv': csv(rows.map((row) => ({ ...row, user: `${row.user}.0` }))) });
    expect((await load(folder)).userNames).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    await sql(`COPY (SELECT user::DOUBLE AS user, item::DECIMAL(9, 2) AS item, y, t FROM '${folder}/log.csv')
      TO '${folder}/log.parquet'`);
    expect((await load(folder, { path: 'log.parquet' })).userNames).toEqual([
      '0',
      '1',
      '2',
      '3',
      '4',
      '5',
      '6',
    ]);
  });
});

describe('files that cannot be read', () => {
  const good = csv(rows);
  const lines = good.split('\n');
  const ragged = (line: string) => [...lines.slice(0, 30), line, ...lines.slice(31)].join('\n');

  it.each([
    ['a missing file', 'none.csv', {}, 'missing-file', /none\.csv does not exist/],
    ['an empty glob', 'x/*.csv', {}, 'empty-glob', /No file in .* matches x\/\*\.csv/],
    ['a remote file', 's3://bucket/*.parquet', {}, 'remote-file', /is an address.*download it first/],
    ['an empty file', 'log.csv', { 'log.csv': '' }, 'empty-file', /log\.csv is empty/],
    [
      'a file of blank lines',
      'log.csv',
      { 'log.csv': '\n\n' },
      'empty-file',
      /log\.csv starts with no column names/,
    ],
    ['a header alone', 'log.csv', { 'log.csv': 'user,item,y,t\n' }, 'no-rows', /log\.csv holds no rows/],
    [
      'an unknown extension',
      'log.xlsx',
      { 'log.xlsx': 'x' },
      'unknown-format',
      /log\.xlsx has no known extension/,
    ],
    ['no extension', 'log', { log: 'x' }, 'unknown-format', /use \.parquet, \.csv/],
    ['compressed Parquet', 'l.parquet.gz', { 'l.parquet.gz': 'x' }, 'bad-compression', /decompress it first/],
    [
      'garbage as Parquet',
      'l.parquet',
      { 'l.parquet': 'garbage'.repeat(99) },
      'not-parquet',
      /l\.parquet is not a Parquet/,
    ],
    [
      'garbage as Arrow',
      'l.arrow',
      { 'l.arrow': 'garbage'.repeat(99) },
      'not-arrow',
      /l\.arrow cannot be read as Arrow/,
    ],
    [
      'garbage as CSV',
      'log.csv',
      { 'log.csv': Uint8Array.from({ length: 999 }, (_, i) => i % 128) },
      'not-text',
      /not a text file/,
    ],
    [
      'garbage as gzip',
      'log.csv.gz',
      { 'log.csv.gz': 'garbage' },
      'bad-compression',
      /log\.csv\.gz is cut short or is not gzip/,
    ],
    [
      'garbage as Zstandard',
      'log.csv.zst',
      { 'log.csv.zst': 'garbage!' },
      'bad-compression',
      /not zstd data/,
    ],
    [
      'a short row',
      'log.csv',
      { 'log.csv': ragged('1,2') },
      'ragged-row',
      /log\.csv, line 31: 4 values are expected, 2 found/,
    ],
    [
      'a long row',
      'log.csv',
      { 'log.csv': ragged('1,2,3,4,5,6') },
      'ragged-row',
      /line 31: 4 values are expected, there are more/,
    ],
    [
      'an open quote',
      'log.csv',
      { 'log.csv': `${good}"1,2,3,4\n` },
      'unterminated-quote',
      /log\.csv, line 62/,
    ],
    [
      'Latin-1 text',
      'log.csv',
      { 'log.csv': Buffer.from(`${good}1,2,\xe9,4\n`, 'latin1') },
      'not-utf8',
      /line 62: the text is not UTF-8/,
    ],
    [
      'two columns of one name',
      'log.csv',
      { 'log.csv': 'user,user\n1,2\n' },
      'duplicate-column',
      /two columns named `user`/,
    ],
    [
      'a row beyond what a row may be',
      'log.csv',
      { 'log.csv': `${good}${'x'.repeat(2_100_000)},2,3,4\n` },
      'long-row',
      /line 62: the row is longer than 2 MB/,
    ],
    [
      'a list of JSON objects',
      'l.json',
      { 'l.json': JSON.stringify(rows) },
      'malformed-json',
      /l\.json holds JSON, but no records: it must hold one JSON object per line/,
    ],
    [
      'broken JSON',
      'l.jsonl',
      { 'l.jsonl': '{"user":1}\n{"user":\n{"user":2}\n' },
      'malformed-json',
      /l\.jsonl, line \d: not valid JSON/,
    ],
  ] as const)('%s', async (_, path, files, code, message) => {
    const failure = await failureOf(load(folderWith(files as Record<string, string>), { path }));
    expect(failure.message).toMatch(message);
    expect([failure.code, failure.kind, failure.exitCode]).toEqual([code, 'data', 3]);
    expect(failure.where.file).toBe(path);
  });

  it.skipIf(process.platform === 'win32')('refuses a pipe without waiting for it', async () => {
    const folder = folderWith();
    execFileSync('mkfifo', [join(folder, 'log.csv')]);
    expect(await failureOf(load(folder))).toMatchObject({ kind: 'data', code: 'not-a-file' });
  });

  it('names the line of a ragged row', async () => {
    const failure = await failureOf(load(folderWith({ 'log.csv': ragged('1,2') })));
    expect(failure.where).toEqual({ file: 'log.csv', line: 31 });
  });

  it('refuses a folder, and formats that are mixed', async () => {
    const folder = folderWith({ 'a.csv': good, 'a.jsonl': jsonLines(rows) });
    const itself = await failureOf(load(folder, { path: '.' }));
    expect(itself).toMatchObject({
      code: 'is-folder',
      message: '. is a folder: name its files, such as ./*.parquet.',
    });
    const mixed = await failureOf(load(folder, { path: 'a.*' }));
    expect(mixed.code).toBe('mixed-formats');
    expect(mixed.message).toContain('a.csv');
    expect(mixed.message).toContain('a.jsonl');
  });

  it('refuses files that were cut short, in every format', async () => {
    const folder = folderWith({ 'log.csv': csv(logRows(5000)) });
    await sql(
      `COPY (FROM '${folder}/log.csv') TO '${folder}/whole.parquet'`,
      `COPY (FROM '${folder}/log.csv') TO '${folder}/whole.csv.zst' (FORMAT csv, COMPRESSION zstd)`,
      `COPY (FROM '${folder}/log.csv') TO '${folder}/whole.csv.gz' (FORMAT csv, COMPRESSION gzip)`,
    );
    const table = tableFromArrays({ user: Int32Array.from(rows, (row) => row.user) });
    writeFileSync(join(folder, 'whole.arrow'), tableToIPC(table, 'file'));
    writeFileSync(join(folder, 'whole.arrows'), tableToIPC(table, 'stream'));
    for (const format of ['parquet', 'csv.zst', 'csv.gz', 'arrow', 'arrows']) {
      const whole = readFileSync(join(folder, `whole.${format}`));
      for (const share of [0.1, 0.5, 0.9]) {
        writeFileSync(join(folder, `cut.${format}`), whole.subarray(0, Math.floor(whole.length * share)));
        const failure = await failureOf(load(folder, { path: `cut.${format}` }));
        expect(failure.kind, `${format} ${share}: ${failure.message}`).toBe('data');
        expect(['not-parquet', 'bad-compression', 'not-arrow']).toContain(failure.code);
      }
    }
  });

  it('turns damage inside a Parquet or Arrow file into a failure of that file, never into a crash', async () => {
    const folder = folderWith({ 'log.csv': csv(logRows(3000)) });
    await sql(`COPY (FROM '${folder}/log.csv') TO '${folder}/whole.parquet' (COMPRESSION zstd)`);
    const arrow = tableFromArrays({ user: Int32Array.from(rows, (row) => row.user) });
    writeFileSync(join(folder, 'whole.arrow'), tableToIPC(arrow, 'file'));
    writeFileSync(join(folder, 'whole.arrows'), tableToIPC(arrow, 'stream'));
    for (const format of ['parquet', 'arrow', 'arrows']) {
      let failures = 0;
      const whole = readFileSync(join(folder, `whole.${format}`));
      for (let at = 8; at < whole.length - 8; at += Math.ceil(whole.length / 20)) {
        const damaged = Buffer.from(whole);
        damaged.fill(0xa5, at, at + 6);
        writeFileSync(join(folder, `damaged.${format}`), damaged);
        const error: unknown = await load(folder, { path: `damaged.${format}` }).catch(
          (reason: unknown) => reason,
        );
        // Damage may also leave a readable file with other values or names; nothing can notice the former.
        if (error instanceof Error) {
          failures++;
          expect(error, `${format} at ${at}`).toBeInstanceOf(Failure);
          expect((error as Failure).kind, `${format} at ${at}: ${error.message}`).not.toBe('internal');
        }
      }
      expect(failures, format).toBeGreaterThan(2);
    }
  });
});
