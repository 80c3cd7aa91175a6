/**
 * A split that comes as one file per part (`train.parquet`, `test.parquet`) needs no column of its own: `filename` is the
 * base name of the file that a row stands in, unless the log has a column of that name.
 */
import { basename } from 'node:path';
import type { OpenFile } from './readers.ts';
import { quoteIdentifier, quoteText } from './sql.ts';

export const FILE_NAME = 'filename';

/** The files with the pseudo-column `filename` where `column` asks for it and no file has it. */
export function withFileName(files: readonly OpenFile[], column: string): OpenFile[] {
  const has = ({ columns }: OpenFile) => columns.some(({ name }) => name === FILE_NAME);
  if (column !== FILE_NAME || files.some(has)) return [...files];
  return files.map((open) => ({
    ...open,
    columns: [...open.columns, { name: FILE_NAME, type: 'VARCHAR' }],
    scan: async (session, names) => {
      const own = names.filter((name) => name !== FILE_NAME);
      const scan = await open.scan(session, own);
      const selected = [
        ...own.map((name) => quoteIdentifier(name)),
        `${quoteText(basename(open.file.path))} AS ${quoteIdentifier(FILE_NAME)}`,
      ];
      return `(SELECT ${selected.join(', ')} FROM ${scan})`;
    },
  }));
}
