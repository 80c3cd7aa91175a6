/** Lists of numbers as they arrive from a query: read inside the chunk that holds them, never copied whole. */
import type { DuckDBResult } from '@duckdb/node-api';
import { chunkValues } from './chunk.ts';
import type { Reading } from './faults.ts';
import type { Session } from './session.ts';

export interface ListSink {
  /** `length` numbers from `values[at]`, NaN where there is none; valid until it returns. */
  vector(row: number, values: Float32Array | Float64Array, at: number, length: number): void;
  missing(row: number): void;
  /** Text that is no list. */
  unreadable(row: number): void;
}

/** @param sql of a query of two columns (UINTEGER): the number of a row, and a length */
export async function streamLengths(
  session: Session,
  sql: string,
  take: (row: number, length: number) => void,
): Promise<void> {
  await session.stream(sql, async (result) => {
    for (let chunk = await result.fetchChunk(); chunk !== null; chunk = await result.fetchChunk()) {
      if (chunk.rowCount === 0) break;
      const rows = chunkValues(chunk, 0, new Uint32Array());
      const lengths = chunkValues(chunk, 1, new Uint32Array());
      for (let i = 0; i < chunk.rowCount; i++) take(rows[i] as number, lengths[i] as number);
    }
  });
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

/** @param sql of a query of three columns: the number of a row (UINTEGER), whether it has no list (UTINYINT), its list (FLOAT[]) */
export async function streamLists(
  session: Session,
  sql: string,
  sink: ListSink,
  reading?: Reading,
): Promise<void> {
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
  await session.stream(sql, read, reading);
}
