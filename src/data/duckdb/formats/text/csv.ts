/**
 * CSV, TSV and their like. DuckDB's own sniffing is not used: on a ragged file it may take a data row for the header and drop what
 * stands before it, and it types columns by a sample. The header and the dialect are found here, every column arrives as text, and
 * types are decided over all rows (infer.ts).
 */
import { Failure } from '../../../../common/failure.ts';
import { columnsOf, OpenFile, type Read } from '../../session/columns.ts';
import { quotePath, quoteText } from '../../session/sql.ts';
import type { InputFile } from '../files.ts';
import type { TextSource } from './bytes.ts';
import { allowedIn, type Dialect, delimiterIn, dialectOf } from './csv-dialect.ts';
import { holdsValues } from './csv-header.ts';
import { headOf, refuseBinary } from './head.ts';
import { linesOf } from './lines.ts';
import { recordsOf } from './records.ts';

/** How a file of text is opened. */
export interface CsvOptions {
  /** Names of the columns of a file whose first line holds values. */
  header?: readonly string[] | undefined;
  /** What to do where the first line holds values and no names are given: fail, or call the columns `column1`, `column2`, … */
  headless?: 'refuse' | 'name' | undefined;
  /** Bytes that are looked at for the dialect, where a part of the file is enough. */
  most?: number | undefined;
}

export interface CsvLayout {
  /** By position; empty where the header names nothing (the row numbers that pandas writes): such a column is not read. */
  names: string[];
  dialect: Dialect;
  /** True where the first line names the columns. */
  hasHeader: boolean;
}

/** Records behind the first that show whether it is one of them. */
const SAMPLE = 200;

/** @throws Failure `data` where there is no header, the file is not text, or it fits no dialect */
export async function readLayout(source: TextSource, options: CsvOptions = {}): Promise<CsvLayout> {
  const { file } = source;
  const head = await headOf(source);
  refuseBinary(file.shown, head.split(/[\r\n]/, 1)[0] as string);
  const loose = /\.(data|dat|txt)(\.|$)/i.test(file.path);
  const delimiter = file.format === 'tsv' ? '\t' : delimiterIn(head, loose);
  const lines = head.split(/\r\n|[\r\n]/, SAMPLE).join('\n');
  const records = recordsOf(lines, { delimiter, quotes: 'doubled' }).map(({ values }) => values);
  const first = (records[0] ?? []).map((name) => name.trim());
  if (/^[\r\n]/.test(head) || first.every((name) => name === '')) throw noNames(file);
  const { names, hasHeader } = namesOf(file, first, records.slice(1), options);
  const dialect = await dialectOf(source, allowedIn(delimiter, names.length), names.length, options.most);
  return { names, dialect, hasHeader };
}

function namesOf(
  file: InputFile,
  first: string[],
  others: readonly (readonly string[])[],
  { header, headless = 'refuse' }: CsvOptions,
): Pick<CsvLayout, 'names' | 'hasHeader'> {
  const where = { file: file.shown, line: 1 };
  const shown = `${first.slice(0, 4).join(', ')}${first.length > 4 ? ', …' : ''}`;
  if (header !== undefined) {
    if (header.every((name, i) => name === first[i])) {
      const message = `${file.shown}, line 1 names the columns already: remove \`header\`.`;
      throw new Failure('data', 'header-twice', message, where);
    }
    if (header.length !== first.length) {
      const message = `${file.shown}, line 1 holds ${first.length} values (${shown}), and \`header\` names ${header.length} columns: name every column.`;
      throw new Failure('data', 'header-length', message, where);
    }
    return { names: [...header], hasHeader: false };
  }
  if (!holdsValues(first, others)) return { names: first, hasHeader: true };
  if (headless === 'name') return { names: first.map((_, i) => `column${i + 1}`), hasHeader: false };
  const message = `${file.shown}, line 1 holds values (${shown}), not the names of columns: name them with \`header: [${first.map((_, i) => `NAME${i + 1}`).join(', ')}]\` beside the file in the spec, or in a first line of the file.`;
  throw new Failure('data', 'no-header', message, where);
}

function noNames(file: InputFile): Failure {
  const message = `${file.shown} starts with no column names: it is empty, or its first line is.`;
  return new Failure('data', 'empty-file', message, { file: file.shown });
}

/** @throws Failure `data` as `readLayout`, and for two columns of one name */
export async function openCsv(source: TextSource, options: CsvOptions): Promise<OpenFile> {
  const { names, dialect, hasHeader } = await readLayout(source, options);
  const columns = columnsOf(
    source.file,
    names.map((name) => ({ name, type: 'VARCHAR' })),
    { untyped: true, line: 1 },
  );
  const types = names.map(() => 'VARCHAR');
  const from = csvSource(dialect, types, hasHeader);
  const read: Read = async (_, wanted) => ({ from, values: wanted.map(({ path }) => `p${path[0]}`) });
  return new OpenFile(source.file, columns, read, {
    lines: linesOf(source, dialect, names.length, hasHeader),
  });
}

/** A table expression of the columns `p0`, `p1`, … */
export function csvSource({ read }: Dialect, types: readonly string[], hasHeader: boolean): string {
  const columns = types.map((type, i) => `'p${i}': '${type}'`).join(', ');
  const quotes = read.quotes === 'none' ? `quote = '', escape = ''` : `quote = '"', escape = '"'`;
  const options = `columns = {${columns}}, header = ${hasHeader}, delim = ${quoteText(read.delimiter)}, ${quotes}, strict_mode = true`;
  const plain = `auto_detect = false, compression = ${quoteText(read.compression)}, hive_partitioning = false`;
  return `read_csv(${quotePath(read.path)}, ${options}, ${plain})`;
}
