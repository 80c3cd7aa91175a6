/** Columns that the names of folders hold, as Hive and Spark write them: `log/day=2023-11-14/part-0.parquet`. */
import type { OpenFile } from '../session/columns.ts';
import { quoteText } from '../session/sql.ts';

/** What Hive and Spark write for a missing value. */
const MISSING = '__HIVE_DEFAULT_PARTITION__';

/** The file with a column for each folder `name=value` of its path; of two with one name the inner one counts. */
export function withFolderNames(open: OpenFile): OpenFile {
  const found = new Map<string, string>();
  for (const folder of open.file.shown.split('/').slice(0, -1)) {
    const at = folder.indexOf('=');
    if (at > 0) found.set(decoded(folder.slice(0, at)), folder.slice(at + 1));
  }
  return open.with(
    [...found].map(([name, text]) => {
      const value = text === MISSING ? 'CAST(NULL AS VARCHAR)' : quoteText(decoded(text));
      return { name, type: 'VARCHAR', untyped: true, value };
    }),
  );
}

/** Characters that a file system may refuse are written `%3A`. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
