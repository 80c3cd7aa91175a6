/**
 * Reads the needed columns of one or many files into one table of DuckDB, file by file, so that a fault names its file and
 * the report knows the rows of each. Columns get numbers for names: a file's own names never meet DuckDB's rules.
 */
import { type Need, usesOf } from '../../plan/needs.ts';
import type { FoundLine } from '../../policy/words.ts';
import type { FileColumn, OpenFile } from '../session/columns.ts';
import type { Session } from '../session/session.ts';
import { quoteText } from '../session/sql.ts';
import { familyOf } from '../session/types.ts';
import { type SettledColumn, settleColumn } from './settle.ts';
import { anyText, inferType } from './text/infer.ts';
import { isBlank, saysNone } from './text/null-text.ts';

export interface LoadedColumn {
  name: string;
  /** Ready for SQL. */
  sql: string;
  type: string;
  /** True where the files hold text, and the type was read out of the values. */
  untyped: boolean;
  /** True for text that is a number, if with a decimal comma, in other rows. */
  hasNumbers?: boolean | undefined;
  /** Of numbers in text files: in how many rows a word for no value stands in their place. */
  nullTexts?: number | undefined;
  /** Of a column of ids: true where words such as `NULL` are ids like any other. */
  keepsNullText?: boolean | undefined;
  /** Of a column of ids that are texts: true where none of them is blank or a word for none, so that no row needs the question. */
  allSay?: boolean | undefined;
  /** Finds the first value that fits; absent where the files have no lines. */
  find?: FindValue | undefined;
}

/** @param fits what each value, without the blanks around it, is tested by */
export type FindValue = (fits: (value: string) => boolean) => Promise<FoundLine | undefined>;

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
 * @param keepNullText whether words such as `NULL` are ids like any other.
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
    keepNullText = false,
    onFile,
  }: {
    limit?: number;
    raw?: boolean;
    keepNullText?: boolean;
    onFile?: (file: OpenFile, index: number) => void;
  } = {},
): Promise<LoadedTable> {
  const settled: SettledColumn[] = [];
  for (const [column, use] of usesOf(needs)) settled.push(await settleColumn(session, files, column, use));
  await session.run(
    `CREATE TEMP TABLE ${name} (${settled.map(({ type }, i) => `c${i} ${type}`).join(', ')})`,
  );

  const rowsPerFile: number[] = [];
  for (const [i, open] of files.entries()) {
    onFile?.(open, i);
    const { reading } = open;
    const {
      from,
      values,
      temporary = [],
    } = await open.scan(
      session,
      settled.map(({ parts }) => parts[i] as FileColumn),
      limit,
    );
    const some = limit === undefined ? '' : ` LIMIT ${limit}`;
    rowsPerFile.push(
      await session.run(`INSERT INTO ${name} SELECT ${values.join(', ')} FROM ${from}${some}`, reading),
    );
    for (const copied of temporary) await session.run(`DROP TABLE ${copied}`);
  }
  const columns = new Map<string, LoadedColumn>();
  for (const [i, { name: column, type, use, untyped, parts }] of settled.entries()) {
    const sql = `c${i}`;
    const facts = untyped && !raw ? await inferType(session, name, sql, use) : { type };
    const isText = use === 'key' && familyOf(facts.type) === 'text';
    columns.set(column, {
      name: column,
      sql,
      untyped,
      find: finder(files, parts),
      ...facts,
      keepsNullText: keepNullText,
      ...(isText && { allSay: await allSay(session, name, sql, keepNullText) }),
    });
  }
  const rows = rowsPerFile.reduce((sum, count) => sum + count, 0);
  return { name, columns, rows, rowsPerFile, sampled: limit !== undefined };
}

/** Whether every text says something. */
async function allSay(session: Session, table: string, sql: string, keepNullText: boolean): Promise<boolean> {
  const none = keepNullText ? isBlank('v') : saysNone('v');
  return !(await anyText(session, table, `CAST(${sql} AS VARCHAR)`, none));
}

function finder(files: readonly OpenFile[], parts: readonly FileColumn[]): FindValue | undefined {
  if (files.some(({ lines }) => lines === undefined)) return undefined;
  return async (fits) => {
    for (const [i, { file, lines }] of files.entries()) {
      const { path, value } = parts[i] as FileColumn;
      const found = value === undefined ? await lines?.find(path[0] as number, fits) : undefined;
      if (found === undefined) continue;
      const shown = files.length === 1 ? `line ${found.line}` : `line ${found.line} of ${file.shown}`;
      return { ...found, file: file.shown, shown };
    }
    return undefined;
  };
}

/** Up to three distinct values of `sql` where `condition` holds, for an error message. */
export async function examples(
  session: Session,
  table: string,
  sql: string,
  condition: string,
): Promise<string> {
  const rows = await session.rows(
    `SELECT DISTINCT CAST(${sql} AS VARCHAR) AS v FROM ${table} WHERE (${condition}) AND ${sql} IS NOT NULL ORDER BY v LIMIT 3`,
  );
  return rows.map((row) => quoteText(String(row['v']))).join(', ');
}
