/**
 * A split that comes as one file per part (`train.parquet`, `test.parquet`) needs no column of its own: `filename` is the
 * base name of the file that a row stands in, unless the log has a column of that name.
 */
import { basename } from 'node:path';
import type { OpenFile } from './columns.ts';
import { quoteText } from './sql.ts';

export const FILE_NAME = 'filename';

/** The files with the pseudo-column `filename` where `column` asks for it and no file has it. */
export function withFileName(files: readonly OpenFile[], column: string): OpenFile[] {
  if (column !== FILE_NAME || files.some((open) => open.column(FILE_NAME) !== undefined)) return [...files];
  return files.map((open) => {
    const value = quoteText(basename(open.file.path));
    return open.with([{ name: FILE_NAME, type: 'VARCHAR', untyped: false, value }]);
  });
}
