/** What a column's values may be read as, beyond the type of the file. */
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

/** How a column may be read as time, by type and range. Plain numbers need the name of a time besides. */
export function timeKind(column: ColumnProfile): string | undefined {
  const { family, min, max, isoShare } = column;
  if (family === 'timestamp' || family === 'date') return family;
  if (family === 'text') return isoShare === 1 ? 'ISO 8601 text' : undefined;
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
