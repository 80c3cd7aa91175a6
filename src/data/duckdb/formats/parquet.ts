/** Parquet: columns by their position, under the names that the file's own schema gives them. */
import { Failure } from '../../../common/failure.ts';
import { columnsOf, type Field, insideRecord, OpenFile } from '../session/columns.ts';
import type { Reading } from '../session/faults.ts';
import type { Session } from '../session/session.ts';
import { quotePath } from '../session/sql.ts';
import type { InputFile } from './files.ts';
import { fieldsOf } from './json/record-type.ts';

export async function openParquet(session: Session, file: InputFile): Promise<OpenFile> {
  const path = quotePath(file.path);
  const reading = { path: file.shown };
  const scan = `read_parquet(${path}, binary_as_string = true, hive_partitioning = false)`;
  const described = await session.rows(`DESCRIBE SELECT * FROM ${scan}`, reading);
  const types = described.map((row) => String(row['column_type']));
  const schema = await session.rows(`SELECT name, num_children AS n FROM parquet_schema(${path})`, reading);
  const tree = treeOf(schema.map(({ name, n }) => ({ name: String(name), children: Number(n ?? 0) })));
  if (tree.length !== types.length) {
    const message = `The columns of ${file.shown} cannot be told apart: write it again.`;
    throw new Failure('data', 'unreadable-file', message, { file: file.shown });
  }
  const fields = tree.map((node, i) => namedField(node, types[i] as string));
  // Positions again: of two names that differ in case alone, DuckDB renames the second.
  const from = `${scan} AS t(${types.map((_, i) => `p${i}`).join(', ')})`;
  const read = async (_: Session, columns: readonly { path: readonly number[] }[]) => ({
    from,
    values: columns.map(({ path: [first, ...inside] }) => insideRecord(`t.p${first}`, inside)),
  });
  return new OpenFile(file, columnsOf(file, fields), read, {
    rowNumber: 't.file_row_number',
    largestPiece: () => largestPiece(session, path, reading),
  });
}

/** A request below this says nothing of a file: long values and lists take as much. */
const LEAST_PIECE = 64 * 2 ** 20;
/** Values that repeat take less in the file than in memory. */
const MOST_GROWTH = 64;

async function largestPiece(session: Session, path: string, reading: Reading): Promise<number> {
  const sql = `SELECT CAST(max(total_uncompressed_size) AS DOUBLE) AS n FROM parquet_metadata(${path})`;
  const row = await session.row(sql, reading);
  return Math.max(LEAST_PIECE, MOST_GROWTH * Number(row['n']));
}

interface Node {
  name: string;
  children: Node[];
}

/** The columns, out of a schema whose entries each stand before their children; the first is the whole. */
function treeOf(entries: readonly { name: string; children: number }[]): Node[] {
  let next = 0;
  const take = (): Node => {
    const { name, children } = entries[next++] ?? { name: '', children: 0 };
    return { name, children: Array.from({ length: children }, take) };
  };
  return take().children;
}

/** A type with the names of the schema, which DuckDB's own name of it changes where two differ in case alone. */
function namedField({ name, children }: Node, type: string): Field {
  const fields = fieldsOf(type);
  return {
    name,
    type,
    fields: fields?.map((field, i) =>
      namedField(children[i] ?? { name: field.name, children: [] }, field.type),
    ),
  };
}
