/** The `items` and `users` tables: their keys must fit the log's and be unique. */
import { Failure, type Warning } from '../../report/failure.ts';
import { runChecks } from './checks.ts';
import { type Key, keyOf } from './keys.ts';
import type { Session } from './session.ts';
import { examples, type LoadedColumn, type LoadedTable } from './table.ts';

/**
 * Checks a table's key and makes it comparable with the log's.
 * @param logKey the log's key; where the log holds text and the table integers, its text must be integers too.
 * @returns SQL of the table's key in the log's type, and of the log's key in the table's
 * @throws Failure `data`: duplicate keys, types that do not compare without loss
 */
export async function matchKeys(
  session: Session,
  role: 'items' | 'users',
  table: LoadedTable,
  keyName: string,
  file: string,
  log: { key: Key; column: string; view: string; file: string },
  warnings: Warning[],
): Promise<{ table: string; log: (key: string) => string }> {
  const what = role === 'items' ? 'item' : 'user';
  const specPath = [role, 'key'];
  const column = table.columns.get(keyName) as LoadedColumn;
  const key = keyOf(column, what, specPath, file);
  await runChecks(session, table.name, key.checks.slice(1)); // rows without a key join nothing: warned of, not refused
  await warnOfMissing(session, table, key, keyName, file, warnings);
  await refuseDuplicates(session, table, key, keyName, file, specPath);
  if (key.kind === log.key.kind) return { table: key.sql, log: (sql) => sql };

  const text = key.kind === 'text' ? { name: table.name, sql: key.sql, column: keyName, file } : undefined;
  const other = text ?? { name: log.view, sql: log.key.sql, column: log.column, file: log.file };
  const odd = `${other.sql} IS NOT NULL AND CAST(TRY_CAST(${other.sql} AS BIGINT) AS VARCHAR) IS DISTINCT FROM ${other.sql}`;
  const shown = await examples(session, other.name, other.sql, odd);
  if (shown !== '') {
    const [whole, whole2] = text ? [log.column, log.file] : [keyName, file];
    throw new Failure(
      'data',
      'key-types-differ',
      `\`${whole}\` in ${whole2} holds integers, but \`${other.column}\` in ${other.file} holds texts that are none ` +
        `(${shown}): write both files with the same type of ${what}.`,
      { file, specPath },
    );
  }
  return text
    ? { table: `CAST(${key.sql} AS BIGINT)`, log: (sql) => sql }
    : { table: key.sql, log: (sql) => `CAST(${sql} AS BIGINT)` };
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
  if (count > 0) {
    warnings.push({
      code: 'missing-key',
      message: `Rows of ${file} without \`${keyName}\` join nothing.`,
      count,
    });
  }
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
    const [one] = await session.rows(`SELECT n FROM (${twice}) ORDER BY k LIMIT 1`);
    throw new Failure(
      'data',
      'duplicate-key',
      `${Number(row['keys']).toLocaleString('en-US')} keys stand more than once in ${file}, first \`${keyName}\` = ` +
        `${row['first']} (${one?.['n']} rows): keep one row per key.`,
      { file, specPath },
    );
  }
}
