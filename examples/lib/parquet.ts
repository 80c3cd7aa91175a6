/** Writes Parquet files from columns of numbers. Each file appears whole or not at all, the same bytes for the same columns. */
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBDataChunk, DuckDBInstance } from '@duckdb/node-api';

const CHUNK_ROWS = 2048;

export type Column = { name: string; values: ArrayLike<number> };

export interface Table {
  columns: Column[];
  /** SQL of what is written, over the columns as DOUBLE; NaN is a number like others. */
  select: string;
}

/** Writes `NAME.parquet`. */
export type WriteTable = (name: string, rows: number, table: Table) => Promise<void>;

/** Makes the folder, and gives `write` what writes a file into it. */
export async function writeParquet(
  folder: string,
  write: (table: WriteTable) => Promise<void>,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    await write((name, rows, table) => writeTable(connection, join(folder, `${name}.parquet`), rows, table));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function writeTable(
  connection: DuckDBConnection,
  path: string,
  rows: number,
  { columns, select }: Table,
): Promise<void> {
  const names = columns.map(({ name }) => `${name} DOUBLE`).join(', ');
  await connection.run(`CREATE OR REPLACE TEMP TABLE staged (${names})`);
  const appender = await connection.createAppender('staged');
  const types = columns.map((_, c) => appender.columnType(c));
  for (let from = 0; from < rows; from += CHUNK_ROWS) {
    const chunk = DuckDBDataChunk.create(types);
    const to = Math.min(rows, from + CHUNK_ROWS);
    chunk.setColumns(
      columns.map(({ values }) => Array.from({ length: to - from }, (_, i) => values[from + i]!)),
    );
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
  const aside = `${path}.tmp`;
  try {
    await connection.run(
      `COPY (SELECT ${select} FROM staged) TO '${aside.replaceAll("'", "''")}' (FORMAT parquet)`,
    );
    renameSync(aside, path);
  } finally {
    rmSync(aside, { force: true });
  }
}

/** SQL of a timestamp from a column of ms since 1970. */
export const moment = (column: string) => `make_timestamp_ms(${column}::BIGINT)`;

/** SQL of a word from a column of places in `words`. */
export const word = (words: readonly string[], column: string) =>
  `[${words.map((w) => `'${w}'`).join(', ')}][${column}::INTEGER + 1]`;

/** SQL of an id such as `i000012` from a column of numbers. */
export const idOf = (prefix: string, column: string) => `format('${prefix}{:06d}', ${column}::INTEGER)`;

/** 0..count − 1, as a column. */
export const numbered = (name: string, count: number): Column => ({
  name,
  values: Array.from({ length: count }, (_, i) => i),
});

/** Vectors component by component. @param vectors `width` numbers each */
export function componentsOf(vectors: Float32Array, width: number): Column[] {
  return Array.from({ length: width }, (_, d) => ({
    name: `v${d}`,
    values: Float32Array.from({ length: vectors.length / width }, (_, i) => vectors[i * width + d]!),
  }));
}

/** SQL of the list that a vector is written as. */
export const listOf = (components: readonly Column[]) =>
  `[${components.map(({ name }) => name).join(', ')}]::FLOAT[]`;
