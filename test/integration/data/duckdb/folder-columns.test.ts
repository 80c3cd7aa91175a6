/** Columns that stand in the names of folders, as Hive and Spark write them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SpecInput } from '../../../../src/specfile/schema.ts';
import { profileData } from '../../../support/evaluate.ts';
import { failureOf, folderWith, type LogInput, load, logRows, runContext } from '../support.ts';
import { type Format, fileOf, type Rows } from './table-files.ts';

const FORMATS = ['csv', 'jsonl', 'parquet', 'arrow'] as const;
const rows = logRows(96).map(({ t: _, ...row }, i) => ({ ...row, n: i }));
/** Twelve rows a folder. */
const part = (k: number): Rows => rows.slice(12 * k, 12 * (k + 1));
const parts = Array.from({ length: 8 }, (_, k) => k);

async function folderOf(format: Format, pathOf: (k: number) => string, file: (k: number) => Rows = part) {
  const folder = folderWith();
  for (const k of parts) {
    const path = join(folder, `${pathOf(k)}.${format}`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, await fileOf(format, file(k)));
  }
  return folder;
}

const spec = (format: Format, log: LogInput = {}): LogInput => ({
  path: `log/**/*.${format}`,
  features: [{ name: 'n', type: 'numeric' }],
  ...log,
});
const numbers = (data: Awaited<ReturnType<typeof load>>, f: number) => {
  const column = data.features[f];
  return column?.type === 'numeric' ? [...column.values] : [...(column?.codes ?? [])];
};
const ready = { split: { column: 'part', train: 'a', evaluate: 'b' } } as Partial<SpecInput>;

describe('folders name=value', () => {
  it.each(FORMATS)('give the time: %s', async (format) => {
    const data = await load(
      await folderOf(format, (k) => `log/day=2024-03-0${k + 1}/part-0`),
      spec(format, { time: 'day' }),
    );
    expect(data.rows).toBe(96);
    const order = numbers(data, 0).map((n) => Math.floor(n / 12));
    expect(order).toEqual(parts.flatMap((k) => Array(12).fill(k)));
    expect([...data.timeline!.time].filter((_, i) => i % 12 === 0)).toEqual(
      parts.map((k) => Date.UTC(2024, 2, k + 1) * 1000),
    );
  });

  it.each(FORMATS)('give features, groups and a split, over several levels: %s', async (format) => {
    const path = (k: number) =>
      `log/part=${k < 6 ? 'a' : 'b'}/city=New%20York%3A${k % 3}/hour=0${k}/slot=${k}/x`;
    const data = await load(
      await folderOf(format, path),
      spec(format, {
        time: undefined,
        group: 'hour',
        features: [{ name: 'n', type: 'numeric' }, 'city', { name: 'slot', type: 'numeric' }],
      }),
      ready,
    );
    const k = numbers(data, 0).map((n) => Math.floor(n / 12));
    expect(data.features[1]).toMatchObject({ names: ['missing', 'New York:0', 'New York:1', 'New York:2'] });
    expect(numbers(data, 1)).toEqual(k.map((at) => 1 + (at % 3)));
    expect(numbers(data, 2)).toEqual(k);
    expect([...data.group!]).toEqual(k);
    expect([...data.part].map((p) => p === 2)).toEqual(k.map((at) => at >= 6));
  });

  it('are missing where Hive says so', async () => {
    const path = (k: number) =>
      `log/kind=${k === 2 ? '__HIVE_DEFAULT_PARTITION__' : 'x'}/t=${1_700_000_000 + k}/y`;
    const data = await load(
      await folderOf('parquet', path),
      spec('parquet', { features: [{ name: 'n', type: 'numeric' }, 'kind'] }),
    );
    expect(numbers(data, 1)).toEqual(numbers(data, 0).map((n) => (Math.floor(n / 12) === 2 ? 0 : 1)));
  });

  it.each(FORMATS)('give way to a column of the file: %s', async (format) => {
    const folder = await folderOf(
      format,
      (k) => `log/t=5/${k}`,
      (k) => part(k).map((row) => ({ ...row, t: 1_700_000_000 + Number(row['n']) })),
    );
    const data = await load(folder, spec(format));
    expect([...data.timeline!.time]).toEqual(rows.map(({ n }) => (1_700_000_000 + n) * 1e6));
  });

  it('are told apart by case, and must be on the way to every file', async () => {
    const folder = await folderOf('csv', (k) => `log/${k === 3 ? 'Day' : 'day'}=2024-03-0${k + 1}/p`);
    const failure = await failureOf(load(folder, spec('csv', { time: 'day' })));
    expect(failure.message).toBe('no column `day` in log/Day=2024-03-04/p.csv; did you mean `Day`?');
  });

  it('are not those above the folder of the spec', async () => {
    const folder = await folderOf('csv', (k) => `run=1/log/day=2024-03-0${k + 1}/p`);
    const profile = await profileData(['log/**/*.csv'], join(folder, 'run=1'), runContext());
    expect(profile.columns.map(({ name, type }) => [name, type])).toEqual([
      ['user', expect.any(String)],
      ['item', expect.any(String)],
      ['y', expect.any(String)],
      ['n', expect.any(String)],
      ['day', 'VARCHAR'],
    ]);
    expect(profile.columns.at(-1)).toMatchObject({ distinct: 8, isoShare: 1, min: '2024-03-01' });
  });

  it('bring features of items and weights of pairs', async () => {
    const folder = folderWith({ 'log.jsonl': (await fileOf('jsonl', logRows(60))) as string });
    for (const k of [0, 1]) {
      mkdirSync(join(folder, `items/lang=l${k}`), { recursive: true });
      mkdirSync(join(folder, `pairs/w=${k + 1}`), { recursive: true });
      const items = Array.from({ length: 6 }, (_, i) => ({ id: 2 * i + k }));
      writeFileSync(join(folder, `items/lang=l${k}/i.csv`), await fileOf('csv', items));
      writeFileSync(
        join(folder, `pairs/w=${k + 1}/p.parquet`),
        await fileOf('parquet', [{ a: k, b: k + 1 }]),
      );
    }
    const data = await load(
      folder,
      { path: 'log.jsonl' },
      {
        items: { path: 'items/*/i.csv', key: 'id', features: ['lang'] },
        sources: [{ name: 'p', pairs: 'pairs/*/*.parquet', left: 'a', right: 'b', weight: 'w' }],
      },
    );
    expect(numbers(data, 0)).toEqual(logRows(60).map(({ item }) => 1 + (item % 2)));
    expect([...data.pairs!['p']!.weight]).toEqual([1, 2]);
  });
});
