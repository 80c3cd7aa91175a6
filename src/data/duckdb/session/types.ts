/** DuckDB's type names, sorted into the few families that matter here. */

import { FAMILY_WORDS, type Held } from '../../policy/words.ts';
import type { Family } from '../../profile.ts';

/** DuckDB's type of a column that says of itself that all of its values are missing. */
export const NULLS = '"NULL"';

export function familyOf(type: string): Family {
  if (/\[\d*\]$/.test(type)) return /^(STRUCT|MAP|UNION)/.test(type) ? 'other' : 'list';
  if (/^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/.test(type)) return 'integer';
  if (/^DECIMAL/.test(type)) return 'decimal';
  if (type === 'FLOAT' || type === 'DOUBLE') return 'float';
  if (type === 'BOOLEAN') return 'boolean';
  if (type === 'VARCHAR' || type === 'UUID' || type.startsWith('ENUM')) return 'text';
  if (type === 'DATE') return 'date';
  if (type.startsWith('TIMESTAMP')) return 'timestamp';
  if (type.startsWith('STRUCT')) return 'record';
  return 'other';
}

/** For people: "text", "lists", "values of several types". */
export function describeType(type: string): string {
  return type === 'JSON' ? 'values of several types' : FAMILY_WORDS[familyOf(type)];
}

/** As sentences name it. */
export function held(type: string): Held {
  return { words: describeType(type), type };
}

/** `FLOAT[]`, `DECIMAL(18,3)[]`, `DOUBLE[100]`: lists and arrays of numbers, not of lists. */
export function isNumberList(type: string): boolean {
  const parts = /^(.*)\[\d*\]$/.exec(type);
  return parts !== null && isNumeric(parts[1] as string);
}

export function isNumeric(type: string): boolean {
  return ['integer', 'decimal', 'float'].includes(familyOf(type));
}

/** A decimal without digits after the point is an integer, however many it has before. Other types stay what they are. */
export function wholeType(type: string): string {
  const [, digits, scale] = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(type) ?? [];
  if (scale !== '0') return type;
  return Number(digits) <= 18 ? 'BIGINT' : 'HUGEINT';
}
