/** A table that a cluster reads, as a file whose columns are fetched into temporary tables when they are scanned. */
import type { Role } from '../../plan/named-tables.ts';
import type { RemoteTable } from '../../remote.ts';
import { columnsOf, type FileColumn, OpenFile, type Read, type Scan } from '../session/columns.ts';
import { fieldOf } from './arrow/types.ts';
import type { RemoteInput } from './files.ts';
import { type Fetched, fetchTable, type Into } from './remote-fetch.ts';
import { dropValues, fetchValues, standForAll, type ValueTable } from './remote-values.ts';

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

/** The rows with codes in place of some values, where that works; else as they are. */
async function scanRows(into: Into, wanted: readonly FileColumn[], limit: number | undefined): Promise<Scan> {
  const { session, remote } = into;
  const paths = wanted.map(({ path }) => path);
  const plain = wanted.map(() => undefined);
  // A look at the first rows asks for these alone.
  const known = limit === undefined ? await fetchValues(into, wanted, await remote.codes(paths)) : plain;
  await fetchRows(into, wanted, known, limit);
  if (await standForAll(session, TABLE, known)) return scanOf(wanted, known);
  await dropValues(session, known);
  await fetchRows(into, wanted, plain, limit);
  return scanOf(wanted, plain);
}

type Known = readonly (ValueTable | undefined)[];

async function fetchRows(
  into: Into,
  wanted: readonly FileColumn[],
  known: Known,
  limit: number | undefined,
): Promise<void> {
  const { remote } = into;
  const columns = wanted.map(({ name, type }, i): Fetched => ({ name, type: known[i]?.codeType ?? type }));
  const codes = known.map((table) => table?.bits);
  const paths = wanted.map(({ path }) => path);
  await fetchTable(into, TABLE, columns, remote.rows(paths, { limit, codes }));
}

function scanOf(wanted: readonly FileColumn[], known: Known): Scan {
  const tables = known.flatMap((table) => table ?? []);
  const joins = known.flatMap((table, i) =>
    table === undefined ? [] : [`LEFT JOIN ${table.name} AS v${i} ON r.a${i} = v${i}.a0`],
  );
  const values = wanted.map(({ type }, i) => {
    const value = known[i] === undefined ? `r.a${i}` : `v${i}.a1`;
    return `CAST(${value} AS ${type})`;
  });
  const temporary = [TABLE, ...tables.map(({ name }) => name)];
  return { from: `${TABLE} AS r ${joins.join(' ')}`, values, temporary };
}
