/** The columns in use of every table, copied into DuckDB one table after the other. */
import type { RunContext } from '../../../common/progress.ts';
import { isRemote } from '../formats/files.ts';
import { type LoadedTable, loadTable } from '../formats/table.ts';
import type { OpenFile } from '../session/columns.ts';
import type { Session } from '../session/session.ts';
import type { OpenSpec } from './open.ts';
import { rowsHash } from './remote-prints.ts';

/** What a table of a cluster counts for among the files, whose sizes are known. */
const REMOTE_BYTES = 2 ** 30;

export interface ReadTables {
  /** By the ids of the tables. */
  tables: ReadonlyMap<string, LoadedTable>;
  /** Of the rows of those that a cluster read. */
  hashes: ReadonlyMap<string, string>;
}

/** @param share of reading in the engine's progress */
export async function readTables(
  session: Session,
  open: OpenSpec,
  keepNullText: boolean,
  run: RunContext,
  share: number,
): Promise<ReadTables> {
  const tables = new Map<string, LoadedTable>();
  const hashes = new Map<string, string>();
  const files = open.tables.flatMap((table) => table.files);
  const size = ({ file }: OpenFile) => (isRemote(file) ? REMOTE_BYTES : file.bytes);
  const bytes = files.reduce((sum, file) => sum + size(file), 0);
  let read = 0;
  for (const openTable of open.tables) {
    const { files, needs } = openTable.reads ?? openTable;
    const table = await loadTable(session, openTable.id, files, needs, {
      keepNullText,
      onFile: (file) => {
        run.onProgress({
          phase: 'read',
          message: `reading ${file.file.shown}`,
          fraction: (share * read) / bytes,
        });
        read += size(file);
      },
    });
    tables.set(openTable.id, table);
    if (openTable.files.some(({ file }) => isRemote(file)))
      hashes.set(openTable.id, await rowsHash(session, table));
  }
  return { tables, hashes };
}
