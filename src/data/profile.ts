/**
 * What the columns of a log look like, for a first spec: types, counts and values, without a spec that says what they are
 * for. A look and not an evaluation: of very large files only the first rows are read, and the profile says so.
 */
import type { ScoreKind } from '../specfile/names/score-names.ts';

/** The few families of types that matter here. */
export type Family =
  | 'integer'
  | 'decimal'
  | 'float'
  | 'boolean'
  | 'text'
  | 'date'
  | 'timestamp'
  | 'list'
  | 'record'
  | 'other';

export interface DataProfile {
  /** `bytes` is 0 where it is not known: of a table of a cluster. */
  files: { path: string; bytes: number }[];
  /** Rows that were read. */
  rows: number;
  /** False where a file has more rows than were read. */
  complete: boolean;
  /** True where the first line of the files holds values, and the columns are called `column1`, `column2`, … */
  headless: boolean;
  columns: ColumnProfile[];
}

export interface ColumnProfile {
  name: string;
  /** The engine's type name, e.g. `BIGINT`, `VARCHAR`. */
  type: string;
  family: Family;
  /** Distinct values that are not null, told apart as ids are; 0 for lists and structures, which are not counted. */
  distinct: number;
  /** Share of null values. */
  nulls: number;
  /** True for floats and decimals that are whole numbers in every row: `12.0` is the id 12. */
  whole?: boolean | undefined;
  /** Share of the values (not null) that read as an ISO 8601 date or timestamp; text columns only. */
  isoShare: number;
  /** As text, in the column's own order; absent where every value is null. */
  min?: string | undefined;
  max?: string | undefined;
  /** The lower median of a numeric column. */
  median?: number | undefined;
  /** All values with their share of the rows, most frequent first, where there are few. */
  values?: { value: string; share: number }[] | undefined;
  examples: string[];
  /** What kind of logged score its name and values speak for. */
  score?: ScoreKind | undefined;
}

export interface ProfileOptions {
  /** Rows of all files together that are read at most; each file gives the same share. */
  rows?: number | undefined;
  /** Columns that are looked at from either end at most. */
  columns?: number | undefined;
  /** Names of the columns, where the first line holds values. */
  header?: readonly string[] | undefined;
  /** What to do where it does and there are no names. Default: fail. */
  headless?: 'refuse' | 'name' | undefined;
}
