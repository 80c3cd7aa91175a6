/** A table that a cluster reads, as a file whose columns are fetched into temporary tables when they are scanned. */
import type { Role } from '../../plan/named-tables.ts';
import type { RemoteTable } from '../../remote.ts';
import { columnsOf, type FileColumn, OpenFile, type Read, type Scan } from '../session/columns.ts';
import { fieldOf } from './arrow/types.ts';
import type { RemoteInput } from './files.ts';
import { type Fetched, fetchTable, type Into } from './remote-fetch.ts';
import { fetchValues, refuseUnknown, type ValueTable } from './remote-values.ts';

const TABLE = 'remote_rows'; // one at a time: the caller copies it before the next is fetched

/** @throws Failure `data` for two columns of one name */
export function openRemote(remote: RemoteTable, role: Role, signal: AbortSignal): OpenFile {
  const file: RemoteInput = { role, shown: remote.shown, remote: true };
  const columns = columnsOf(file, remote.fields.map(fieldOf), { untyped: remote.untyped });
  const lengths = remote.lengths && { name: '', type: 'INTEGER', untyped: false, path: remote.lengths };
  const read: Read = async (session, wanted, limit) => {
    if (wanted.length === 0) return { from: `range(${await remote.count()})`, values: [] };
    return scanRows({ session, remote, signal }, wanted, limit);
  };
  return new OpenFile(file, columns, read, { lengths });
}

async function scanRows(into: Into, wanted: readonly FileColumn[], limit: number | undefined): Promise<Scan> {
  const { session, remote } = into;
  const paths = wanted.map(({ path }) => path);
  // A look at the first rows asks for these alone.
  const known =
    limit === undefined
      ? await fetchValues(into, wanted, await remote.codes(paths))
      : wanted.map(() => undefined);
  const fetched: Fetched[] = wanted.map(({ name, type }, i) => ({ name, type: known[i]?.codeType ?? type }));
  await fetchTable(
    into,
    TABLE,
    fetched,
    remote.rows(paths, { limit, codes: known.map((table) => table?.bits) }),
  );
  await refuseUnknown(session, remote, TABLE, known);
  const joins = known.flatMap((table, i) =>
    table === undefined ? [] : [`LEFT JOIN ${table.name} AS v${i} ON r.a${i} = v${i}.a0`],
  );
  const values = wanted.map(({ type }, i) => {
    const value = known[i] === undefined ? `r.a${i}` : `v${i}.a1`;
    return `CAST(${value} AS ${type})`;
  });
  const temporary = [TABLE, ...known.flatMap((table: ValueTable | undefined) => table?.name ?? [])];
  return { from: `${TABLE} AS r ${joins.join(' ')}`, values, temporary };
}
