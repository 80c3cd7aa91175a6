/** Training configs over real files: Parquet headers, parts in folders and globs, MMRec's plain headers. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PART } from '../../../src/data/dataset.ts';
import { adaptConfig } from '../../../src/specfile/configs/adapt.ts';
import { nodeFiles } from '../../../src/specfile/configs/node-files.ts';
import { parquetHeader } from '../../../src/specfile/configs/parquet-header.ts';
import { engineUnderTest } from '../../support/engine.ts';
import { writeParquetFile } from '../../support/parquet-file.ts';
import { csv, folderWith, load, logRows, runContext } from './support.ts';

const rows = logRows(120).map(({ user, item, y, t }) => ({ user_id: user, item_id: item, y, timestamp: t }));
const parts = { train: rows.slice(0, 80), valid: rows.slice(80, 100), test: rows.slice(100) };

function projectWith(files: Record<string, string>): string {
  const folder = folderWith();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

const fuxi = (path: (part: string) => string, format: string) =>
  `toy:\n  data_format: ${format}\n${['train', 'valid', 'test'].map((part) => `  ${part}_data: ${path(part)}\n`).join('')}` +
  '  feature_cols:\n    - {name: [user_id, item_id], active: True, dtype: str, type: categorical}\n' +
  '  label_col: {name: y, dtype: float}\n';

async function loaded(folder: string, config: string) {
  const at = join(folder, 'config/dataset_config.yaml');
  const adapted = await adaptConfig(config, at);
  expect(adapted?.problems).toEqual([]);
  const data = await engineUnderTest().load(adapted!.spec!, dirname(at), runContext());
  const count = (part: number) => data.part.reduce((sum, rowPart) => sum + Number(rowPart === part), 0);
  return {
    time: adapted!.spec!.log.time,
    sources: adapted!.spec!.sources.length,
    parts: [count(PART.fit), count(PART.validate), count(PART.evaluate)],
    times: [...data.timeline!.time],
  };
}

describe('FuxiCTR data', () => {
  const times = rows.map(({ timestamp }) => timestamp * 1e6);
  const expected = { time: 'timestamp', sources: 1, parts: [80, 20, 20], times };

  it.each(['csv', 'parquet'])('files, folders and globs of %s are the same rows', async (format) => {
    const names = Object.entries(parts).flatMap(([part, all]) => {
      const half = all.length / 2;
      return [
        [`data/${part}.csv`, csv(all)],
        [`data/${part}/part_0.csv`, csv(all.slice(0, half))],
        [`data/${part}/part_1.csv`, csv(all.slice(half))],
      ];
    });
    const folder = projectWith(Object.fromEntries(names));
    if (format === 'parquet') {
      for (const [path] of names) {
        const file = join(folder, path!);
        await writeParquetFile(file.replace(/csv$/, 'parquet'), `FROM '${file}'`);
      }
    }
    for (const path of [
      (part: string) => `../data/${part}.${format}`,
      (part: string) => `data/${part}`,
      (part: string) => `../data/${part}/part_?.${format}`,
      (part: string) => `../data/${part}*/*.${format}`,
    ]) {
      expect(await loaded(folder, fuxi(path, format))).toEqual(expected);
    }
  });
});

describe('parquetHeader', () => {
  it('names the columns, not their parts, of files of several writers', async () => {
    const folder = folderWith();
    const columns =
      "1 AS id, {'a': 1, 'b': {'c': 'x'}} AS \"nested one\", [1, 2] AS list, map {'k': 2} AS m, 'é' AS \"größe\", 2.5 AS last";
    const written = [[], ['PARQUET_VERSION v2'], ['CODEC zstd', 'ROW_GROUP_SIZE 2048']];
    for (const [i, options] of written.entries()) {
      const path = join(folder, `${i}.parquet`);
      await writeParquetFile(path, `SELECT ${columns} FROM range(9000)`, ...options);
      expect(await parquetHeader(path, nodeFiles())).toEqual([
        'id',
        'nested one',
        'list',
        'm',
        'größe',
        'last',
      ]);
    }
  });

  it('names hundreds of columns', async () => {
    const path = join(folderWith(), 'wide.parquet');
    const names = Array.from({ length: 700 }, (_, i) => `column_${i}`);
    await writeParquetFile(path, `SELECT ${names.map((name, i) => `${i} AS ${name}`).join(', ')}`);
    expect(await parquetHeader(path, nodeFiles())).toEqual(names);
  });

  it('has none of what is not Parquet, is cut short, or lies', async () => {
    const folder = folderWith({
      'text.parquet': 'user,item\n1,2\n',
      'empty.parquet': '',
      'cut.parquet': 'PAR1',
      'short.parquet': new Uint8Array([...Buffer.from('PAR1'), 255, 255, 255, 127, ...Buffer.from('PAR1')]),
      'lists.parquet': new Uint8Array([
        0x29,
        0xfc,
        255,
        255,
        255,
        255,
        15,
        7,
        0,
        0,
        0,
        ...Buffer.from('PAR1'),
      ]),
      'deep.parquet': new Uint8Array([...Buffer.alloc(200, 0x1c), 200, 0, 0, 0, ...Buffer.from('PAR1')]),
    });
    for (const name of ['text', 'empty', 'cut', 'short', 'lists', 'deep', 'absent']) {
      expect(await parquetHeader(join(folder, `${name}.parquet`), nodeFiles()), name).toBeUndefined();
    }
  });
});

describe('parts named by paths', () => {
  it('are told by a path or glob where the base names are the same', async () => {
    const folder = projectWith({
      'a/train/log.csv': csv(logRows(60)),
      'a/late/test/log.csv': csv(logRows(30, 1_700_001_000)),
    });
    const log = { path: ['a/**/log.csv'] };
    for (const [train, evaluate] of [
      ['a/train/log.csv', 'a/late/test/log.csv'],
      ['./a/train/*.csv', 'a/**/test/*.csv'],
      ['a/t*/**', '**/late/**'],
    ]) {
      const data = await load(folder, log, { split: { column: 'filename', train, evaluate } as never });
      expect(data.part.reduce((sum, part) => sum + Number(part === PART.evaluate), 0)).toBe(30);
    }
  });
});

describe('MMRec', () => {
  it('reads an .inter whose header has names alone as the same file called .tsv', async () => {
    const text = csv(logRows(100)).replaceAll(',', '\t');
    const folder = folderWith({ 'log.inter': text, 'log.tsv': text });
    const [inter, tsv] = [await load(folder, { path: 'log.inter' }), await load(folder, { path: 'log.tsv' })];
    for (const key of ['user', 'item', 'label', 'part', 'userNames', 'timeline'] as const)
      expect(inter[key], key).toEqual(tsv[key]);
  });
});
