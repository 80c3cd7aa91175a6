/** Dates written as digits, and the unix times and clocks of seconds that they must not be taken for. */
import { describe, expect, it } from 'vitest';
import { writeParquetFile } from '../../support/parquet-file.ts';
import { csv, failureOf, folderWith, jsonLines, load, logRows } from './support.ts';

const rows = logRows(60);
const HOUR = 3600e6;
const start = Date.UTC(2019, 1, 27, 21);
/** Row i lies i hours after 2019-02-27T21: over the end of a February, and of days. */
const hours = rows.map((_, i) => (start + i * 3600e3) * 1000);
const digitsOf = (micros: number) => new Date(micros / 1000).toISOString().replace(/\D/g, '');
const days = hours.map((t) => Math.floor(t / (24 * HOUR)) * 24 * HOUR);
const written = (time: (digits: string, i: number) => unknown) =>
  rows.map((row, i) => ({ ...row, t: time(digitsOf(hours[i]!), i) }));
const asJson = (time: (digits: string, i: number) => unknown) =>
  load(folderWith({ 'log.jsonl': jsonLines(written(time)) }), { path: 'log.jsonl' });
const asCsv = (time: (digits: string, i: number) => unknown) =>
  load(folderWith({ 'log.csv': csv(written(time)) }));

describe('dates written as digits', () => {
  it.each([
    ['YYYYMMDD', (d: string) => d.slice(0, 8), days],
    ['YYYYMMDDHH', (d: string) => d.slice(0, 10), hours],
    ['YYYYMMDDHHmm', (d: string) => d.slice(0, 12), hours],
    ['YYYYMMDDHHmmss', (d: string) => d.slice(0, 14), hours],
    ['YYYYMMDDHHmmssSSS', (d: string) => d.slice(0, 17), hours],
    ['YYMMDD', (d: string) => d.slice(2, 8), days],
    ['YYMMDDHH', (d: string) => d.slice(2, 10), hours],
    ['YYMMDDHHmm', (d: string) => d.slice(2, 12), hours],
    ['YYMMDDHHmmss', (d: string) => d.slice(2, 14), hours],
  ] as const)('%s is read from integers, text, and CSV with and without .0', async (form, cut, micros) => {
    for (const loaded of [
      await asJson((d) => Number(cut(d))),
      await asJson((d) => cut(d)),
      await asCsv((d) => cut(d)),
      await asCsv((d) => `${cut(d)}.0`),
    ]) {
      expect(loaded.timeline?.unit).toBe(`dates written as ${form}`);
      expect([...(loaded.timeline?.time ?? [])]).toEqual(micros);
      expect(loaded.warnings.filter(({ code }) => code === 'own-clock')).toEqual([]);
    }
  });

  it.each(['INTEGER', 'BIGINT', 'UBIGINT', 'HUGEINT', 'FLOAT', 'DOUBLE', 'DECIMAL(12,2)', 'VARCHAR'])(
    'a %s column of Parquet holds them too',
    async (type) => {
      const folder = folderWith({ 'log.csv': csv(written((d) => d.slice(2, 8))) });
      await writeParquetFile(
        `${folder}/l.parquet`,
        `SELECT * REPLACE (t::${type} AS t) FROM '${folder}/log.csv'`,
      );
      const { timeline } = await load(folder, { path: 'l.parquet' });
      expect(timeline?.unit).toBe('dates written as YYMMDD');
      expect([...(timeline?.time ?? [])]).toEqual(days);
    },
  );

  it('a year of the first decade has lost its zero', async () => {
    const { timeline } = await asJson((d) => Number(`7${d.slice(4, 10)}`));
    expect(timeline?.unit).toBe('dates written as YYMMDDHH');
    expect(timeline?.time[0]).toBe(Date.UTC(2007, 1, 27, 21) * 1000);
  });

  it('a calendar slice is a day of the dates', async () => {
    const folder = folderWith({ 'log.csv': csv(written((d) => d.slice(2, 10))) });
    const { timeline } = await load(folder, {}, { split: { from: '2019-03-01', slices: 'daily' } });
    expect(timeline).toMatchObject({ slices: 4, evaluateFrom: Date.UTC(2019, 2, 1) * 1000 });
  });

  it.each([
    ['2019030107', Date.UTC(2019, 2, 1, 7)],
    [19030107, Date.UTC(2019, 2, 1, 7)],
    ['2019-03-01T07', Date.UTC(2019, 2, 1, 7)],
    ['2019/3/1 07:00', Date.UTC(2019, 2, 1, 7)],
  ])('a split from %s is in the way of writing of the column, or a date', async (from, moment) => {
    const long = String(from).length === 10;
    const folder = folderWith({ 'log.csv': csv(written((d) => (long ? d.slice(0, 10) : d.slice(2, 10)))) });
    const { timeline } = await load(folder, {}, { split: { from, slices: 5 } });
    expect(timeline?.evaluateFrom).toBe(moment * 1000);
  });

  it('a split from another number is refused', async () => {
    const folder = folderWith({ 'log.csv': csv(written((d) => d.slice(2, 10))) });
    const failure = await failureOf(load(folder, {}, { split: { from: 1700000000, slices: 5 } }));
    expect(failure.message).toBe(
      'split.from: the time column holds dates written as YYMMDDHH, so 1700000000 needs to be a date such as 2026-10-24.',
    );
  });

  it.each([
    ['a stray 0', 0, "1 row has no time in `t` of log.jsonl ('0' stands for none): remove or fill them."],
    ['a stray −1', -1, /^1 row has no time .*\('-1' stands for none\)/],
    ['a stray null', null, /^1 row has no time in `t` of log\.jsonl: remove or fill them\.$/],
    [
      'a day that no calendar has',
      19022999,
      "`t` in log.jsonl holds dates written as YYMMDDHH, but 1 row has another number ('19022999'): correct or remove them.",
    ],
  ] as const)('%s among them is told, and is not another unit', async (_, stray, message) => {
    const failure = await failureOf(asJson((d, i) => (i === 9 ? stray : Number(d.slice(2, 10)))));
    expect(failure.message).toMatch(message);
  });

  it.each([
    ['19000101', 'YYYYMMDD'],
    ['00010101', 'YYYYMMDD'],
    ['99991231', 'YYYYMMDD'],
    ['19700101', 'YYYYMMDD'],
  ])('%s stands for no date', async (mark) => {
    const failure = await failureOf(asCsv((d, i) => (i < 2 ? mark : d.slice(0, 8))));
    expect(failure).toMatchObject({ code: 'missing-time' });
    expect(failure.message).toMatch(/^2 rows have no time in `t` of log\.csv \('[\d.]+' stand for none\)/);
  });

  it.each([
    [
      'YYYYMM',
      (d: string) => d.slice(0, 6),
      'compact-dates',
      /holds dates written as YYYYMM \('201902', '201903'\): write them as 2026-10-24\./,
    ],
    [
      'DDMMYYYY',
      (d: string) => `${d.slice(6, 8)}${d.slice(4, 6)}2023`,
      'ambiguous-dates',
      /may be YYMMDDHH or DDMMYYYY/,
    ],
    ['MMDDYYYY', (d: string) => `${d.slice(4, 8)}2031`, 'compact-dates', /holds dates written as MMDDYYYY/],
    [
      'days that may be hours',
      (_: string, i: number) => `201101${String((i % 20) + 1).padStart(2, '0')}`,
      'ambiguous-dates',
      /that may be YYYYMMDD or YYMMDDHH: write them as 2026-10-24\./,
    ],
  ] as const)('%s is refused', async (_, time, code, message) => {
    const failure = await failureOf(asCsv(time));
    expect(failure.message).toMatch(message);
    expect(failure).toMatchObject({ code, where: { file: 'log.csv', specPath: ['log', 'time'] } });
  });
});

describe('numbers that are no dates stay what they are', () => {
  it.each([
    ['MovieLens', (_: string, i: number) => 874724710 + i * 7919, 874724710e6],
    ['seconds of 2014 that look like YYMMDDHHmm', (_: string, i: number) => 1411142200 + i, 1411142200e6],
    ['seconds since a start', (_: string, i: number) => i * 44_000, 0],
    ['seconds around a start', (_: string, i: number) => i * 44_000 - 100_000, -100_000e6],
    ['days since 1970', (_: string, i: number) => 19_700 + i, 19_700e6],
    ['hours since 1970', (_: string, i: number) => 470_101 + i, 470_101e6],
    ['minutes since 1970', (_: string, i: number) => 23_111_400 + i * 7, 23_111_400e6],
  ] as const)('%s', async (_, time, first) => {
    const { timeline } = await asJson(time);
    expect(timeline?.unit).toBe('unix seconds');
    expect(timeline?.time[0]).toBe(first);
  });

  it('says so where the clock is one of its own, and only there', async () => {
    const ownClock = await asJson((_, i) => i * 44_000);
    expect(ownClock.warnings.find(({ code }) => code === 'own-clock')?.message).toBe(
      'The times in `t` of log.jsonl run from 0 to 2,596,000: they are read as unix seconds, which all lie before 1973-03-03, and so on a clock of their own.',
    );
    const unix = await asJson((_, i) => 874724710 + i);
    expect(unix.warnings.filter(({ code }) => code === 'own-clock')).toEqual([]);
  });

  it.each([
    ['0', 1, 0],
    ['-1', 1, -1],
    ['1900-01-01', 1, -2208988800],
    ['0001-01-01', 1, -62135596800],
    ['9999-12-31', 1, 253402300799],
    ['9999-12-31 in ms', 1e3, 253402300799000],
    ['9999-12-31 in µs', 1e6, 253402214400000000],
    ['the largest 32-bit number', 1e3, 2147483647],
    ['the largest 64-bit number', 1, '9223372036854775807'],
  ] as const)('%s is a missing time and not a unit', async (_, scale, mark) => {
    const failure = await failureOf(asCsv((_d, i) => (i % 20 === 3 ? mark : (1_600_000_000 + i) * scale)));
    expect(failure).toMatchObject({ code: 'missing-time', where: { specPath: ['log', 'time'] } });
    expect(failure.message).toBe(
      `3 rows have no time in \`t\` of log.csv ('${mark}' stand for none), the first in line 5: remove or fill them.`,
    );
  });

  it('counts empty times and marks together', async () => {
    const failure = await failureOf(asCsv((_, i) => (i < 2 ? '' : i < 5 ? 0 : 1_600_000_000 + i)));
    expect(failure.message).toBe(
      "5 rows have no time in `t` of log.csv (2 empty, 3 where '0' stand for none), the first in line 2: remove or fill them.",
    );
  });

  it('a −1 among seconds since a start is missing, a 0 is the start', async () => {
    const failure = await failureOf(asCsv((_, i) => (i === 4 ? -1 : i * 60)));
    expect(failure.message).toMatch(/^1 row has no time .*\('-1' stands for none\)/);
  });
});
