/** Arrow streams of a cluster become a temporary table. */
import { Failure } from '../../../common/failure.ts';
import { ArrowReader, type Batch } from '../../arrow/reader.ts';
import type { RemoteTable } from '../../remote.ts';
import type { Session } from '../session/session.ts';
import { appendBatches, arrowFailure } from './arrow/arrow.ts';
import { duckTypeOf } from './arrow/types.ts';

export interface Into {
  session: Session;
  remote: RemoteTable;
  signal: AbortSignal;
}

/** A column as messages name it, and its type where no row arrives. */
export interface Fetched {
  name: string;
  type: string;
}

/** Copies all rows into a table with the columns `a0`, `a1`, … @throws Failure, Cancelled */
export async function fetchTable(
  { session, remote, signal }: Into,
  table: string,
  columns: readonly Fetched[],
  rows: AsyncIterable<Uint8Array>,
): Promise<void> {
  const streams = rows[Symbol.asyncIterator]();
  try {
    const first = await streams.next();
    if (first.done)
      return await create(
        session,
        table,
        columns.map(({ type }) => type),
      );
    const reader = await ArrowReader.of(first.value);
    const types = reader.fields.map(duckTypeOf);
    await create(session, table, types);
    const names = columns.map(({ name }) => name);
    const batches = batchesOf(reader, types, streams, { session, remote, columns: columns.length });
    await appendBatches(session, table, names, batches, signal);
  } catch (error) {
    throw arrowFailure(error, remote);
  } finally {
    await streams.return?.(undefined);
  }
}

async function create(session: Session, table: string, types: readonly string[]): Promise<void> {
  const columns = types.map((type, i) => `a${i} ${type}`).join(', ');
  await session.run(`CREATE OR REPLACE TEMP TABLE ${table} (${columns})`);
}

interface Expected {
  session: Session;
  remote: RemoteTable;
  columns: number;
}

async function* batchesOf(
  first: ArrowReader,
  types: readonly string[],
  further: AsyncIterator<Uint8Array>,
  { session, remote, columns }: Expected,
): AsyncGenerator<Batch> {
  const paths = Array.from({ length: columns }, (_, i) => [i]);
  for (let reader = first; ; ) {
    const found = reader.fields.map(duckTypeOf);
    if (found.length !== columns || found.some((type, i) => type !== types[i])) {
      const message = `${remote.shown}: the cluster sends columns of other types than it began with; evaluate again.`;
      throw new Failure('data', 'changed-while-read', message, { file: remote.shown });
    }
    yield* reader.batches(paths, session.arrayBytes);
    const next = await further.next();
    if (next.done) return;
    reader = await ArrowReader.of(next.value);
  }
}
