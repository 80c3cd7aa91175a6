/** The tables of a spec that a cluster reads, out of one session with it. */
import { Failure } from '../../common/failure.ts';
import { isOfCluster, tableIn, withoutCredentials } from '../../specfile/remote-paths.ts';
import { ArrowReader } from '../arrow/reader.ts';
import type { NamedTable, SpecPath } from '../plan/named-tables.ts';
import type { OpenRemote, RemoteTable } from '../remote.ts';
import type { SparkSession } from './connect/session.ts';
import { columnsOf, countOf, tableRelation } from './relations.ts';
import { fieldsOf } from './types.ts';

/** What the answer to one number may take. */
const COUNT_BYTES = 2 ** 20;

/** Tables of which every path is the cluster's; others are files of this machine. */
export function clusterTables(session: SparkSession): OpenRemote {
  return async (table) => {
    const { patterns, beside, path } = table;
    const there = [...patterns, ...(beside?.patterns ?? [])].filter(isOfCluster);
    if (there.length === 0) return undefined;
    if (beside !== undefined) {
      const message = `${there[0]}: rows in a cluster have no order, by which vectors could belong to ids. Name one table with both, by \`embeddings\` and \`vector\`.`;
      throw new Failure('usage', 'spark-order', message, { specPath: path });
    }
    if (there.length < patterns.length) {
      const message = `${path.join('.')} mixes files of this machine and of the cluster: name either.`;
      throw new Failure('usage', 'spark-mixed-places', message, { specPath: path });
    }
    return openTable(session, table);
  };
}

async function openTable(session: SparkSession, table: NamedTable): Promise<RemoteTable> {
  const { relation, untyped } = tableRelation(table);
  const fields = fieldsOf(await at(table, session.columns(relation)));
  if (fields.length === 0) throw nothingThere(table.path, shownOf(table.patterns)); // as Sail answers
  return {
    shown: shownOf(table.patterns),
    fields,
    untyped,
    async count() {
      let rows = 0; // to the end: before it, nothing counts
      for await (const { data } of session.batches(countOf(relation))) {
        if (data !== undefined) rows = (await onlyNumber(data)) ?? rows;
      }
      return rows;
    },
    async *rows(paths, limit) {
      for await (const { data } of session.batches(columnsOf(relation, fields, paths, limit))) {
        if (data !== undefined && data.length > 0) yield data;
      }
    },
  };
}

async function onlyNumber(data: Uint8Array): Promise<number | undefined> {
  const reader = await ArrowReader.of(data);
  for await (const { columns } of reader.batches([[0]], COUNT_BYTES)) {
    const [column] = columns;
    if (column?.layout === 'numbers') return Number(column.numbers[0]);
  }
  return undefined;
}

function nothingThere(specPath: SpecPath, shown: string): Failure {
  const message = `The cluster finds no table at ${shown}: correct the path, which is one of the cluster's own.`;
  return new Failure('data', 'missing-file', message, { file: shown, specPath });
}

function shownOf(patterns: readonly string[]): string {
  return patterns.map((pattern) => tableIn(pattern) ?? withoutCredentials(pattern)).join(', ');
}

/** What the cluster does not find or may not read is the fault of the key that names it. */
async function at<T>({ path, patterns }: NamedTable, work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (!(error instanceof Failure) || error.code !== 'spark-refused') throw error;
    if (/\[PATH_NOT_FOUND\]/.test(error.message)) throw nothingThere(path, shownOf(patterns));
    throw new Failure(error.kind, error.code, error.message, { file: shownOf(patterns), specPath: path });
  });
}
