/**
 * Arrow IPC (stream and file) and Feather, read through apache-arrow and appended to a DuckDB table batch by batch: whole
 * arrays for numbers and times, single values only for texts and lists.
 */
import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { Field as ArrowField, RecordBatch, Vector } from 'apache-arrow';
import { Cancelled, Failure } from '../../report/failure.ts';
import { type Batches, readBatches } from './arrow-batches.ts';
import { CHUNK_ROWS, copyColumn, duckTypeOf } from './arrow-columns.ts';
import type { Field, FileColumn } from './columns.ts';
import { asFailure } from './faults.ts';
import type { InputFile } from './files.ts';
import { decodeLz4Frame } from './lz4.ts';
import type { Session } from './session.ts';

type Arrow = typeof import('apache-arrow');

/** Rows between two turns of the event loop: about 50 ms of copying. */
const YIELD_ROWS = 16 * CHUNK_ROWS;

export class ArrowFile {
  readonly fields: Field[];
  private readonly arrow: Arrow;
  private readonly batches: readonly RecordBatch[];
  private readonly file: InputFile;

  private constructor(arrow: Arrow, { schema, batches }: Batches, file: InputFile) {
    this.file = file;
    this.arrow = arrow;
    this.batches = batches;
    this.fields = schema.fields.map((field) => fieldOf(arrow, field));
  }

  /** @throws Failure `data` when the file is no Arrow data, or cut short */
  static async open(file: InputFile): Promise<ArrowFile> {
    const arrow = await import('apache-arrow');
    await registerCodecs(arrow);
    const bytes = await readFile(file.path);
    const broken = (reason: string) =>
      new Failure('data', 'not-arrow', `${file.shown} cannot be read as Arrow data: ${reason}.`, {
        file: file.shown,
      });
    if (bytes.subarray(0, 4).toString('latin1') === 'FEA1') {
      throw broken('it is Feather version 1; write version 2');
    }
    let table: Batches;
    try {
      table = readBatches(arrow, bytes);
    } catch (error) {
      // Damage that apache-arrow does not foresee ends in an error of its own code, which says nothing about the file.
      const foreseen = error instanceof Error && error.constructor === Error;
      const reason = foreseen ? error.message.replace(/\.$/, '') : 'it is damaged';
      throw broken(`${reason}; write or copy it again`);
    }
    return new ArrowFile(arrow, table, file);
  }

  /** Copies columns into a temporary table, as `a0`, `a1`, … @returns its name */
  async load(session: Session, columns: readonly FileColumn[], signal: AbortSignal): Promise<string> {
    const { DuckDBDataChunk } = await import('@duckdb/node-api');
    const table = 'arrow_file'; // one at a time: the caller copies it before it loads the next
    // What is counted has rows also where no column of it is wanted.
    const wanted = columns.length > 0 ? columns : [{ path: [0], type: this.fields[0]?.type as string }];
    const definitions = wanted.map(({ type }, i) => `a${i} ${type}`);
    await session.run(`CREATE OR REPLACE TEMP TABLE ${table} (${definitions.join(', ')})`);
    const appender = await session.connection.createAppender(table, 'main', 'temp');
    try {
      const types = wanted.map((_, i) => appender.columnType(i));
      for (const batch of this.batches) {
        const vectors = wanted.map(({ path }) => columnOf(this.arrow, batch, path));
        for (let start = 0; start < batch.numRows; start += CHUNK_ROWS) {
          if (signal.aborted) throw new Cancelled();
          if (start % YIELD_ROWS === 0) await setImmediate(); // lets the signal arrive
          const rows = Math.min(CHUNK_ROWS, batch.numRows - start);
          const chunk = DuckDBDataChunk.create(types, rows);
          vectors.forEach(({ vector, records }, i) => {
            copyColumn(this.arrow, chunk.getColumnVector(i), vector, records, start, rows);
          });
          appender.appendDataChunk(chunk);
        }
      }
      appender.flushSync();
    } catch (error) {
      // A batch may be damaged in ways that only its values show.
      throw error instanceof Cancelled ? error : asFailure(error, { path: this.file.shown });
    } finally {
      appender.closeSync();
    }
    return table;
  }
}

function fieldOf(arrow: Arrow, { name, type }: ArrowField): Field {
  const parts = type.typeId === arrow.Type.Struct ? (type.children as ArrowField[]) : undefined;
  return { name, type: duckTypeOf(arrow, type), fields: parts?.map((part) => fieldOf(arrow, part)) };
}

/** What stands at a path, and the records around it: where one of them is missing, so is what stands in it. */
function columnOf(
  { Type }: Arrow,
  batch: RecordBatch,
  [first, ...inside]: readonly number[],
): { vector: Vector; records: Vector[] } {
  const records: Vector[] = [];
  let vector = batch.getChildAt(first as number) as Vector;
  for (const at of inside) {
    records.push(vector);
    vector = vector.getChildAt(at) as Vector;
  }
  // Each text of a dictionary is decoded once.
  return { vector: vector.type.typeId === Type.Dictionary ? vector.memoize() : vector, records };
}

async function registerCodecs({ compressionRegistry, CompressionType }: Arrow): Promise<void> {
  compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: decodeLz4Frame });
  const zlib = await import('node:zlib');
  // Absent before Node 22.15; apache-arrow then says that the codec is missing.
  if (typeof zlib.zstdDecompressSync === 'function') {
    compressionRegistry.set(CompressionType.ZSTD, { decode: (data) => zlib.zstdDecompressSync(data) });
  }
}
