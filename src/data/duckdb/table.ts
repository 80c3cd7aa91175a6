/**
 * Reads the needed columns of one or many files into one table of DuckDB, file by file, so that a fault names its file and
 * the report knows the rows of each. Columns get numbers for names: a file's own names never meet DuckDB's rules.
 */
import { Failure } from '../../report/failure.ts';
import type { ColumnInfo } from '../engine.ts';
import { didYouMean } from '../suggest.ts';
import { inferTypes } from './infer.ts';
import type { OpenFile } from './readers.ts';
import type { Session } from './session.ts';
import { quoteIdentifier, quoteText } from './sql.ts';
import { describeType, isNumberList, isNumeric, type Use } from './types.ts';

export interface Need {
  column: string;
  use: Use;
  specPath: readonly (string | number)[];
}

export interface LoadedColumn {
  name: string;
  /** Ready for SQL. */
  sql: string;
  type: string;
}

export interface LoadedTable {
  name: string;
  columns: ReadonlyMap<string, LoadedColumn>;
  rows: number;
  rowsPerFile: number[];
  /** True where the files hold text only, and the types were read out of the values. */
  untyped: boolean;
}

/** @throws Failure `usage` when a file lacks a needed column, naming the nearest one; `data` for mixed types. */
export function checkColumns(files: readonly OpenFile[], needs: readonly Need[]): void {
  for (const { column, specPath } of needs) {
    let first: { file: string; type: string } | undefined;
    for (const { file, columns } of files) {
      const found = columns.find(({ name }) => name === column);
      const where = { file: file.shown, specPath };
      if (found === undefined) {
        const names = columns.map(({ name }) => name);
        throw new Failure(
          'usage',
          'no-column',
          `no column \`${column}\` in ${file.shown}; ${didYouMean(column, names)}`,
          where,
        );
      }
      first ??= { file: file.shown, type: found.type };
      const alike = (is: (type: string) => boolean) => is(found.type) && is(first!.type);
      if (found.type !== first.type && !alike(isNumeric) && !alike(isNumberList)) {
        throw new Failure(
          'data',
          'mixed-types',
          `\`${column}\` holds ${describeType(first.type)} in ${first.file} (${first.type}) and ` +
            `${describeType(found.type)} in ${file.shown} (${found.type}): write it with one type.`,
          where,
        );
      }
    }
  }
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
  const names = [...uses.keys()];
  const types = await Promise.all(names.map((column) => unifiedType(session, files, column)));
  await session.run(`CREATE TEMP TABLE ${name} (${types.map((type, i) => `c${i} ${type}`).join(', ')})`);

  const rowsPerFile: number[] = [];
  for (const [i, open] of files.entries()) {
    onFile?.(open, i);
    const reading = { path: open.file.shown };
    const scan = await open.scan(session, names);
    const selected = names.map((column) => quoteIdentifier(column)).join(', ');
    const some = limit === undefined ? '' : ` LIMIT ${limit}`;
    rowsPerFile.push(
      await session.run(`INSERT INTO ${name} SELECT ${selected} FROM ${scan}${some}`, reading),
    );
  }
  const untyped = files.some((open) => open.untyped);
  if (untyped && !raw) {
    const wanted = names.map((column, i) => ({ id: `c${i}`, use: uses.get(column) as Use }));
    const inferred = await inferTypes(session, name, wanted);
    inferred.forEach((type, i) => {
      types[i] = type;
    });
  }
  const columns = new Map(
    names.map((column, i) => [column, { name: column, sql: `c${i}`, type: types[i] as string }]),
  );
  return { name, columns, rows: rowsPerFile.reduce((sum, rows) => sum + rows, 0), rowsPerFile, untyped };
}

/** The type that holds every file's values without loss. */
async function unifiedType(session: Session, files: readonly OpenFile[], column: string): Promise<string> {
  const types = new Set(files.map(({ columns }) => typeOf(columns, column)));
  const [only] = types;
  if (types.size === 1 && only !== undefined) return only;
  const parts = [...types].map((type) => `SELECT CAST(NULL AS ${type}) AS x`);
  const [row] = await session.rows(`DESCRIBE ${parts.join(' UNION ALL ')}`);
  return String(row?.['column_type']);
}

function typeOf(columns: readonly ColumnInfo[], column: string): string {
  return columns.find(({ name }) => name === column)?.type ?? 'VARCHAR';
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
