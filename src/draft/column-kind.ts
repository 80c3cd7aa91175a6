/** What a column's values may be read as, beyond the type of the file. */
import { formBetween } from '../data/date-forms.ts';
import type { ColumnProfile } from '../data/profile.ts';
import { nameRank } from '../spec/column-names.ts';

const UNIX_2286 = 1e10;
/** 1990: smaller numbers are counters, not times. */
const UNIX_1990 = 631_152_000;

export function isNumber({ family }: ColumnProfile): boolean {
  return family === 'integer' || family === 'float' || family === 'decimal';
}

/** Whole numbers, of whatever type. */
export function isWhole({ family, whole }: ColumnProfile): boolean {
  return family === 'integer' || whole === true;
}

/** Names of the columns of dates as digits, such as Avazu's `hour`, besides those of a time. */
const DAY_OR_HOUR = /(^|_)(hour|day|date|dt)(_|$)/i;

/** Whole numbers of which the smallest and the largest are dates as digits, under a name that says so. */
export function isDigits(column: ColumnProfile): boolean {
  const { name, min, max } = column;
  if (!isWhole(column) || min === undefined || max === undefined) return false;
  const named = nameRank(name, 'time') !== undefined || DAY_OR_HOUR.test(name);
  return named && formBetween(min, max) !== undefined;
}

/** How a column may be read as time, by type and range. Plain numbers need the name of a time besides. */
export function timeKind(column: ColumnProfile): string | undefined {
  const { family, min, max, isoShare } = column;
  if (family === 'timestamp' || family === 'date') return family;
  if (family === 'text') return isoShare === 1 ? 'ISO 8601 text' : undefined;
  if (isDigits(column)) return `dates written as ${formBetween(String(min), String(max))}`;
  if (!isNumber(column) || nameRank(column.name, 'time') === undefined) return undefined;
  for (const [unit, scale] of [
    ['seconds', 1],
    ['milliseconds', 1e3],
    ['microseconds', 1e6],
    ['nanoseconds', 1e9],
  ] as const) {
    if (Number(min) >= UNIX_1990 * scale && Number(max) < UNIX_2286 * scale) return `unix ${unit}`;
  }
  return undefined;
}
