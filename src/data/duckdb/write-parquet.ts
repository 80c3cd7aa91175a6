/** Typed columns into a Parquet file: written aside and renamed, so that a crash leaves the previous file. */
import { rename, rm } from 'node:fs/promises';
import {
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBInstance,
  type DuckDBListValue,
  listValue,
} from '@duckdb/node-api';
import { quoteIdentifier, quoteText } from './sql.ts';

/** One value per row. Codes stand for `names`; NaN and codes without a name become null. */
export type OutputColumn =
  | { name: string; kind: 'number'; values: ArrayLike<number> }
  | { name: string; kind: 'integer'; values: ArrayLike<number> }
  /** µs since 1970, UTC. */
  | { name: string; kind: 'time'; values: ArrayLike<number> }
  | { name: string; kind: 'name'; values: ArrayLike<number>; names: readonly string[] }
  /** A list of `dimension` numbers per row. */
  | { name: string; kind: 'vector'; values: Float32Array; dimension: number };

/** The engine's own chunk size. */
const CHUNK_ROWS = 2048;

/** Chunks between two chances to stop. */
const CHUNKS_PER_PAUSE = 32;

/**
 * @param path absolute; replaced where it exists.
 * @param pause called every few milliseconds; throws to stop, and nothing is written then.
 */
export async function writeParquet(
  path: string,
  rows: number,
  columns: readonly OutputColumn[],
  pause: () => Promise<void>,
): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const aside = `${path}.tmp`;
  try {
    await stage(connection, rows, columns, pause);
    const select = columns.map(selected).join(', ');
    await connection.run(`COPY (SELECT ${select} FROM staged) TO ${quoteText(aside)} (FORMAT parquet)`);
    await rename(aside, path);
  } finally {
    await rm(aside, { force: true });
    connection.closeSync();
    instance.closeSync();
  }
}

/** Types of what is no DOUBLE. */
const STAGED: Partial<Record<OutputColumn['kind'], string>> = { name: 'VARCHAR', vector: 'FLOAT[]' };

async function stage(
  connection: DuckDBConnection,
  rows: number,
  columns: readonly OutputColumn[],
  pause: () => Promise<void>,
): Promise<void> {
  const types = columns.map(({ kind }, c) => `c${c} ${STAGED[kind] ?? 'DOUBLE'}`);
  await connection.run(`CREATE TEMP TABLE staged (${types.join(', ')})`);
  const appender = await connection.createAppender('staged');
  const columnTypes = columns.map((_, c) => appender.columnType(c));
  for (let from = 0, chunks = 0; from < rows; from += CHUNK_ROWS, chunks++) {
    if (chunks % CHUNKS_PER_PAUSE === 0) await pause();
    const length = Math.min(CHUNK_ROWS, rows - from);
    const chunk = DuckDBDataChunk.create(columnTypes);
    chunk.setColumns(columns.map((column) => Array.from({ length }, (_, i) => cell(column, from + i))));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

function cell(column: OutputColumn, row: number): number | string | DuckDBListValue | null {
  if (column.kind === 'vector') {
    const { values, dimension } = column;
    return listValue([...values.subarray(row * dimension, (row + 1) * dimension)]);
  }
  const value = column.values[row]!;
  if (column.kind === 'name') return column.names[value] ?? null;
  return Number.isNaN(value) ? null : value;
}

function selected({ name, kind }: OutputColumn, c: number): string {
  const as = ` AS ${quoteIdentifier(name)}`;
  if (kind === 'integer') return `c${c}::BIGINT${as}`;
  if (kind === 'time') return `make_timestamp(c${c}::BIGINT)${as}`;
  return `c${c}${as}`;
}
