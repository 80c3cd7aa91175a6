/**
 * Folders and files that a spec names as Parquet, and that belong to a table of Delta or Iceberg. Its files hold rows that the table has deleted or
 * replaced, so that reading all of them would count rows that are not there. What is such a table is seen by what lies beside the files.
 */
import { Failure } from '../../common/failure.ts';
import { tableIn, withoutCredentials } from '../../specfile/remote-paths.ts';
import type { NamedTable } from '../plan/named-tables.ts';
import type { Relation } from './connect/messages.ts';
import type { SparkSession } from './connect/session.ts';
import { isFolder } from './relations.ts';

const KINDS = [
  { format: 'delta', name: 'a Delta table', beside: '_delta_log/*.json' },
  { format: 'iceberg', name: 'an Iceberg table', beside: 'metadata/*.metadata.json' },
] as const;

/** What such a table has between its folder and its files: Iceberg's `data`, partitions, and what stands for them in a pattern. */
const WITHIN = /^data$|=|\*/;

/** @throws Failure where one of the paths is such a table or lies in one, Cancelled */
export async function refuseLakes(
  session: SparkSession,
  { patterns, path: specPath }: Pick<NamedTable, 'patterns' | 'path'>,
): Promise<void> {
  const folders = new Set(
    patterns.flatMap((pattern) => (tableIn(pattern) === undefined ? roots(pattern) : [])),
  );
  for (const folder of folders) {
    for (const { format, name, beside } of KINDS) {
      if (!(await isThere(session, `${folder}/${beside}`))) continue;
      const shown = withoutCredentials(folder);
      const message = `${shown} is ${name}, whose files hold deleted rows too: name it by \`{table: "${format}.\`${shown}\`"}\`, or by its name in the catalogue.`;
      throw new Failure('usage', 'spark-lake-folder', message, { file: shown, specPath });
    }
  }
}

/** Folders that may be a table which the pattern belongs to; none for files of other formats. */
function roots(pattern: string): string[] {
  const path = pattern.replace(/\/+$/, '');
  const found: string[] = [];
  let folder = isFolder(path) ? path : /\.(parquet|pq)$/i.test(path) ? parentOf(path) : undefined;
  while (folder !== undefined) {
    found.push(folder);
    folder = WITHIN.test(folder.slice(folder.lastIndexOf('/') + 1)) ? parentOf(folder) : undefined;
  }
  return found;
}

/** Undefined for what lies at the top: of a store, or of a disk. */
function parentOf(path: string): string | undefined {
  const at = path.lastIndexOf('/');
  return at > 0 && path[at - 1] !== '/' ? path.slice(0, at) : undefined;
}

async function isThere(session: SparkSession, path: string): Promise<boolean> {
  const lines: Relation = { read: { data_source: { format: 'text', options: [], paths: [path] } } };
  try {
    await session.columns(lines); // where Spark says that there is nothing; Sail says it when it reads
    let rows = 0;
    for await (const { row_count = 0 } of session.batches({ limit: { input: lines, limit: 1 } }))
      rows += row_count;
    return rows > 0;
  } catch (error) {
    if (error instanceof Failure && error.code === 'spark-refused') return false;
    throw error;
  }
}
