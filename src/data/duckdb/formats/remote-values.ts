/**
 * Columns that a cluster sends as codes: their different values, fetched once. A code is a hash of its value, so that a table that changes
 * between the two questions is seen: a row has a code that stands for no value. Two values of one code are seen before any row is asked for.
 */
import type { CodeBits } from '../../remote.ts';
import type { FileColumn } from '../session/columns.ts';
import type { Session } from '../session/session.ts';
import { fetchTable, type Into } from './remote-fetch.ts';

/** A temporary table: codes in `a0`, each once, and values in `a1`. */
export interface ValueTable {
  name: string;
  bits: CodeBits;
  codeType: string;
}

const CODE_TYPE: Readonly<Record<CodeBits, string>> = { 32: 'INTEGER', 64: 'BIGINT' };

/** @returns undefined for columns that come as they are: also where two values have the same code */
export async function fetchValues(
  into: Into,
  wanted: readonly FileColumn[],
  codes: readonly (CodeBits | undefined)[],
): Promise<(ValueTable | undefined)[]> {
  const tables: (ValueTable | undefined)[] = [];
  for (const [i, { name, path, type }] of wanted.entries()) {
    const bits = codes[i];
    tables.push(
      bits === undefined
        ? undefined
        : await fetchColumn(into, `remote_values${i}`, { name, path, type, bits }),
    );
  }
  return tables;
}

async function fetchColumn(
  into: Into,
  table: string,
  { name, path, type, bits }: Pick<FileColumn, 'name' | 'path' | 'type'> & { bits: CodeBits },
): Promise<ValueTable | undefined> {
  const codeType = CODE_TYPE[bits];
  const columns = [
    { name, type: codeType },
    { name, type },
  ];
  await fetchTable(into, table, columns, into.remote.values(path, bits));
  const row = await into.session.row(`SELECT count(a0) = count(DISTINCT a0) AS once FROM ${table}`);
  if (row['once'] === true) return { name: table, bits, codeType };
  await into.session.run(`DROP TABLE ${table}`);
  return undefined;
}

/** Whether each code of the rows stands for a value: not where the table was changed between the two questions. */
export async function standForAll(
  session: Session,
  rows: string,
  known: readonly (ValueTable | undefined)[],
): Promise<boolean> {
  for (const [i, table] of known.entries()) {
    if (table === undefined) continue;
    const unknown = await session.rows(
      `SELECT 1 AS one FROM ${rows} AS r ANTI JOIN ${table.name} AS v ON r.a${i} = v.a0 WHERE r.a${i} IS NOT NULL LIMIT 1`,
    );
    if (unknown.length > 0) return false;
  }
  return true;
}

export async function dropValues(
  session: Session,
  known: readonly (ValueTable | undefined)[],
): Promise<void> {
  for (const table of known) if (table !== undefined) await session.run(`DROP TABLE ${table.name}`);
}
