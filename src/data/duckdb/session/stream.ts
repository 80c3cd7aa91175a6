/** The rows of a query as typed columns: sorted chunks are copied as they arrive, without a JavaScript object per row. */
import type { DuckDBResult } from '@duckdb/node-api';
import { NarrowNumbers } from '../../narrow.ts';
import { type Column, chunkValues } from './chunk.ts';
import type { Reading } from './faults.ts';
import type { Session } from './session.ts';

export interface Selected {
  /** Of the type that the target holds: UTINYINT, UINTEGER or DOUBLE; never null. */
  sql: string;
  target: Column | NarrowNumbers;
}

const NUMBERS = new Float64Array(0);

/**
 * Fills the targets of `selected`, in order, with the rows of `SELECT … ${rest}`.
 * @param rows how many there are
 * @param onFraction called with 0..1 as rows arrive
 * @param reading the file that the rows come from, where they come straight from one
 */
export async function streamColumns(
  session: Session,
  selected: readonly Selected[],
  rest: string,
  rows: number,
  onFraction: (fraction: number) => void,
  reading?: Reading,
): Promise<void> {
  const sql = `SELECT ${selected.map(({ sql }) => sql).join(', ')} ${rest}`;
  const copy = async (result: DuckDBResult) => {
    let at = 0;
    for (let chunk = await result.fetchChunk(); chunk !== null; chunk = await result.fetchChunk()) {
      if (chunk.rowCount === 0) break;
      for (const [i, { target }] of selected.entries()) {
        if (target instanceof NarrowNumbers) target.set(chunkValues(chunk, i, NUMBERS), at);
        else target.set(chunkValues(chunk, i, target), at);
      }
      at += chunk.rowCount;
      onFraction(at / rows);
    }
    if (at !== rows) throw new Error(`${at} of ${rows} rows arrived from the join`);
  };
  await session.stream(sql, copy, reading);
}
