/** The vectors of a source one by one, as arrays inside the chunks they arrive in: nothing of a file is held twice. */
import type { DuckDBResult } from '@duckdb/node-api';
import { Failure } from '../../../common/failure.ts';
import { readNpy } from '../formats/npy/npy.ts';
import type { LoadedColumn } from '../formats/table.ts';
import type { FileColumn } from '../session/columns.ts';
import type { Reading } from '../session/faults.ts';
import type { Session } from '../session/session.ts';
import { chunkValues } from '../session/shared.ts';
import type { ItemPlan } from './item-plan.ts';

export interface VectorSink {
  /** `length` numbers from `values[at]`, NaN where there is none; valid until it returns. */
  vector(row: number, values: Float32Array | Float64Array, at: number, length: number): void;
  missing(row: number): void;
  /** Text that is no list. */
  unreadable(row: number): void;
}

/**
 * Vectors of all rows in any order, with the numbers that `matchItems` knows them by.
 * @param limit rows per file at most
 */
export async function readVectorRows(
  session: Session,
  plan: ItemPlan,
  { signal, limit = Number.POSITIVE_INFINITY }: { signal: AbortSignal; limit?: number | undefined },
  sink: VectorSink,
): Promise<void> {
  if (plan.npy !== undefined) {
    let from = 0;
    for (const npy of plan.npy) {
      const first = from;
      await readNpy(npy, limit, signal, (row, values, at) =>
        sink.vector(first + row, values, at, npy.columns),
      );
      from += npy.rows;
    }
    return;
  }
  const name = ('embeddings' in plan.spec && plan.spec.vector) as string;
  const some = Number.isFinite(limit) ? ` LIMIT ${limit}` : '';
  if (plan.parquet === undefined) {
    const { sql } = plan.loaded.columns.get(name) as LoadedColumn;
    return readLists(session, sql, 'rowid', plan.loaded.name, sink);
  }
  for (const { open, from } of plan.parquet) {
    const scan = await open.scan(session, [open.column(name) as FileColumn]);
    const { reading } = open;
    const row = `${open.rowNumber} + ${from}`;
    await readLists(session, scan.values[0] as string, row, scan.from + some, sink, reading).catch(
      (error) => {
        throw noVectors(error, plan, name);
      },
    );
  }
}

/** What `numpy.ndarray.tobytes` leaves in a column looks like text to the readers, until it is read. */
function noVectors(error: unknown, { file, at }: ItemPlan, column: string): unknown {
  if (!(error instanceof Failure) || error.code !== 'binary-values') return error;
  const message = `\`${column}\` in ${file} holds binary values: a vector is a list of numbers, or text such as [0.1, -2].`;
  return new Failure('data', 'bad-vector-column', message, { file, specPath: [...at, 'vector'] });
}

/** DuckDB's typings call these private; reading numbers one by one through its public methods is ten times slower. */
interface ListVector {
  /** Offset and length of each list, in turn. */
  entryData: BigUint64Array;
  validity: Validity;
  childVector: { items: Float32Array; validity: Validity };
}

interface Validity {
  /** Absent where everything is valid. */
  data: BigUint64Array | null;
  itemValid(index: number): boolean;
}

async function readLists(
  session: Session,
  sql: string,
  row: string,
  from: string,
  sink: VectorSink,
  reading?: Reading,
): Promise<void> {
  const query = `SELECT CAST(${row} AS UINTEGER) AS r, CAST(${sql} IS NULL AS UTINYINT) AS missing,
    TRY_CAST(${sql} AS FLOAT[]) AS v FROM ${from}`;
  const read = async (result: DuckDBResult) => {
    for (let chunk = await result.fetchChunk(); chunk !== null; chunk = await result.fetchChunk()) {
      if (chunk.rowCount === 0) break;
      const rows = chunkValues(chunk, 0, new Uint32Array());
      const missing = chunkValues(chunk, 1, new Uint8Array());
      const lists = chunk.getColumnVector(2) as unknown as ListVector;
      const { items, validity } = lists.childVector;
      if (validity.data !== null) {
        for (let k = 0; k < items.length; k++) if (!validity.itemValid(k)) items[k] = Number.NaN;
      }
      for (let i = 0; i < chunk.rowCount; i++) {
        const at = rows[i] as number;
        if (missing[i] === 1) sink.missing(at);
        else if (!lists.validity.itemValid(i)) sink.unreadable(at);
        else sink.vector(at, items, Number(lists.entryData[2 * i]), Number(lists.entryData[2 * i + 1]));
      }
    }
  };
  await session.stream(query, read, reading);
}
