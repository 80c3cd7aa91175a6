/**
 * Times that stand for none: empty ones, and the marks that programs write in their place (0, −1, 1900-01-01, 9999-12-31). As times
 * they would stretch the log over decades, and as numbers suggest another unit.
 */
import { DAY_MICROS } from '../../../moment.ts';
import { infiniteTime, missingTime } from '../../../policy/times.ts';
import { NULL_WORDS } from '../../formats/text/null-text.ts';
import { countRows, lineWhere, named, shownWhere, type TimeTable } from './place.ts';

/** 1902-01-01, s: earlier ones are marks such as 0001-01-01, 1899-12-30 or 1900-01-01. */
export const EARLIEST_SECONDS = -2_145_916_800;
/** 9999-01-01, µs: later ones are marks such as 9999-12-31. */
const LATEST_MICROS = 253_370_764_800e6;
/** 1973-03-03, µs. The times of a log that begins later say what one of 1970-01-01 means: 0, in whatever zone. */
const SETTLED_MICROS = 1e14;

/** Words that programs write where there is no time. */
const WORDS = [...NULL_WORDS, 'nat', 'nil', '-', '--', '?'];

/** SQL condition: a trimmed text says that there is no time. */
export function isMissingText(text: string): string {
  const words = WORDS.map((word) => `'${word}'`).join(', ');
  return `(${text} = '' OR lower(${text}) IN (${words}) OR starts_with(${text}, '0000-00-00'))`;
}

/** @throws Failure `missing-time` when rows have none of these times, or marks in their place */
export async function refuseMissing(
  table: TimeTable,
  counts: { empty: number; marks: number },
  isMark: string,
): Promise<void> {
  const { empty, marks } = counts;
  if (empty + marks === 0) return;
  const { sql } = table.column;
  const none = `${sql} IS NULL OR CAST(${sql} AS VARCHAR) = ''`;
  const at = await lineWhere(table, `${none} OR ${isMark}`);
  const shown = marks === 0 ? '' : await shownWhere(table, isMark);
  throw missingTime(named(table), counts, shown, at);
}

/** @throws Failure `infinite-time` */
export async function refuseInfinite(table: TimeTable, condition: string): Promise<void> {
  const { infinite } = await countRows(table, { infinite: condition });
  if (infinite > 0) throw infiniteTime(named(table), infinite);
}

/**
 * @param micros SQL of the times in µs, null where there is none
 * @throws Failure `missing-time`
 */
export async function refuseMissingMicros(table: TimeTable, micros: string): Promise<void> {
  const isFar = (m: string) => `(${m} < ${EARLIEST_SECONDS}000000 OR ${m} >= ${LATEST_MICROS})`;
  const isNear = (m: string) => `(abs(${m}) < ${DAY_MICROS})`;
  const row = await table.session.row(
    `SELECT CAST(count(*) - count(m) AS DOUBLE) AS empty, CAST(count(*) FILTER (WHERE ${isFar('m')}) AS DOUBLE) AS far,
      CAST(count(*) FILTER (WHERE ${isNear('m')}) AS DOUBLE) AS near,
      CAST(min(m) FILTER (WHERE NOT ${isFar('m')} AND NOT ${isNear('m')}) AS DOUBLE) AS least
    FROM (SELECT ${micros} AS m FROM ${table.name})`,
  );
  const settled = row['least'] !== null && Number(row['least']) >= SETTLED_MICROS;
  const marks = Number(row['far']) + (settled ? Number(row['near']) : 0);
  const isMark = settled ? `(${isFar(micros)} OR ${isNear(micros)})` : isFar(micros);
  await refuseMissing(table, { empty: Number(row['empty']), marks }, isMark);
}
