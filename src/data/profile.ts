/**
 * What the columns of a log look like, for a first spec: types, counts and values, without a spec that says what they are
 * for. A look and not an evaluation: of very large files only the first rows are read, and the profile says so.
 */
import type { RunContext } from '../report/progress.ts';
import { resolveFiles } from './duckdb/files.ts';
import { type OpenFile, openFile } from './duckdb/readers.ts';
import { openSession, type Session } from './duckdb/session.ts';
import { type LoadedTable, loadTable } from './duckdb/table.ts';
import { type Family, familyOf } from './duckdb/types.ts';

/** Rows of each file that are read at most, unless the caller wants a smaller look. */
const PROFILE_ROWS = 2_000_000;
/** A column with at most this many distinct values lists them all. */
const FEW_VALUES = 20;
const EXAMPLES = 3;

export interface ColumnProfile {
  name: string;
  type: string;
  family: Family;
  /** Distinct values that are not null; 0 for lists and structures, which are not counted. */
  distinct: number;
  /** Share of null values. */
  nulls: number;
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
}

export interface DataProfile {
  files: { path: string; bytes: number }[];
  /** Rows that were read. */
  rows: number;
  /** False where a file has more rows than were read. */
  complete: boolean;
  columns: ColumnProfile[];
}

/**
 * @param patterns files or globs, relative to `folder` (absolute).
 * @param rows of all files together that are read at most; each file gives the same share.
 * @throws Failure `data` for files that cannot be read, Cancelled
 */
export async function profileData(
  patterns: readonly string[],
  folder: string,
  run: RunContext,
  rows?: number,
): Promise<DataProfile> {
  const session = await openSession(run);
  try {
    const inputs = await resolveFiles('log', patterns, folder, undefined, run.signal);
    await session.lock(inputs.map(({ path }) => path));
    const files: OpenFile[] = [];
    for (const input of inputs) files.push(await openFile(session, input, run.signal));
    // What only some files have cannot be named in a spec.
    const columns = (files[0]?.columns ?? []).filter(({ name }) =>
      files.every((file) => file.columns.some((column) => column.name === name)),
    );
    const plain = columns.filter(({ type }) => !['list', 'other'].includes(familyOf(type)));
    const needs = plain.map(({ name }) => ({ column: name, use: 'value' as const, specPath: [] }));
    const limit = rows === undefined ? PROFILE_ROWS : Math.max(1, Math.floor(rows / files.length));
    const table = await loadTable(session, 'profile', files, needs, { limit });
    const profiles = new Map<string, ColumnProfile>();
    for (const { name } of plain) profiles.set(name, await profileColumn(session, table, name));
    return {
      files: inputs.map(({ shown, bytes }) => ({ path: shown, bytes })),
      rows: table.rows,
      complete: table.rowsPerFile.every((read) => read < limit),
      columns: columns.map(
        ({ name, type }) =>
          profiles.get(name) ?? {
            name,
            type,
            family: familyOf(type),
            distinct: 0,
            nulls: 0,
            isoShare: 0,
            examples: [],
          },
      ),
    };
  } finally {
    await session.close();
  }
}

async function profileColumn(session: Session, table: LoadedTable, name: string): Promise<ColumnProfile> {
  const { sql, type } = table.columns.get(name)!;
  const family = familyOf(type);
  const text = family === 'text';
  const numeric = ['integer', 'decimal', 'float'].includes(family);
  const facts = await session.row(
    `SELECT count(${sql}) AS n, count(DISTINCT ${sql}) AS d, CAST(min(${sql}) AS VARCHAR) AS low,
       CAST(max(${sql}) AS VARCHAR) AS high,
       ${text ? `count(*) FILTER (WHERE TRY_CAST(${sql} AS TIMESTAMP) IS NOT NULL)` : '0'} AS iso,
       ${numeric ? `CAST(quantile_disc(${sql}, 0.5) AS DOUBLE)` : 'NULL'} AS median
     FROM ${table.name}`,
  );
  const [n, distinct] = [Number(facts['n']), Number(facts['d'])];
  const frequent = await session.rows(
    `SELECT CAST(${sql} AS VARCHAR) AS v, count(*) AS n FROM ${table.name} WHERE ${sql} IS NOT NULL
     GROUP BY ${sql} ORDER BY n DESC, ${sql} LIMIT ${distinct <= FEW_VALUES ? FEW_VALUES : EXAMPLES}`,
  );
  const values = frequent.map((row) => ({ value: String(row['v']), share: Number(row['n']) / table.rows }));
  return {
    name,
    type,
    family,
    distinct,
    nulls: table.rows === 0 ? 0 : 1 - n / table.rows,
    isoShare: n === 0 ? 0 : Number(facts['iso']) / n,
    ...(facts['low'] !== null && { min: String(facts['low']), max: String(facts['high']) }),
    ...(typeof facts['median'] === 'number' && { median: facts['median'] }),
    ...(distinct <= FEW_VALUES && { values }),
    examples: values.slice(0, EXAMPLES).map(({ value }) => value),
  };
}
