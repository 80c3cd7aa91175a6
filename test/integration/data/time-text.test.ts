/** Times written as text in other ways than ISO 8601, in every format alike; and timestamps of every unit. */
import { describe, expect, it } from 'vitest';
import { writeParquetFile } from '../../support/parquet-file.ts';
import { csv, failureOf, folderWith, jsonLines, load, logRows } from './support.ts';

const rows = logRows(40, Date.UTC(2023, 10, 13, 9, 30, 1) / 1000).map((row, i) => ({
  ...row,
  t: row.t + i * 5000,
}));
const micros = rows.map(({ t }) => t * 1e6);
const pad = (n: number, width = 2) => String(n).padStart(width, '0');
const MONTHS = ['Oct', 'Nov', 'Dec'];
const LONG = ['October', 'November', 'December'];

/** The parts of a time, UTC. */
function partsOf(t: number) {
  const d = new Date(t * 1000);
  const [hour, minute, second] = [d.getUTCHours(), d.getUTCMinutes(), d.getUTCSeconds()];
  const [day, month] = [d.getUTCDate(), d.getUTCMonth() - 9];
  const clock = `${pad(hour)}:${pad(minute)}:${pad(second)}`;
  const half = `${pad(hour % 12 === 0 ? 12 : hour % 12)}:${pad(minute)}:${pad(second)} ${hour < 12 ? 'AM' : 'PM'}`;
  const weekday = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'][d.getUTCDay()]!;
  return { day, month: month + 10, hour, clock, half, short: MONTHS[month]!, long: LONG[month]!, weekday };
}
type Parts = ReturnType<typeof partsOf>;
const written = (time: (parts: Parts, i: number) => unknown) =>
  rows.map((row, i) => ({ ...row, t: time(partsOf(row.t), i) }));
const asJson = (time: (parts: Parts, i: number) => unknown) =>
  load(folderWith({ 'log.jsonl': jsonLines(written(time)) }), { path: 'log.jsonl' });

describe('text times', () => {
  it.each([
    ['text as year/month/day', (p: Parts) => `2023/${p.month}/${p.day} ${p.clock}`],
    ['text as year/month/day', (p: Parts) => `2023.${p.month}.${pad(p.day)} ${p.clock}.000Z`],
    ['text as day/month/year', (p: Parts) => `${p.day}/${p.month}/2023 ${p.clock}`],
    ['text as day/month/year', (p: Parts) => `${p.day}.${p.month}.2023, ${p.clock}`],
    ['text as month/day/year', (p: Parts) => `${p.month}/${p.day}/2023 ${p.half}`],
    [
      'text as month/day/year',
      (p: Parts) => `${p.month}-${p.day}-2023 ${p.half.replace('AM', 'a.m.').replace('PM', 'p.m.')}`,
    ],
    [
      'text as YYYYMMDD and a time',
      (p: Parts) => `2023${p.month}${pad(p.day)}T${p.clock.replaceAll(':', '')}Z`,
    ],
    ['text as YYYYMMDD and a time', (p: Parts) => `2023${p.month}${pad(p.day)}-${p.clock}`],
    ['text as YYMMDD and a time', (p: Parts) => `23${p.month}${pad(p.day)} ${p.clock}`],
    ['text with names of months', (p: Parts) => `${p.day} ${p.long} 2023 ${p.clock}`],
    ['text with names of months', (p: Parts) => `${p.weekday}, ${pad(p.day)} ${p.short} 2023 ${p.clock} GMT`],
    ['text with names of months', (p: Parts) => `${p.weekday} ${p.short} ${p.day} ${p.clock} +0000 2023`],
    ['text with names of months', (p: Parts) => `${pad(p.day)}/${p.short}/2023:${p.clock} +0000`],
    ['text with names of months', (p: Parts) => `${p.long} ${p.day}th, 2023, ${p.half.toLowerCase()}`],
    ['ISO 8601 text', (p: Parts) => `2023-${p.month}-${p.day} ${p.clock},000`],
    ['ISO 8601 text', (p: Parts) => `2023-${p.month}-${p.day}T${p.clock}+0000`],
    ['ISO 8601 text', (p: Parts) => ` 2023-${p.month}-${p.day} ${p.clock} +00:00 `],
    ['ISO 8601 text', (p: Parts) => `2023-${p.month}-${p.day} ${p.half}`],
  ] as const)('%s: %s', async (unit, time) => {
    const { timeline } = await asJson(time);
    expect(timeline?.unit).toBe(unit);
    expect([...(timeline?.time ?? [])]).toEqual(micros);
  });

  it.each([
    (p: Parts) => `2023-${p.month}-${p.day}T${pad(p.hour)}`,
    (p: Parts) => `2023-${p.month}-${p.day} ${pad(p.hour)}`,
    (p: Parts) => `2023-${p.month}-${p.day}_${pad(p.hour)}`,
    (p: Parts) => `2023${p.month}${pad(p.day)}_${pad(p.hour)}`,
    (p: Parts) => `23${p.month}${pad(p.day)}-${pad(p.hour)}`,
    (p: Parts) => `2023/${p.month}/${p.day} ${p.hour}`,
  ])('hours alone: %s', async (time) => {
    for (const loaded of [await asJson(time), await load(folderWith({ 'log.csv': csv(written(time)) }))]) {
      expect([...(loaded.timeline?.time ?? [])]).toEqual(micros.map((t) => Math.floor(t / 3600e6) * 3600e6));
    }
  });

  it('reads zones, fractions and twelve o’clock', async () => {
    const times = ['12:00:00.25 AM', '12:00:00 PM', '01:30 PM +08:00', '11:59:59 PM -0330'];
    const read = await load(
      folderWith({
        'log.jsonl': jsonLines(
          logRows(40).map((row, i) => ({ ...row, t: `2023/11/${10 + (i % 4)} ${times[i % 4]}` })),
        ),
      }),
      { path: 'log.jsonl' },
    );
    const found = [...new Set(read.timeline?.time)].map((t) => new Date(t / 1000).toISOString());
    expect(found).toEqual([
      '2023-11-10T00:00:00.250Z',
      '2023-11-11T12:00:00.000Z',
      '2023-11-12T05:30:00.000Z',
      '2023-11-14T03:29:59.000Z',
    ]);
  });

  it.each([
    [
      'day or month',
      (_: Parts, i: number) => `0${(i % 9) + 1}/11/2023`,
      'ambiguous-dates',
      /of which no one says whether day or month stands first: write ISO 8601/,
    ],
    [
      'both orders',
      (p: Parts, i: number) => (i === 0 ? '11/25/2023' : `${p.day}/${p.month}/2023`),
      'bad-time',
      /^1 row has no readable time .*\('11\/25\/2023'\)/,
    ],
    [
      'two digits of a year',
      (p: Parts) => `${p.day}/${p.month}/23`,
      'bad-time',
      /40 rows have no readable time/,
    ],
    [
      'a day that no calendar has',
      (p: Parts, i: number) => (i === 3 ? '2023/02/30' : `2023/${p.month}/${p.day}`),
      'bad-time',
      /^1 row has no readable time .*\('2023\/02\/30'\)/,
    ],
    [
      '13 PM',
      (p: Parts, i: number) => `2023/${p.month}/${p.day} ${i === 3 ? '13:00 PM' : p.half}`,
      'bad-time',
      /\('2023\/11\/13 13:00 PM'\)/,
    ],
    [
      'one word among numbers',
      (_: Parts, i: number) => (i === 3 ? 'soon' : String(1_600_000_000 + i)),
      'bad-time',
      /^1 row has no readable time .*\('soon'\)/,
    ],
    [
      'N/A',
      (_: Parts, i: number) => (i === 3 ? 'N/A' : String(1_600_000_000 + i)),
      'missing-time',
      /^1 row has no time in `t` of log\.jsonl \('N\/A' stands for none\)/,
    ],
    [
      'MySQL’s zero',
      (p: Parts, i: number) => (i < 2 ? '0000-00-00 00:00:00' : `2023-${p.month}-${p.day} ${p.clock}`),
      'missing-time',
      /^2 rows have no time/,
    ],
    [
      'the year 1',
      (p: Parts, i: number) => (i < 2 ? '0001-01-01T00:00:00Z' : `2023-${p.month}-${p.day} ${p.clock}`),
      'missing-time',
      /^2 rows have no time/,
    ],
    [
      '1970',
      (p: Parts, i: number) => (i < 2 ? '01/01/1970 08:00' : `${p.day}/${p.month}/2023`),
      'missing-time',
      /^2 rows have no time .*'01\/01\/1970 08:00' stand for none/,
    ],
  ] as const)('refuses %s', async (_, time, code, message) => {
    const failure = await failureOf(asJson(time));
    expect(failure.message).toMatch(message);
    expect(failure).toMatchObject({ code, where: { file: 'log.jsonl', specPath: ['log', 'time'] } });
  });
});

describe('timestamps and dates of Parquet', () => {
  it.each([
    ["TIMESTAMP '1900-01-01'", 'TIMESTAMP'],
    ["TIMESTAMP '9999-12-31 23:59:59'", 'TIMESTAMP'],
    ["TIMESTAMP '1970-01-01 08:00:00'", 'TIMESTAMP_MS'],
    ["DATE '0001-01-01'", 'DATE'],
    ["DATE '1970-01-01'", 'DATE'],
    ["TIMESTAMPTZ '1970-01-01 00:00:00+00'", 'TIMESTAMPTZ'],
  ])('%s stands for none', async (mark, type) => {
    const folder = folderWith({ 'log.csv': csv(rows) });
    await writeParquetFile(
      `${folder}/l.parquet`,
      `SELECT * REPLACE (CAST(CASE WHEN t % 4 = 1 THEN ${mark} ELSE make_timestamp(t * 1000000) END AS ${type}) AS t)
        FROM '${folder}/log.csv'`,
    );
    const failure = await failureOf(load(folder, { path: 'l.parquet' }));
    expect(failure.code).toBe('missing-time');
    expect(failure.message).toMatch(
      /^\d+ rows have no time in `t` of l\.parquet \('[-0-9 :+]+' stand for none\)/,
    );
  });

  it('times before 1973 alone are times', async () => {
    const folder = folderWith({ 'log.csv': csv(logRows(40, -20)) });
    await writeParquetFile(
      `${folder}/l.parquet`,
      `SELECT * REPLACE (make_timestamp(t * 1000000) AS t) FROM '${folder}/log.csv'`,
    );
    const { timeline } = await load(folder, { path: 'l.parquet' });
    expect(timeline?.time[0]).toBe(-20e6);
  });
});

describe('a date names a whole day in every format', () => {
  const pairs = (time: string) => `left,right,t\n1,2,${time}\n3,4,${time}\n`;
  const sliceOf = async (time: string) => {
    const log = logRows(576, Date.UTC(2023, 10, 13) / 1000).map((row, i) => ({ ...row, t: row.t + i * 599 }));
    const folder = folderWith({ 'log.csv': csv(log), 'p.csv': pairs(time) });
    const source = { name: 'p', pairs: ['p.csv'], left: 'left', right: 'right', time: 't' };
    const split = { from: '2023-11-16', slices: 'hourly' } as const;
    const read = await load(folder, {}, { split, sources: [source] });
    return [...(read.pairs?.['p']?.slice ?? [])][0];
  };

  it.each([
    ['2023-11-14', 47],
    ['20231114', 47],
    ['2023/11/14', 47],
    ['2023-11-14 00', 24],
    ['2023-11-14 00:00:00', 24],
    ['2023-11-14 05:59', 29],
  ])('what was observed on %s is known in slice %i', async (time, slice) => {
    expect(await sliceOf(time)).toBe(slice);
  });
});
