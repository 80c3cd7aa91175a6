/** Arrow IPC (stream and file) and Feather, appended to a DuckDB table batch by batch. */

import { setImmediate } from 'node:timers/promises';
import { Cancelled, Failure } from '../../../../common/failure.ts';
import {
  ArrowDamage,
  ArrowLongDecimal,
  ArrowNotUtf8,
  ArrowTooLarge,
  ArrowUnsupported,
} from '../../../arrow/damage.ts';
import { ArrowFault, ArrowReader, type Batch } from '../../../arrow/reader.ts';
import { columnsOf, type Field, type FileColumn } from '../../session/columns.ts';
import { loadedDriver } from '../../session/driver.ts';
import { asFailure } from '../../session/faults.ts';
import type { Session } from '../../session/session.ts';
import type { InputFile } from '../files.ts';
import { CHUNK_ROWS, columnCopier } from './columns.ts';
import { fieldOf } from './types.ts';

/** Rows between two turns of the event loop: about 50 ms of copying. */
const YIELD_ROWS = 16 * CHUNK_ROWS;

export class ArrowFile {
  readonly fields: Field[];
  private readonly reader: ArrowReader;
  private readonly file: InputFile;

  private constructor(reader: ArrowReader, file: InputFile) {
    this.reader = reader;
    this.file = file;
    this.fields = reader.fields.map(fieldOf);
  }

  /** Reads no values. @throws Failure `data` when the file is no Arrow data, or cut short */
  static async open(file: InputFile): Promise<ArrowFile> {
    let reader: ArrowReader;
    try {
      reader = await ArrowReader.open(file.path, file.bytes);
    } catch (error) {
      throw arrowFailure(error, file);
    }
    return new ArrowFile(reader, file);
  }

  /** Copies columns into a temporary table, as `a0`, `a1`, … @returns its name */
  async load(session: Session, columns: readonly FileColumn[], signal: AbortSignal): Promise<string> {
    const table = 'arrow_file'; // one at a time: the caller copies it before it loads the next
    // What is counted has rows also where no column of it is wanted.
    const wanted = columns.length > 0 ? columns : columnsOf(this.file, this.fields).slice(0, 1);
    const definitions = wanted.map(({ type }, i) => `a${i} ${type === 'STRUCT' ? 'BLOB' : type}`);
    await session.run(`CREATE OR REPLACE TEMP TABLE ${table} (${definitions.join(', ')})`);
    const names = wanted.map(({ name }) => name);
    const paths = wanted.map(({ path }) => path);
    try {
      const batches = this.reader.batches(paths, session.arrayBytes);
      await appendBatches(session, table, names, batches, signal);
    } catch (error) {
      throw arrowFailure(error, this.file);
    }
    return table;
  }
}

/**
 * Appends batches to a temporary table with columns of their types.
 * @param names of the columns, for what is thrown
 */
export async function appendBatches(
  session: Session,
  table: string,
  names: readonly string[],
  batches: AsyncIterable<Batch>,
  signal: AbortSignal,
): Promise<void> {
  const { DuckDBDataChunk } = loadedDriver();
  const appender = await session.connection.createAppender(table, 'main', 'temp');
  try {
    const types = names.map((_, i) => appender.columnType(i));
    let before = 0;
    let sinceTurn = YIELD_ROWS;
    for await (const batch of batches) {
      const copy = batch.columns.map((column, i) => columnCopier(column, names[i] ?? '', before));
      before += batch.rows;
      for (let start = 0; start < batch.rows; start += CHUNK_ROWS) {
        if (signal.aborted) throw new Cancelled();
        const rows = Math.min(CHUNK_ROWS, batch.rows - start);
        sinceTurn += rows;
        if (sinceTurn >= YIELD_ROWS) {
          await setImmediate(); // lets the signal arrive
          sinceTurn = 0;
        }
        const chunk = DuckDBDataChunk.create(types, rows);
        for (const [i, copyTo] of copy.entries()) copyTo(chunk.getColumnVector(i), start, rows);
        appender.appendDataChunk(chunk);
      }
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}

export function arrowFailure(error: unknown, { shown }: { shown: string }): Error {
  if (error instanceof Cancelled || error instanceof Failure) return error;
  const where = { file: shown };
  if (error instanceof ArrowFault) {
    const row = error.row === undefined ? '' : `, row ${error.row.toLocaleString('en-US')}`;
    if (error.cause instanceof ArrowNotUtf8) {
      const message = `${shown}, column \`${error.column}\`${row}: the text is not UTF-8. Convert the file to UTF-8.`;
      return new Failure('data', 'not-utf8', message, where);
    }
    if (error.cause instanceof ArrowLongDecimal) {
      const message = `${shown}, column \`${error.column}\`${row}: ${error.message} is not read; write it as text.`;
      return new Failure('data', 'long-decimal', message, where);
    }
    const message = `${shown} cannot be read as Arrow data: ${error.message} (column \`${error.column}\`${row}); write or copy it again.`;
    return new Failure('data', 'not-arrow', message, where);
  }
  if (error instanceof ArrowDamage) {
    const message = `${shown} cannot be read as Arrow data: ${error.message}; write or copy it again.`;
    return new Failure('data', 'not-arrow', message, where);
  }
  if (error instanceof ArrowUnsupported) {
    const message = `${shown} cannot be read as Arrow data: ${error.message}.`;
    return new Failure('data', 'not-arrow', message, where);
  }
  if (error instanceof ArrowTooLarge) {
    const megabytes = Math.ceil(error.bytes / 2 ** 20).toLocaleString('en-US');
    const message = `${shown} holds a record batch of ${megabytes} MB or more in the columns in use, more than the memory setting leaves for it: raise it (--memory), or write smaller batches.`;
    return new Failure('resource', 'memory-limit', message, where);
  }
  return asFailure(error, { path: shown });
}
