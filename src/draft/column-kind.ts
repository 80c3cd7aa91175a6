/** What a column's values are, whatever the type of the file. */
import type { ColumnProfile } from '../data/profile.ts';

export function isNumber({ family }: ColumnProfile): boolean {
  return family === 'integer' || family === 'float' || family === 'decimal';
}

/** Whole numbers, of whatever type. */
export function isWhole({ family, whole }: ColumnProfile): boolean {
  return family === 'integer' || whole === true;
}
