/** Tables beside the log: their keys must compare with the log's; those of `items` and `users` must be unique as well. */
import type { Warning } from '../../../common/failure.ts';
import { doubledTableKey, keyTypesDiffer, missingTableKey } from '../../policy/rows.ts';
import { examples, type LoadedColumn, type LoadedTable } from '../formats/table.ts';
import { type Key, keyOf } from '../log/keys.ts';
import { runChecks } from '../session/checks.ts';
import type { Session } from '../session/session.ts';

/**
 * Checks a table's key and makes it comparable with the log's.
 * @returns SQL of the table's key in the log's type, and of the log's key in the table's
 * @throws Failure `data`: duplicate keys, types that do not compare without loss
 */
export async function matchKeys(
  session: Session,
  role: 'items' | 'users',
  table: LoadedTable,
  keyName: string,
  file: string,
  log: NamedKey,
  warnings: Warning[],
): Promise<{ table: string; log: (key: string) => string }> {
  const what = role === 'items' ? 'item' : 'user';
  const specPath = [role, 'key'];
  const column = table.columns.get(keyName) as LoadedColumn;
  const key = keyOf(column, what, specPath, file);
  await runChecks(session, table.name, key.checks.slice(1)); // rows without a key join nothing: warned of, not refused
  await warnOfMissing(session, table, key, keyName, file, warnings);
  await refuseDuplicates(session, table, key, keyName, file, specPath);
  return comparable(session, { key, column: keyName, view: table.name, file }, log, what, specPath);
}

/** A key of some table, and how messages name it. */
export interface NamedKey {
  key: Key;
  column: string;
  /** Table or view that `key.sql` is over. */
  view: string;
  file: string;
}

/** Numbers of a text file were texts when they were written; where the log's ids are texts, they stay texts. */
export function asWritten(key: Key, log: NamedKey): Key {
  const written = key.untyped && log.key.kind === 'text' && key.kind === 'integer';
  return written ? { ...key, sql: `CAST(${key.sql} AS VARCHAR)`, kind: 'text' } : key;
}

/**
 * Two keys as one type, without loss: where only one holds texts, all of them must be written as integers are, so that "007" is
 * never 7.
 * @returns SQL of the table's key in the log's type, and of the log's key in the table's
 * @throws Failure `data` naming both types
 */
export async function comparable(
  session: Session,
  table: NamedKey,
  log: NamedKey,
  what: string,
  specPath: readonly (string | number)[],
): Promise<{ table: string; log: (key: string) => string }> {
  if (table.key.kind === log.key.kind) return { table: table.key.sql, log: (sql) => sql };
  const text = table.key.kind === 'text';
  const [texts, integers] = text ? [table, log] : [log, table];
  const { sql } = texts.key;
  const odd = `${sql} IS NOT NULL AND CAST(TRY_CAST(${sql} AS HUGEINT) AS VARCHAR) IS DISTINCT FROM ${sql}`;
  const shown = await examples(session, texts.view, sql, odd);
  if (shown !== '') {
    throw keyTypesDiffer(what, { file: table.file, specPath }, integers, texts, shown);
  }
  return text
    ? { table: `CAST(${sql} AS HUGEINT)`, log: (key) => key }
    : { table: table.key.sql, log: (key) => `CAST(${key} AS HUGEINT)` };
}

async function warnOfMissing(
  session: Session,
  table: LoadedTable,
  key: Key,
  keyName: string,
  file: string,
  warnings: Warning[],
): Promise<void> {
  const row = await session.row(`SELECT count(*) - count(${key.sql}) AS n FROM ${table.name}`);
  const count = Number(row['n']);
  if (count > 0) warnings.push(missingTableKey({ name: keyName, file }, count));
}

async function refuseDuplicates(
  session: Session,
  table: LoadedTable,
  key: Key,
  keyName: string,
  file: string,
  specPath: string[],
): Promise<void> {
  const twice = `SELECT ${key.sql} AS k, count(*) AS n FROM ${table.name} WHERE ${key.sql} IS NOT NULL
    GROUP BY k HAVING n > 1`;
  const row = await session.row(`SELECT count(*) AS keys, CAST(min(k) AS VARCHAR) AS first FROM (${twice})`);
  if (Number(row['keys']) > 0) {
    const [firstDoubled] = await session.rows(`SELECT n FROM (${twice}) ORDER BY k LIMIT 1`);
    const first = { key: String(row['first']), rows: Number(firstDoubled?.['n']) };
    throw doubledTableKey({ name: keyName, file, specPath }, Number(row['keys']), first);
  }
}
