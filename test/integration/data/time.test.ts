import { describe, expect, it } from 'vitest';
import { writeParquetFile } from '../../support/parquet-file.ts';
import { csv, failureOf, folderWith, jsonLines, load, logRows } from './support.ts';

const rows = logRows(60);
const withTimes = (time: (t: number, i: number) => unknown) =>
  folderWith({ 'log.jsonl': jsonLines(rows.map((row, i) => ({ ...row, t: time(row.t, i) }))) });
const load1 = (folder: string) => load(folder, { path: 'log.jsonl' });
const micros = rows.map(({ t }) => t * 1e6);

describe('time columns', () => {
  it.each([
    ['unix seconds', (t: number) => t],
    ['unix seconds', (t: number) => t + 0.0],
    ['unix seconds', (t: number) => String(t)],
    ['unix milliseconds', (t: number) => t * 1e3],
    ['unix microseconds', (t: number) => t * 1e6],
    ['unix nanoseconds', (t: number) => t * 1e9],
    ['ISO 8601 text', (t: number) => new Date(t * 1e3).toISOString()],
    ['ISO 8601 text', (t: number) => new Date(t * 1e3).toISOString().slice(0, 19).replace('T', ' ')],
    ['ISO 8601 text', (t: number) => new Date((t + 7200) * 1e3).toISOString().replace('Z', '+02:00')],
  ] as const)('%s', async (unit, time) => {
    const { timeline } = await load1(withTimes(time));
    expect(timeline?.unit).toBe(unit);
    expect([...(timeline?.time ?? [])]).toEqual(micros);
  });

  it('reads seconds on a clock of their own that only look like dates here and there', async () => {
    const { timeline, warnings } = await load1(withTimes((_, i) => 20231101 + i));
    expect(timeline?.unit).toBe('unix seconds');
    const clockWarnings = warnings.filter(({ code }) => code === 'own-clock');
    expect(clockWarnings.map(({ message }) => message)).toEqual([
      'The times in `t` of log.jsonl run from 20,231,101 to 20,231,160: they are read as unix seconds, which all lie before 1973-03-03, and so on a clock of their own.',
    ]);
  });

  it('reads fractions of seconds to the µs', async () => {
    const { timeline } = await load1(withTimes((t) => t + 0.25));
    expect([...(timeline?.time ?? [])]).toEqual(micros.map((t) => t + 250_000));
  });

  it.each([
    ['TIMESTAMP', 'timestamp'],
    ['TIMESTAMP_S', 'timestamp'],
    ['TIMESTAMP_MS', 'timestamp'],
    ['TIMESTAMP_NS', 'timestamp'],
    ['TIMESTAMPTZ', 'timestamp with time zone'],
  ])('%s', async (type, unit) => {
    const folder = folderWith({ 'log.csv': csv(rows) });
    await writeParquetFile(
      `${folder}/l.parquet`,
      `SELECT * REPLACE (make_timestamp(t * 1000000)::${type} AS t) FROM '${folder}/log.csv'`,
    );
    const { timeline } = await load(folder, { path: 'l.parquet' });
    expect(timeline?.unit).toBe(unit);
    expect([...(timeline?.time ?? [])]).toEqual(micros);
  });

  it('dates', async () => {
    const folder = folderWith({ 'log.csv': csv(rows) });
    await writeParquetFile(
      `${folder}/l.parquet`,
      `SELECT * REPLACE (DATE '2024-01-01' + CAST(t % 20 AS INTEGER) AS t) FROM '${folder}/log.csv'`,
    );
    const { timeline } = await load(folder, { path: 'l.parquet' });
    expect(timeline?.unit).toBe('date');
    expect(timeline?.time[0]).toBe(Date.UTC(2024, 0, 1) * 1000);
  });

  it.each([
    [
      'nulls',
      (t: number, i: number) => (i === 5 ? null : t),
      'missing-time',
      /1 row has no time in `t` of log\.jsonl/,
    ],
    [
      'mixed units',
      (t: number, i: number) => (i < 7 ? t : t * 1000),
      'mixed-time-units',
      /7 like unix seconds, 53 like unix milliseconds/,
    ],
    [
      'text that is no time',
      (_: number, i: number) => (i < 2 ? 'soon' : '2024-01-01'),
      'bad-time',
      /2 rows have no readable time .*\('soon'\)/,
    ],
    ['lists', () => [1], 'bad-time', /holds lists/],
    ['truth values', () => true, 'bad-time', /holds true\/false values/],
    ['the year 2271', () => 9.5e9, 'time-range', /beyond the year 2255/],
  ] as const)('refuses %s', async (_, time, code, message) => {
    const failure = await failureOf(load1(withTimes(time)));
    expect(failure.message).toMatch(message);
    expect(failure).toMatchObject({
      code,
      kind: 'data',
      where: { file: 'log.jsonl', specPath: ['log', 'time'] },
    });
  });

  it('refuses infinite times', async () => {
    const folder = folderWith({ 'log.csv': csv(rows) });
    await writeParquetFile(
      `${folder}/a.parquet`,
      `SELECT * REPLACE (CASE WHEN t % 30 = 0 THEN 'infinity'::TIMESTAMP ELSE make_timestamp(t * 1000000) END AS t)
        FROM '${folder}/log.csv'`,
    );
    await writeParquetFile(
      `${folder}/b.parquet`,
      `SELECT * REPLACE (CASE WHEN t % 30 = 0 THEN 'inf'::DOUBLE ELSE t END AS t)
        FROM '${folder}/log.csv'`,
    );
    for (const path of ['a.parquet', 'b.parquet']) {
      expect((await failureOf(load(folder, { path }))).message).toMatch(/2 rows have an infinite time/);
    }
  });

  it('needs a time column unless the split is ready-made', async () => {
    const failure = await failureOf(load(folderWith({ 'log.csv': csv(rows) }), { time: undefined } as never));
    expect(failure).toMatchObject({ code: 'no-time', kind: 'usage', where: { specPath: ['log'] } });
  });
});
