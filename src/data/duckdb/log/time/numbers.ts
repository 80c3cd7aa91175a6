/** Times written as numbers: unix times, whose magnitude says the unit, or dates as digits. */
import type { Warning } from '../../../../common/failure.ts';
import { LEAST_MAGNITUDE, UNIX_UNITS, type UnixUnit } from '../../../moment.ts';
import { oneUnit, ownClock } from '../../../policy/times.ts';
import { cannotBeDates, chooseForm, digitTimes, lengthsOf } from './digits.ts';
import { EARLIEST_SECONDS, refuseInfinite, refuseMissing } from './missing.ts';
import { named, type TimeColumn, type TimeTable } from './place.ts';

/** 1973-03-03 in seconds. A log whose numbers are all larger holds no 0 and no −1 as a time. */
const SETTLED_SECONDS = 1e8;
/** 9999-12-31 in s, give or take a time zone; also in ms and µs. */
const FAR_FUTURE = { from: 253_402_128_000, to: 253_402_387_199 } as const;
const UNITS_PER_SECOND: Record<UnixUnit, number> = { s: 1, ms: 1e3, µs: 1e6, ns: 1e9 };
/** Largest numbers of their kind, which programs write for "never". */
const LARGEST = ['2147483647', '4294967295', '9999999999', '9999999999999'];
/** What no BIGINT holds is no time in any unit. */
const TOO_LARGE = '9.2e18';

/**
 * @param sql numbers, null where there is none
 * @param whole whether all are integers by their type
 * @throws Failure `data`
 */
export async function fromNumbers(
  table: TimeTable,
  sql: string,
  whole: boolean,
  warnings: Warning[],
): Promise<TimeColumn> {
  const real = `CAST(${sql} AS DOUBLE)`;
  const empty = whole ? `${sql} IS NULL` : `(${sql} IS NULL OR isnan(${real}))`;
  if (!whole) await refuseInfinite(table, `isinf(${real})`);
  const plain = await plainUnit(table, real, empty);
  if (plain !== undefined) return unixTimes(sql, plain, whole);
  const far = isFar(sql, real);
  const stats = await statsOf(table, { sql, empty, far });
  const { others, least } = stats;
  const number = wholeOf(sql);
  const form = stats.whole === others ? await chooseForm(table, number, stats.lengths, others) : undefined;
  // Beside dates 0 and −1 are no times; alone they are none either.
  const settled = others === 0 || form !== undefined || least >= SETTLED_SECONDS;
  const marks = [far];
  let count = stats.far;
  if (settled) {
    marks.push(`${sql} IN (0, -1)`);
    count += stats.zero + stats.minusOne;
  } else if (least >= 0 && stats.minusOne > 0) {
    marks.push(`${sql} = -1`);
    count += stats.minusOne;
  }
  await refuseMissing(table, { empty: stats.empty, marks: count }, `(${marks.join(' OR ')})`);
  if (form !== undefined) return digitTimes(table, form, number);
  const unit = oneUnit(named(table), stats.units);
  warnOfOwnClock(table, stats, unit, warnings);
  return unixTimes(sql, unit, whole);
}

function unixTimes(sql: string, unit: UnixUnit, whole: boolean): TimeColumn {
  return { kind: unit, grain: 0, sql: whole ? wholeMicros(sql, unit) : realMicros(sql, unit) };
}

/** The unit of a column whose smallest and largest number say all: nothing is missing, no mark lies between them, and no date. */
async function plainUnit(
  { session, name }: TimeTable,
  real: string,
  empty: string,
): Promise<UnixUnit | undefined> {
  const row = await session.row(
    `SELECT min(${real}) AS least, max(${real}) AS most, count(*) FILTER (WHERE ${empty}) AS empty FROM ${name}`,
  );
  const [least, most] = [Number(row['least']), Number(row['most'])];
  if (Number(row['empty']) > 0 || least < SETTLED_SECONDS || most >= Number(TOO_LARGE)) return undefined;
  const between = (from: number, to = from) => least <= to && most >= from;
  const marks = [1, 1e3, 1e6].some((scale) =>
    between(FAR_FUTURE.from * scale, FAR_FUTURE.to * scale + scale - 1),
  );
  if (marks || LARGEST.some((n) => between(Number(n))) || !cannotBeDates(least, most)) return undefined;
  const unitOf = (n: number) => UNIX_UNITS.findLast((unit) => n >= LEAST_MAGNITUDE[unit]) as UnixUnit;
  const settled = least >= SETTLED_SECONDS * UNITS_PER_SECOND[unitOf(least)];
  return settled && unitOf(least) === unitOf(most) ? unitOf(least) : undefined;
}

function isFar(sql: string, real: string): string {
  const future = [1, 1e3, 1e6].map(
    (scale) => `${real} BETWEEN ${FAR_FUTURE.from * scale} AND ${FAR_FUTURE.to * scale + scale - 1}`,
  );
  return `(${real} < ${EARLIEST_SECONDS} OR ${real} >= ${TOO_LARGE} OR ${sql} IN (${LARGEST.join(', ')}) OR ${future.join(' OR ')})`;
}

interface Stats {
  empty: number;
  far: number;
  zero: number;
  minusOne: number;
  /** Numbers that are neither missing nor 0, −1 or far away: how many, and their range. */
  others: number;
  least: number;
  most: number;
  /** How many of these have no fraction. */
  whole: number;
  units: number[];
  /** How many of these meet each condition of `lengthsOf`. */
  lengths: number[];
}

async function statsOf(
  { session, name }: TimeTable,
  { sql, empty, far }: Record<'sql' | 'empty' | 'far', string>,
): Promise<Stats> {
  const units = UNIX_UNITS.map((unit, i) => {
    const next = UNIX_UNITS[i + 1];
    return `size >= ${LEAST_MAGNITUDE[unit]}${next === undefined ? '' : ` AND size < ${LEAST_MAGNITUDE[next]}`}`;
  });
  const lengths = lengthsOf('v');
  const conditions = [`n = floor(n)`, ...units, ...lengths];
  const counted = conditions.map(
    (condition, i) => `CAST(count(*) FILTER (WHERE ${condition}) AS DOUBLE) AS n${i}`,
  );
  // Null instead of numbers that are none, so that each condition stays short: every large log pays for this scan.
  const row = await session.row(
    `SELECT count(*) FILTER (WHERE kind = 0) AS empty, count(*) FILTER (WHERE kind = 1) AS far,
      count(*) FILTER (WHERE kind = 2) AS zero, count(*) FILTER (WHERE kind = 3) AS minus, count(n) AS others,
      CAST(min(n) AS DOUBLE) AS least, CAST(max(n) AS DOUBLE) AS most, ${counted.join(', ')}
    FROM (SELECT kind, n, ${wholeOf('n')} AS v, abs(CAST(n AS DOUBLE)) AS size
      FROM (SELECT kind, CASE WHEN kind = 4 THEN n END AS n FROM (SELECT ${sql} AS n,
        CASE WHEN ${empty} THEN 0 WHEN ${sql} = 0 THEN 2 WHEN ${sql} = -1 THEN 3 WHEN ${far} THEN 1 ELSE 4 END AS kind FROM ${name})))`,
  );
  const at = (from: number, many: number) =>
    Array.from({ length: many }, (_, i) => Number(row[`n${from + i}`]));
  return {
    empty: Number(row['empty']),
    far: Number(row['far']),
    zero: Number(row['zero']),
    minusOne: Number(row['minus']),
    others: Number(row['others']),
    least: Number(row['least']),
    most: Number(row['most']),
    whole: at(0, 1)[0] as number,
    units: at(1, units.length),
    lengths: at(1 + units.length, lengths.length),
  };
}

function warnOfOwnClock(
  table: TimeTable,
  { least, most, zero }: Stats,
  unit: UnixUnit,
  warnings: Warning[],
): void {
  if (most >= SETTLED_SECONDS * UNITS_PER_SECOND[unit]) return;
  const first = zero > 0 ? Math.min(0, least) : least;
  warnings.push(ownClock(named(table), { least: first, most }, unit));
}

function wholeOf(sql: string): string {
  return `TRY_CAST(${sql} AS BIGINT)`;
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
