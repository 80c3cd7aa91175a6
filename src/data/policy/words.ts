/** What sentences about data are made of: counts, places, values and types, in the words that every engine says. */
import type { FailureWhere } from '../../common/failure.ts';
import type { Family } from '../profile.ts';

/** A column that a spec names. */
export interface ColumnAt {
  name: string;
  /** As messages name it. */
  file: string;
  specPath: readonly (string | number)[];
}

/** What a column holds: in words, and by the engine's name of its type. */
export interface Held {
  words: string;
  type: string;
}

/** The first bad row in a file whose lines can be told. */
export interface FoundLine {
  file: string;
  line: number;
  value: string;
  /** "line 7", "line 7 of part-1.csv" where there are several files. */
  shown: string;
}

/** Weights above would overflow in the sums of features, which are numbers of 32 bits. */
export const MOST_WEIGHT = '1e30';

/** Its inverse weighs rows: that of a smaller one is more than sums of squares can hold. */
export const LEAST_PROPENSITY = '1e-30';

/** For people: "integers", "text", "lists". */
export const FAMILY_WORDS: Readonly<Record<Family, string>> = {
  integer: 'integers',
  decimal: 'decimal numbers',
  float: 'numbers',
  boolean: 'true/false values',
  text: 'text',
  date: 'dates',
  timestamp: 'timestamps',
  list: 'lists',
  record: 'records',
  other: 'structured or binary values',
};

/** "12,345" */
export function number(count: number): string {
  return count.toLocaleString('en-US');
}

/** "1 row has", "12,345 rows have". */
export function rowsHave(count: number): string {
  return count === 1 ? '1 row has' : `${number(count)} rows have`;
}

/** What a source or model reads: "source co-view (pairs.csv)", "model prod-v2 (scores.csv)". */
export function tableOf(owner: 'source' | 'model', name: string, file: string): string {
  return `${owner} ${name} (${file})`;
}

/** A value in single quotes, those inside doubled. */
export function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** The place of a column, for a failure. */
export function placeOf({ file, specPath }: ColumnAt): FailureWhere {
  return { file, specPath };
}
