/** The vectors of a source one by one, as arrays inside the chunks they arrive in: nothing of a file is held twice. */
import { Failure } from '../../../common/failure.ts';
import { holdsVectors } from '../../plan/named-tables.ts';
import { binaryVectors } from '../../policy/vector-files.ts';
import { readNpy } from '../formats/npy/npy.ts';
import type { LoadedColumn } from '../formats/table.ts';
import type { FileColumn } from '../session/columns.ts';
import type { Reading } from '../session/faults.ts';
import { type ListSink, streamLengths, streamLists } from '../session/lists.ts';
import type { Session } from '../session/session.ts';
import type { ItemPlan } from './item-plan.ts';

export interface VectorSink extends ListSink {
  /** A vector that is as it should be, and that stayed in the cluster since the log has no such item. */
  elsewhere(row: number, length: number): void;
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
  const name = (holdsVectors(plan.spec) ? plan.spec.vector : undefined) as string;
  const some = Number.isFinite(limit) ? ` LIMIT ${limit}` : '';
  if (plan.parquet === undefined) {
    const { sql } = plan.loaded.columns.get(name) as LoadedColumn;
    const { lengths } = plan;
    const { name: table } = plan.loaded;
    if (lengths === undefined) return readLists(session, sql, 'rowid', table, sink);
    const elsewhere = `SELECT CAST(rowid AS UINTEGER), CAST(${lengths} AS UINTEGER) FROM ${table} WHERE ${lengths} IS NOT NULL`;
    await streamLengths(session, elsewhere, sink.elsewhere);
    return readLists(session, sql, 'rowid', `${table} WHERE ${lengths} IS NULL`, sink);
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
  return binaryVectors({ name: column, file, specPath: [...at, 'vector'] });
}

async function readLists(
  session: Session,
  sql: string,
  row: string,
  from: string,
  sink: ListSink,
  reading?: Reading,
): Promise<void> {
  const query = `SELECT CAST(${row} AS UINTEGER) AS r, CAST(${sql} IS NULL AS UTINYINT) AS missing,
    TRY_CAST(${sql} AS FLOAT[]) AS v FROM ${from}`;
  await streamLists(session, query, sink, reading);
}
