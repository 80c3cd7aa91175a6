/** Typed columns into a Parquet file: written aside and renamed, so that a crash leaves the previous file. */
import { basename } from 'node:path';
import type { DuckDBConnection, DuckDBListValue } from '@duckdb/node-api';
import { writeAside } from '../../../common/aside.ts';
import { Cancelled, Failure } from '../../../common/failure.ts';
import type { OutputColumn } from '../../tables.ts';
import { type Driver, duckdb } from './driver.ts';
import { asFailure } from './faults.ts';
import { quoteIdentifier, quoteText } from './sql.ts';

/** The engine's own chunk size. */
const CHUNK_ROWS = 2048;

/** Chunks between two chances to stop. */
const CHUNKS_PER_PAUSE = 32;

/**
 * @param path absolute; replaced where it exists.
 * @param pause called every few milliseconds; throws to stop, and nothing is written then.
 * @throws Failure `resource` where the disk or the memory does not hold it
 */
export async function writeParquet(
  path: string,
  rows: number,
  columns: readonly OutputColumn[],
  pause: () => Promise<void>,
): Promise<void> {
  const driver = await duckdb();
  const instance = await driver.DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await stage(driver, connection, rows, columns, pause);
    const select = columns.map(selected).join(', ');
    await writeAside(path, async (aside) => {
      await connection.run(`COPY (SELECT ${select} FROM staged) TO ${quoteText(aside)} (FORMAT parquet)`);
    });
  } catch (error) {
    throw notWritten(path, error);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function notWritten(path: string, error: unknown): unknown {
  const name = basename(path);
  if (error instanceof Failure || error instanceof Cancelled) return error;
  const { message, code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT' || /No space left|disk full/i.test(message)) {
    const sentence = `Cannot write ${name}: the disk is full; free some space or choose another place.`;
    return new Failure('resource', 'disk-full', sentence, { file: path });
  }
  if (/^Out of Memory|failed to allocate/i.test(message)) {
    const sentence = `Cannot write ${name}: the memory does not hold its rows; write fewer sources at once (--source).`;
    return new Failure('resource', 'out-of-memory', sentence, { file: path });
  }
  if (code === undefined && !/^IO Error/.test(message)) return asFailure(error); // a defect
  const reason = /(?:: |^)([^:]*)$/.exec(message.split('\n', 1)[0]!)?.[1]?.replace(/\.?\s*$/, '') ?? message;
  const sentence = `Cannot write ${name}: ${reason}; choose another place.`;
  return new Failure('resource', 'cannot-write', sentence, { file: path });
}

/** Types of what is no DOUBLE. */
const STAGED: Partial<Record<OutputColumn['kind'], string>> = { name: 'VARCHAR', vector: 'FLOAT[]' };

async function stage(
  { DuckDBDataChunk, listValue }: Driver,
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
    chunk.setColumns(
      columns.map((column) => Array.from({ length }, (_, i) => cell(column, from + i, listValue))),
    );
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

function cell(
  column: OutputColumn,
  row: number,
  listValue: Driver['listValue'],
): number | string | DuckDBListValue | null {
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
