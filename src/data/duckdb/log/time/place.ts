/** A time column: the rows that hold it, how a failure names it, and what becomes of it. */
import type { TimeReading } from '../../../moment.ts';
import type { ColumnAt, FoundLine } from '../../../policy/words.ts';
import { examples, type LoadedColumn } from '../../formats/table.ts';
import type { Session } from '../../session/session.ts';

/** A time column as it was read. */
export interface TimeColumn extends TimeReading {
  /** BIGINT, µs since 1970 (UTC). */
  sql: string;
}

/** Where a time column stands: its file, and its key in the spec. */
export interface Place {
  file: string;
  specPath: readonly (string | number)[];
}

export interface TimeTable {
  session: Session;
  /** DuckDB's name of the table. */
  name: string;
  /** Whether the table holds the first rows of its files alone: what is ambiguous there may be told by the others. */
  sampled: boolean;
  column: LoadedColumn;
  place: Place;
}

/** As messages name the column. */
export function named({ column, place }: TimeTable): ColumnAt {
  return { name: column.name, ...place };
}

/** Counts of one scan: the rows that meet each condition. */
export async function countRows<K extends string>(
  { session, name }: TimeTable,
  conditions: Readonly<Record<K, string>>,
): Promise<Record<K, number>> {
  const keys = Object.keys(conditions) as K[];
  const counts = keys.map((key, i) => `CAST(count(*) FILTER (WHERE ${conditions[key]}) AS DOUBLE) AS n${i}`);
  const row = await session.row(`SELECT ${counts.join(', ')} FROM ${name}`);
  return Object.fromEntries(keys.map((key, i) => [key, Number(row[`n${i}`])])) as Record<K, number>;
}

/** Up to three of the column's values where `condition` holds, as messages show them. */
export function shownWhere({ session, name, column }: TimeTable, condition: string): Promise<string> {
  return examples(session, name, column.sql, condition);
}

/** Texts that are told apart to find the first of them in a file. */
const MOST_TEXTS = 1000;

/** The first row in its file where `condition` holds. */
export async function lineWhere(
  { session, name, column }: TimeTable,
  condition: string,
): Promise<FoundLine | undefined> {
  if (column.find === undefined) return undefined;
  const rows = await session.rows(
    `SELECT DISTINCT CAST(${column.sql} AS VARCHAR) AS v FROM ${name} WHERE ${condition} ORDER BY v LIMIT ${MOST_TEXTS}`,
  );
  const texts = new Set(rows.map(({ v }) => (v === null ? '' : String(v).trim())));
  return column.find((value) => texts.has(value) || (value !== '' && texts.has(String(Number(value)))));
}
