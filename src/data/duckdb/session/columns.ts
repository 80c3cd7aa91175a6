/**
 * Columns of files, addressed exactly. DuckDB's names ignore case, so none of a file's own names becomes a name in SQL: a
 * column is reached by its place in the file, and only `OpenFile.column` turns a name into one.
 */
import { Failure } from '../../../common/failure.ts';
import type { ColumnInfo } from '../../engine.ts';
import type { Input } from '../formats/files.ts';
import type { TextLines } from '../formats/text/lines.ts';
import { duplicateColumn, type Reading } from './faults.ts';
import type { Session } from './session.ts';

/** What stands in a file: a column, or a field of a record. */
export interface Field {
  /** Empty where the file gives none, as for the row numbers that pandas writes: such a column is not read. */
  name: string;
  /** DuckDB's name of the type. */
  type: string;
  /** Of a record, in their order. */
  fields?: readonly Field[] | undefined;
}

export interface FileColumn extends ColumnInfo {
  /** True where the values are text whose type is decided after reading. */
  untyped: boolean;
  /** Its position in the file, then that of the field inside the record, and so on. */
  path: readonly number[];
  /** SQL of a value that all rows of the file share, which does not stand in the file itself. */
  value?: string | undefined;
}

/** A table expression, and the SQL of the wanted columns over it, in order. */
export interface Scan {
  from: string;
  values: readonly string[];
  /** Temporary tables that hold the rows, of no use once they are copied. */
  temporary?: readonly string[] | undefined;
}

/** How a format reads columns that stand in the file; no more rows than `limit` need come. */
export type Read = (session: Session, columns: readonly FileColumn[], limit?: number) => Promise<Scan>;

export class OpenFile {
  readonly file: Input;
  /** In the file's order; those inside a record follow it, under names with dots. Each name stands once. */
  readonly columns: readonly FileColumn[];
  /** SQL of a row's number in the file over what `scan` gives, from 0; Parquet only. */
  readonly rowNumber: string | undefined;
  /** Lines of the file; delimited text only. */
  readonly lines: TextLines | undefined;
  /** As in `Reading`; Parquet only. */
  readonly largestPiece: Reading['largestPiece'];
  /** Of vectors in a cluster, as in `RemoteTable`: no name of a spec's reaches it. */
  readonly lengths: FileColumn | undefined;
  readonly #read: Read;
  readonly #byName: ReadonlyMap<string, FileColumn>;

  constructor(
    file: Input,
    columns: readonly FileColumn[],
    read: Read,
    {
      rowNumber,
      lines,
      largestPiece,
      lengths,
    }: Partial<Pick<OpenFile, 'rowNumber' | 'lines' | 'largestPiece' | 'lengths'>> = {},
  ) {
    this.file = file;
    this.columns = columns;
    this.rowNumber = rowNumber;
    this.lines = lines;
    this.largestPiece = largestPiece;
    this.lengths = lengths;
    this.#read = read;
    this.#byName = new Map(columns.map((column) => [column.name, column]));
  }

  /** What a statement that reads the file is given, so that a fault names it. */
  get reading(): Reading {
    const { file, lines, largestPiece } = this;
    return { path: file.shown, explain: lines && (() => lines.explain()), largestPiece };
  }

  /** The column of exactly this name. */
  column(name: string): FileColumn | undefined {
    return this.#byName.get(name);
  }

  /** @param limit rows that are enough */
  async scan(session: Session, columns: readonly FileColumn[], limit?: number): Promise<Scan> {
    const standing = columns.filter(({ value }) => value === undefined);
    const { values, ...scan } = await this.#read(session, standing, limit);
    let next = 0;
    return { ...scan, values: columns.map(({ value }) => value ?? (values[next++] as string)) };
  }

  /** The file with further columns, each of one value for all its rows; one that the file has itself goes first. */
  with(further: readonly (Omit<FileColumn, 'path'> & { value: string })[]): OpenFile {
    const added = further.filter(({ name }) => this.column(name) === undefined);
    if (added.length === 0) return this;
    const columns = [...this.columns, ...added.map((column) => ({ ...column, path: [] }))];
    return new OpenFile(this.file, columns, this.#read, this);
  }

  /** The file with the column of lengths among its columns. */
  withLengths(lengths: FileColumn): OpenFile {
    return new OpenFile(this.file, [...this.columns, lengths], this.#read, this);
  }
}

/** @throws Failure `data` for two columns of one exact name, and for a file without any */
export function columnsOf(
  file: Input,
  fields: readonly Field[],
  { untyped = false, line }: { untyped?: boolean; line?: number } = {},
): FileColumn[] {
  const taken = new Set<string>();
  const take = (name: string): void => {
    if (taken.has(name)) throw duplicateColumn(file, name, line);
    taken.add(name);
  };
  const named = fields.filter(({ name }) => name !== '');
  for (const { name } of named) take(name);
  // A column whose name has a dot is meant before one inside a record.
  const whole = new Set(taken);
  const inside = ({ fields: parts = [] }: Field, prefix: string, path: readonly number[]): FileColumn[] =>
    parts.flatMap((part, i) => {
      const name = `${prefix}.${part.name}`;
      if (part.name === '' || whole.has(name)) return [];
      take(name);
      const at = [...path, i];
      return [{ name, type: part.type, untyped, path: at }, ...inside(part, name, at)];
    });
  const columns = fields.flatMap((field, i): FileColumn[] => {
    const { name, type } = field;
    return name === '' ? [] : [{ name, type, untyped, path: [i] }, ...inside(field, name, [i])];
  });
  if (columns.length === 0) {
    throw new Failure('data', 'no-columns', `${file.shown} has no columns.`, { file: file.shown });
  }
  return columns;
}

/** SQL of what stands at `path` inside a column: fields by their position, since DuckDB's names of fields ignore case too. */
export function insideRecord(column: string, path: readonly number[]): string {
  return path.reduce((sql, field) => `struct_extract_at(${sql}, ${field + 1})`, column);
}
