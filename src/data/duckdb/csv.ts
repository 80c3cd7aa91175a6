/**
 * CSV and TSV. DuckDB's own sniffing is not used: on a ragged file it may take a data row for the header and drop what
 * stands before it, and it types columns by a sample. The header is read here, every column arrives as text, and types
 * are decided over all rows (infer.ts).
 */
import { Failure } from '../../report/failure.ts';
import { delimiterOf, splitRecord } from '../../spec/configs/delimited.ts';
import { columnsOf, OpenFile, type Read } from './columns.ts';
import type { InputFile } from './files.ts';
import type { Session } from './session.ts';
import { quotePath, quoteText } from './sql.ts';

export interface CsvLayout {
  /** By position; empty where the header names nothing (the row numbers that pandas writes): such a column is not read. */
  names: string[];
  delimiter: string;
}

/** Reads the header. @throws Failure `data` when there is none, or it is not text. */
export async function readHeader(session: Session, file: InputFile): Promise<CsvLayout> {
  const line = await firstRecord(session, file);
  if (line === undefined || line.trim() === '') throw noNames(file);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: binary files are recognised by exactly these
  if (/[\u0000-\u0008\u000e-\u001f\ufffd]/.test(line)) {
    throw new Failure('data', 'not-text', `${file.shown} is not a text file.`, { file: file.shown, line: 1 });
  }
  const delimiter = file.format === 'tsv' ? '\t' : delimiterOf(line);
  const names = splitRecord(line, delimiter).map((name) => name.trim());
  if (names.every((name) => name === '')) throw noNames(file);
  return { names, delimiter };
}

function noNames(file: InputFile): Failure {
  const message = `${file.shown} starts with no column names: it is empty, or its first line is.`;
  return new Failure('data', 'empty-file', message, { file: file.shown });
}

export async function openCsv(session: Session, file: InputFile): Promise<OpenFile> {
  const { names, delimiter } = await readHeader(session, file);
  const columns = columnsOf(
    file,
    names.map((name) => ({ name, type: 'VARCHAR' })),
    { untyped: true, line: 1 },
  );
  const from = csvSource(
    file,
    names.map(() => 'VARCHAR'),
    delimiter,
  );
  const read: Read = async (_, wanted) => ({ from, values: wanted.map(({ path }) => `p${path[0]}`) });
  return new OpenFile(file, columns, read);
}

/** A table expression of the columns `p0`, `p1`, … */
export function csvSource(file: InputFile, types: readonly string[], delimiter: string): string {
  const columns = types.map((type, i) => `'p${i}': '${type}'`).join(', ');
  const options = `columns = {${columns}}, header = true, delim = ${quoteText(delimiter)}, quote = '"', escape = '"'`;
  return `read_csv(${quotePath(file.path)}, ${options}, ${common(file)}, strict_mode = true)`;
}

/** The first line, unread. */
export async function firstRecord(session: Session, file: InputFile): Promise<string | undefined> {
  const whole = `columns = {'l': 'VARCHAR'}, header = false, delim = '\u001f', quote = '', escape = ''`;
  const [row] = await session.rows(
    // On one thread: rows keep no order otherwise, and the first one would be any.
    `SELECT l FROM read_csv(${quotePath(file.path)}, ${whole}, ${common(file)}, strict_mode = false, parallel = false) LIMIT 1`,
    { path: file.shown },
  );
  return row === undefined ? undefined : String(row['l'] ?? '');
}

function common(file: InputFile): string {
  return `auto_detect = false, compression = ${quoteText(file.compression)}, hive_partitioning = false`;
}
