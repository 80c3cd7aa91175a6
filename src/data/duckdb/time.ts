/** The time column: what it holds (timestamps, dates, ISO text, unix s, ms, µs or ns), and its SQL in µs. */
import { Failure } from '../../report/failure.ts';
import {
  describeTimeKind,
  LEAST_MAGNITUDE,
  MAX_MICROS,
  type TimeKind,
  UNIX_UNITS,
  type UnixUnit,
} from '../moment.ts';
import { rowsHave, runChecks } from './checks.ts';
import type { Session } from './session.ts';
import { examples, type LoadedColumn } from './table.ts';
import { describeType, familyOf, isNumeric } from './types.ts';

export interface TimeColumn {
  kind: TimeKind;
  /** BIGINT, µs since 1970 (UTC). */
  sql: string;
}

/** Where a time column stands: its file, and its key in the spec. */
interface Place {
  file: string;
  specPath: readonly (string | number)[];
}

/** @throws Failure `data`: nulls, unreadable or infinite times, mixed units, types that hold no time */
export async function readTime(
  session: Session,
  table: string,
  column: LoadedColumn,
  place: Place,
): Promise<TimeColumn> {
  const time = await recognise(session, table, column, place);
  await runChecks(session, table, [
    {
      bad: `abs(${time.sql}) > ${MAX_MICROS}`,
      failure: (count) =>
        fail(
          'time-range',
          `${rowsHave(count)} a time in \`${column.name}\` beyond the year 2255: correct it.`,
          place,
        ),
    },
  ]);
  return time;
}

async function recognise(
  session: Session,
  table: string,
  column: LoadedColumn,
  place: Place,
): Promise<TimeColumn> {
  const { sql, type, name } = column;
  const nulls = {
    bad: isNumeric(type) ? `${sql} IS NULL OR isnan(CAST(${sql} AS DOUBLE))` : `${sql} IS NULL`,
    failure: (count: number) =>
      fail(
        'missing-time',
        `${rowsHave(count)} no time in \`${name}\` of ${place.file}: remove or fill them.`,
        place,
      ),
  };
  const infinite = (bad: string) => ({
    bad,
    failure: (count: number) =>
      fail(
        'infinite-time',
        `${rowsHave(count)} an infinite time in \`${name}\` of ${place.file}: correct them.`,
        place,
      ),
  });
  const family = familyOf(type);
  if (family === 'timestamp' || family === 'date') {
    await runChecks(session, table, [nulls, infinite(`NOT isfinite(${sql})`)]);
    const zoned = type === 'TIMESTAMP WITH TIME ZONE' ? 'timestamp with time zone' : 'timestamp';
    return { kind: family === 'date' ? 'date' : zoned, sql: `epoch_us(${sql})` };
  }
  if (isNumeric(type)) {
    await runChecks(session, table, [nulls, infinite(`isinf(CAST(${sql} AS DOUBLE))`)]);
    return fromNumbers(session, table, sql, family === 'integer', column, place);
  }
  if (family === 'text') {
    await runChecks(session, table, [nulls]);
    return fromText(session, table, column, place);
  }
  throw fail(
    'bad-time',
    `\`${name}\` in ${place.file} holds ${describeType(type)} (${type}): a time is a timestamp, a date, ISO 8601 text or a unix time.`,
    place,
  );
}

/** One unit must fit all numbers; the magnitude says which. */
async function fromNumbers(
  session: Session,
  table: string,
  sql: string,
  whole: boolean,
  { name }: LoadedColumn,
  place: Place,
): Promise<TimeColumn> {
  const size = `abs(CAST(${sql} AS DOUBLE))`;
  const counts = UNIX_UNITS.map((unit, i) => {
    const next = UNIX_UNITS[i + 1];
    const below = next === undefined ? 'true' : `${size} < ${LEAST_MAGNITUDE[next]}`;
    return `CAST(count(*) FILTER (WHERE ${size} >= ${LEAST_MAGNITUDE[unit]} AND ${below}) AS DOUBLE) AS n${i}`;
  });
  const row = await session.row(`SELECT ${counts.join(', ')} FROM ${table}`);
  const used = UNIX_UNITS.map((unit, i) => ({ unit, count: Number(row[`n${i}`]) })).filter(
    ({ count }) => count > 0,
  );
  if (used.length > 1) {
    const parts = used.map(
      ({ unit, count }) => `${count.toLocaleString('en-US')} like ${describeTimeKind(unit)}`,
    );
    throw fail(
      'mixed-time-units',
      `\`${name}\` in ${place.file} mixes units: ${parts.join(', ')}. Write one unit.`,
      place,
    );
  }
  if (whole) await refuseCompactDates(session, table, sql, name, place);
  const unit = used[0]?.unit ?? 's';
  return { kind: unit, sql: whole ? wholeMicros(sql, unit) : realMicros(sql, unit) };
}

/** Dates written as numbers: as unix times they would all lie in August 1970. */
const COMPACT = [
  { digits: 8, format: '%Y%m%d', shown: '2026-10-24' },
  { digits: 14, format: '%Y%m%d%H%M%S', shown: '2026-10-24T06:00:00' },
];

/** @throws Failure `data` when every number is a date of 1900 to 2099 */
async function refuseCompactDates(
  session: Session,
  table: string,
  sql: string,
  name: string,
  place: Place,
): Promise<void> {
  for (const { digits, format, shown } of COMPACT) {
    const zeros = '0'.repeat(digits - 4);
    const range = await session.row(
      `SELECT count(*) = count(*) FILTER (WHERE ${sql} BETWEEN 1900${zeros} AND 2100${zeros}) AS inside FROM ${table}`,
    );
    if (range['inside'] !== true) continue;
    const parsed = `try_strptime(CAST(${sql} AS VARCHAR), '${format}')`;
    const row = await session.row(
      `SELECT count(*) = count(${parsed}) AS dates, CAST(any_value(${sql}) AS VARCHAR) AS example FROM ${table}`,
    );
    if (row['dates'] !== true) continue;
    const message = `\`${name}\` in ${place.file} holds dates written as numbers (${row['example']}): write them as ${shown}.`;
    throw fail('compact-dates', message, place);
  }
}

function wholeMicros(sql: string, unit: UnixUnit): string {
  const big = `CAST(${sql} AS BIGINT)`;
  if (unit === 's') return `${big} * 1000000`;
  if (unit === 'ms') return `${big} * 1000`;
  return unit === 'µs' ? big : `${big} // 1000`;
}

function realMicros(sql: string, unit: UnixUnit): string {
  const factor = { s: '* 1e6', ms: '* 1e3', µs: '', ns: '/ 1e3' }[unit];
  return `CAST(round(CAST(${sql} AS DOUBLE) ${factor}) AS BIGINT)`;
}

async function fromText(
  session: Session,
  table: string,
  column: LoadedColumn,
  place: Place,
): Promise<TimeColumn> {
  const { sql, name } = column;
  const text = `trim(CAST(${sql} AS VARCHAR))`;
  const moment = `TRY_CAST(${text} AS TIMESTAMPTZ)`;
  const iso = `${text} SIMILAR TO '[0-9]{4}-[0-9]{2}-[0-9]{2}.*' AND isfinite(${moment})`;
  const row = await session.row(
    `SELECT count(*) AS rows, count(*) FILTER (WHERE ${iso}) AS iso, count(TRY_CAST(${text} AS DOUBLE)) AS numbers FROM ${table}`,
  );
  if (row['numbers'] === row['rows']) {
    const whole = await session.row(`SELECT count(TRY_CAST(${text} AS BIGINT)) AS n FROM ${table}
      WHERE ${text} SIMILAR TO '-?[0-9]+'`);
    const integers = whole['n'] === row['rows'];
    const number = `CAST(${text} AS ${integers ? 'BIGINT' : 'DOUBLE'})`;
    return fromNumbers(session, table, number, integers, column, place);
  }
  if (row['iso'] === row['rows']) return { kind: 'text', sql: `epoch_us(${moment})` };
  const bad = `NOT coalesce(${iso}, false)`;
  const count = Number(row['rows']) - Number(row['iso']);
  const shown = await examples(session, table, sql, bad);
  throw fail(
    'bad-time',
    `${rowsHave(count)} no readable time in \`${name}\` of ${place.file} (${shown}): write ISO 8601, such as 2026-10-24T06:00:00Z.`,
    place,
  );
}

function fail(code: string, message: string, place: Place): Failure {
  return new Failure('data', code, message, place);
}
