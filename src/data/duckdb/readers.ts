/** One file of any format as a table expression of SQL, with the columns it has. */
import { Failure } from '../../report/failure.ts';
import type { ColumnInfo } from '../engine.ts';
import { ArrowFile } from './arrow.ts';
import { openAtomic } from './atomic.ts';
import { csvScan, readHeader } from './csv.ts';
import type { InputFile } from './files.ts';
import { checkCompressed } from './integrity.ts';
import type { Session } from './session.ts';
import { quoteIdentifier, quotePath, quoteText } from './sql.ts';

export interface OpenFile {
  file: InputFile;
  columns: ColumnInfo[];
  /** True where every column is text whose type is decided after reading. */
  untyped: boolean;
  /** A table expression that has at least the columns named. */
  scan(session: Session, columns: readonly string[]): Promise<string>;
}

/** Opens a file and learns its columns. @throws Failure `data` */
export async function openFile(session: Session, file: InputFile, signal: AbortSignal): Promise<OpenFile> {
  await checkCompressed(file, signal);
  switch (file.format) {
    case 'parquet':
      return openParquet(session, file);
    case 'csv':
    case 'tsv': {
      const layout = await readHeader(session, file);
      const columns = layout.names.filter(Boolean).map((name) => ({ name, type: 'VARCHAR' }));
      return { file, columns, untyped: true, scan: async () => csvScan(file, layout) };
    }
    case 'atomic': {
      const { columns, table } = await openAtomic(session, file);
      return { file, columns, untyped: false, scan: async () => table };
    }
    case 'jsonl':
      return openJsonLines(session, file);
    case 'npy': {
      const message = `${file.shown} holds numbers without names: only \`embeddings\` with \`ids\` read .npy.`;
      throw new Failure('data', 'npy-table', message, { file: file.shown });
    }
    case 'arrow': {
      const arrow = await ArrowFile.open(file);
      const scan = (session: Session, columns: readonly string[]) => arrow.load(session, columns, signal);
      return { file, columns: arrow.columns, untyped: false, scan };
    }
  }
}

async function openParquet(session: Session, file: InputFile): Promise<OpenFile> {
  const scan = `read_parquet(${quotePath(file.path)}, binary_as_string = true, hive_partitioning = false)`;
  const columns = await describe(session, scan, file);
  return { file, columns, untyped: false, scan: async () => scan };
}

/** Types that DuckDB reads out of JSON text. As ids or times they must stay the text they are. */
const JSON_TEXT = /^(DATE|TIME|TIMESTAMP|UUID)/;

async function openJsonLines(session: Session, file: InputFile): Promise<OpenFile> {
  const compression = file.compression === 'none' ? 'uncompressed' : file.compression;
  const options = `format = 'newline_delimited', records = true, compression = ${quoteText(compression)}, hive_partitioning = false`;
  const path = quotePath(file.path);
  // The whole file decides the types: a column that turns out mixed on the last line is found here.
  const found = await describe(session, `read_json(${path}, ${options}, sample_size = -1)`, file);
  const columns = found.map(({ name, type }) => ({ name, type: JSON_TEXT.test(type) ? 'VARCHAR' : type }));
  const scan = async (_: Session, names: readonly string[]) => {
    const wanted = columns.filter(({ name }) => names.includes(name));
    const typed = wanted.map(({ name, type }) => `${quoteIdentifier(name)}: ${quoteText(type)}`);
    return `read_json(${path}, ${options}, columns = {${typed.join(', ')}})`;
  };
  return { file, columns, untyped: false, scan };
}

async function describe(session: Session, scan: string, file: InputFile): Promise<ColumnInfo[]> {
  const rows = await session.rows(`DESCRIBE SELECT * FROM ${scan}`, { path: file.shown });
  if (rows.length === 0)
    throw new Failure('data', 'no-columns', `${file.shown} has no columns.`, { file: file.shown });
  return rows.map((row) => ({ name: String(row['column_name']), type: String(row['column_type']) }));
}
