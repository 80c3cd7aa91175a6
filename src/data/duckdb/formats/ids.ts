/** A file of ids beside vectors that is not a table: `.npy` or a JSON list. It becomes a table of one column. */

import { setImmediate } from 'node:timers/promises';
import { Cancelled } from '../../../common/failure.ts';
import { columnsOf, OpenFile } from '../session/columns.ts';
import { loadedDriver } from '../session/driver.ts';
import type { Session } from '../session/session.ts';
import type { InputFile } from './files.ts';
import type { IdList } from './id-list.ts';
import { isJsonList, openJsonIds } from './json/ids.ts';
import { openNpyIds } from './npy/ids.ts';
import { openFile } from './readers.ts';

/** Rows of a DuckDB chunk. */
const CHUNK_ROWS = 2048;

/**
 * @param item name of the column that the ids become
 * @param specPath of the key that names the file
 * @throws Failure `data`
 */
export async function openIds(
  session: Session,
  file: InputFile,
  item: string,
  specPath: readonly (string | number)[],
  signal: AbortSignal,
): Promise<OpenFile> {
  const isNpy = file.format === 'npy';
  if (!isNpy && !(await isJsonList(file))) return openFile(session, file, signal);
  const list = await (isNpy ? openNpyIds(file, specPath) : openJsonIds(file, specPath));
  const columns = columnsOf(file, [{ name: item, type: list.type }]);
  return new OpenFile(file, columns, async (session) => ({
    from: await copyIds(session, list, signal),
    values: ['a0'],
  }));
}

/** @returns name of a temporary table, which the caller copies before the next is made */
async function copyIds(session: Session, list: IdList, signal: AbortSignal): Promise<string> {
  const { DuckDBDataChunk } = loadedDriver();
  const table = 'ids_file';
  await session.run(`CREATE OR REPLACE TEMP TABLE ${table} (a0 ${list.type})`);
  const appender = await session.connection.createAppender(table, 'main', 'temp');
  try {
    const type = appender.columnType(0);
    for await (const values of list.blocks()) {
      if (signal.aborted) throw new Cancelled();
      await setImmediate(); // lets the signal arrive
      for (let from = 0; from < values.length; from += CHUNK_ROWS) {
        const some = values.slice(from, from + CHUNK_ROWS);
        const chunk = DuckDBDataChunk.create([type], some.length);
        chunk.setColumnValues(0, some);
        appender.appendDataChunk(chunk);
      }
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
  return table;
}
