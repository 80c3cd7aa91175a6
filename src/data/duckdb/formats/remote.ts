/** A table that a cluster reads, as a file whose columns are fetched into a temporary table when they are scanned. */
import { Failure } from '../../../common/failure.ts';
import { ArrowReader, type Batch } from '../../arrow/reader.ts';
import type { Role } from '../../plan/named-tables.ts';
import type { RemoteTable } from '../../remote.ts';
import { columnsOf, type FileColumn, OpenFile } from '../session/columns.ts';
import type { Session } from '../session/session.ts';
import { appendBatches, arrowFailure } from './arrow/arrow.ts';
import { duckTypeOf, fieldOf } from './arrow/types.ts';
import type { RemoteInput } from './files.ts';

const TABLE = 'remote_rows'; // one at a time: the caller copies it before the next is fetched

/** @throws Failure `data` for two columns of one name */
export function openRemote(remote: RemoteTable, role: Role, signal: AbortSignal): OpenFile {
  const file: RemoteInput = { role, shown: remote.shown, remote: true };
  const columns = columnsOf(file, remote.fields.map(fieldOf), { untyped: remote.untyped });
  return new OpenFile(file, columns, async (session, wanted, limit) => {
    if (wanted.length === 0) return { from: `range(${await remote.count()})`, values: [] };
    await fetchRows(session, remote, { wanted, limit, signal });
    const values = wanted.map(({ type }, i) => `CAST(a${i} AS ${type})`);
    return { from: TABLE, values, temporary: TABLE };
  });
}

interface Fetch {
  wanted: readonly FileColumn[];
  limit: number | undefined;
  signal: AbortSignal;
}

async function fetchRows(session: Session, remote: RemoteTable, fetch: Fetch): Promise<void> {
  const { wanted, limit, signal } = fetch;
  const streams = remote
    .rows(
      wanted.map(({ path }) => path),
      limit,
    )
    [Symbol.asyncIterator]();
  try {
    const first = await streams.next();
    if (first.done)
      return await create(
        session,
        wanted.map(({ type }) => type),
      );
    const reader = await ArrowReader.of(first.value);
    const types = reader.fields.map(duckTypeOf);
    await create(session, types);
    const names = wanted.map(({ name }) => name);
    const batches = batchesOf(reader, types, streams, { session, remote, columns: wanted.length });
    await appendBatches(session, TABLE, names, batches, signal);
  } catch (error) {
    throw arrowFailure(error, remote);
  } finally {
    await streams.return?.(undefined);
  }
}

async function create(session: Session, types: readonly string[]): Promise<void> {
  const columns = types.map((type, i) => `a${i} ${type}`).join(', ');
  await session.run(`CREATE OR REPLACE TEMP TABLE ${TABLE} (${columns})`);
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
