/**
 * Reads the needed columns of one or many files into one table of DuckDB, file by file, so that a fault names its file and
 * the report knows the rows of each. Columns get numbers for names: a file's own names never meet DuckDB's rules.
 */
import type { FileColumn, Need, OpenFile } from './columns.ts';
import { inferTypes } from './infer.ts';
import type { Session } from './session.ts';
import { type SettledColumn, settleColumn } from './settle.ts';
import { quoteText } from './sql.ts';
import type { Use } from './types.ts';

export interface LoadedColumn {
  name: string;
  /** Ready for SQL. */
  sql: string;
  type: string;
  /** True where the files hold text, and the type was read out of the values. */
  untyped: boolean;
}

export interface LoadedTable {
  name: string;
  columns: ReadonlyMap<string, LoadedColumn>;
  rows: number;
  rowsPerFile: number[];
  /** True where these are the first rows of each file, for a look at the data. */
  sampled: boolean;
}

/**
 * @param limit rows per file at most, for a look at the data.
 * @param raw leaves the columns of text files as the text they are.
 * @param onFile called before each file is read.
 */
export async function loadTable(
  session: Session,
  name: string,
  files: readonly OpenFile[],
  needs: readonly Need[],
  {
    limit,
    raw = false,
    onFile,
  }: { limit?: number; raw?: boolean; onFile?: (file: OpenFile, index: number) => void } = {},
): Promise<LoadedTable> {
  const uses = new Map<string, Use>();
  for (const { column, use } of needs) {
    const before = uses.get(column);
    if (before === undefined || before === 'category' || use === 'key') uses.set(column, use);
  }
  const settled: SettledColumn[] = [];
  for (const [column, use] of uses) settled.push(await settleColumn(session, files, column, use));
  await session.run(
    `CREATE TEMP TABLE ${name} (${settled.map(({ type }, i) => `c${i} ${type}`).join(', ')})`,
  );

  const rowsPerFile: number[] = [];
  for (const [i, open] of files.entries()) {
    onFile?.(open, i);
    const { reading } = open;
    const { from, values } = await open.scan(
      session,
      settled.map(({ parts }) => parts[i] as FileColumn),
    );
    const some = limit === undefined ? '' : ` LIMIT ${limit}`;
    rowsPerFile.push(
      await session.run(`INSERT INTO ${name} SELECT ${values.join(', ')} FROM ${from}${some}`, reading),
    );
  }
  const texts = settled.flatMap(({ untyped, use }, i) => (untyped && !raw ? [{ id: `c${i}`, use, i }] : []));
  const inferred = await inferTypes(session, name, texts);
  texts.forEach(({ i }, at) => {
    settled[i] = { ...(settled[i] as SettledColumn), type: inferred[at] as string };
  });
  const columns = new Map(
    settled.map(({ name: column, type, untyped }, i) => [
      column,
      { name: column, sql: `c${i}`, type, untyped },
    ]),
  );
  const rows = rowsPerFile.reduce((sum, count) => sum + count, 0);
  return { name, columns, rows, rowsPerFile, sampled: limit !== undefined };
}

/** Up to three distinct values of `sql` where `condition` holds, for an error message. */
export async function examples(
  session: Session,
  table: string,
  sql: string,
  condition: string,
): Promise<string> {
  const rows = await session.rows(
    `SELECT DISTINCT CAST(${sql} AS VARCHAR) AS v FROM ${table} WHERE ${condition} ORDER BY v LIMIT 3`,
  );
  return rows.map((row) => quoteText(String(row['v']))).join(', ');
}
