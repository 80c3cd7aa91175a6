/** The tables of a spec that a cluster reads, out of one session with it. */
import { Failure } from '../../common/failure.ts';
import { isOfCluster, tableIn, withoutCredentials } from '../../specfile/remote-paths.ts';
import { type Column, isValid } from '../arrow/column.ts';
import { ArrowReader } from '../arrow/reader.ts';
import type { NamedTable, SpecPath } from '../plan/named-tables.ts';
import type { ColumnPath, LogItems, OpenRemote, RemoteTable } from '../remote.ts';
import {
  type Candidate,
  codedKind,
  codeOf,
  codesFor,
  isWorth,
  sizesOf,
  valuesOf,
  type Worth,
} from './codes.ts';
import type { Expression, Relation, StructField } from './connect/messages.ts';
import type { SparkSession } from './connect/session.ts';
import { refuseLakes } from './lake-folders.ts';
import { columnAt, columnsOf, count, counted, tableRelation } from './relations.ts';
import { fieldsOf } from './types.ts';
import { LEAST_VECTORS, neededVectors, type VectorColumns, vectorColumns } from './vectors.ts';

/** What the answer to a question for one row may take. */
const COUNT_BYTES = 2 ** 20;

export interface TableOptions {
  /** Which columns are sent as codes. */
  worth?: Worth | undefined;
  /** Rows of vectors from which those that the log does not need stay there. */
  leastVectors?: number | undefined;
}

/** Tables of which every path is the cluster's; others are files of this machine. */
export function clusterTables(session: SparkSession, options: TableOptions = {}): OpenRemote {
  return async (table, log) => {
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
    return openTable(session, table, options, log);
  };
}

async function openTable(
  session: SparkSession,
  table: NamedTable,
  { worth = isWorth, leastVectors = LEAST_VECTORS }: TableOptions,
  log?: LogItems,
): Promise<RemoteTable> {
  const { relation, untyped } = tableRelation(table);
  await refuseLakes(session, table);
  const columns = await at(table, session.columns(relation));
  const fields = fieldsOf(columns);
  if (fields.length === 0) throw nothingThere(table.path, shownOf(table.patterns)); // as Sail answers
  const column = (path: ColumnPath): Expression => columnAt(fields, path);
  async function* streams(question: Relation): AsyncGenerator<Uint8Array> {
    for await (const { data } of session.batches(question)) {
      if (data !== undefined && data.length > 0) yield data;
    }
  }
  const rowCount = async () => (await onlyRow(streams(counted(relation, [count()]))))[0] ?? 0;
  const lengths: ColumnPath = [fields.length];
  const needed = log && !untyped ? await neededOf(session, table, columns, log) : undefined;
  const trims = needed !== undefined && (await rowCount()) >= leastVectors;
  return {
    shown: shownOf(table.patterns),
    fields,
    untyped,
    ...(trims && { lengths }),
    count: rowCount,
    async codes(paths) {
      const kinds = paths.map((path) => codedKind(columnIn(columns, path)));
      const candidates = paths.flatMap((path, i): Candidate[] => {
        const kind = kinds[i];
        return kind === undefined ? [] : [{ column: column(path), kind }];
      });
      if (candidates.length === 0) return kinds.map(() => undefined);
      const numbers = await onlyRow(streams(sizesOf(relation, candidates)));
      const codes = codesFor(candidates, numbers, worth);
      return kinds.map((kind) => (kind === undefined ? undefined : codes.shift()));
    },
    values: (path, bits) => streams(valuesOf(relation, column(path), bits)),
    rows(paths, { limit, codes = [] } = {}) {
      const values = paths.map((path, i) => {
        if (isSame(path, lengths)) return NO_LENGTH;
        const bits = codes[i];
        return bits === undefined ? column(path) : codeOf(column(path), bits);
      });
      const lengthsAt = paths.findIndex((path) => isSame(path, lengths));
      if (lengthsAt < 0 || needed === undefined || limit !== undefined)
        return streams(columnsOf(relation, values, limit));
      const vector = paths.findIndex((path) => isSame(path, needed.vector));
      const which = { values, item: column(needed.item), vector, lengths: lengthsAt };
      return streams(neededVectors(relation, needed.known, which));
    },
  };
}

/** Which vectors a table need not send, and the items of the log as `known`; undefined where all of them come. */
async function neededOf(
  session: SparkSession,
  table: NamedTable,
  columns: readonly StructField[],
  log: LogItems,
): Promise<(VectorColumns & { known: Relation }) | undefined> {
  if (table.items === undefined || !log.table.patterns.every(isOfCluster)) return undefined;
  const { relation, untyped } = tableRelation(log.table);
  if (untyped) return undefined;
  const ofLog = await at(log.table, session.columns(relation));
  const position = ofLog.findIndex(({ name }) => name === log.item);
  const item = ofLog[position];
  const found = item && vectorColumns(table, columns, item);
  if (found === undefined) return undefined;
  const expr = columnAt(fieldsOf(ofLog), [position]);
  const expressions: Expression[] = [{ alias: { expr, name: ['known'] } }];
  return { ...found, known: { project: { input: relation, expressions } } };
}

const NO_LENGTH: Expression = { literal: { null: { integer: {} } } };

const isSame = (a: ColumnPath, b: ColumnPath): boolean =>
  a.length === b.length && a.every((at, i) => at === b[i]);

/** The column at a path. */
function columnIn(columns: readonly StructField[], [first = -1, ...further]: ColumnPath): StructField {
  const found = columns[first] ?? {};
  return further.length === 0 ? found : columnIn(found.data_type?.struct?.fields ?? [], further);
}

/** The numbers of a question for one row, 0 where missing: read to the end, before which nothing counts. */
async function onlyRow(streams: AsyncIterable<Uint8Array>): Promise<number[]> {
  let numbers: number[] = [];
  for await (const data of streams) {
    const reader = await ArrowReader.of(data);
    const paths = reader.fields.map((_, i) => [i]);
    for await (const { columns, rows } of reader.batches(paths, COUNT_BYTES)) {
      if (rows > 0) numbers = columns.map(firstNumber);
    }
  }
  return numbers;
}

function firstNumber(column: Column): number {
  return column.layout === 'numbers' && isValid(column, 0) ? Number(column.numbers[0]) : 0;
}

function nothingThere(specPath: SpecPath, shown: string): Failure {
  const message = `The cluster finds no table at ${shown}: correct the path, which is one of the cluster's own.`;
  return new Failure('data', 'missing-file', message, { file: shown, specPath });
}

function shownOf(patterns: readonly string[]): string {
  return patterns.map((pattern) => withoutCredentials(tableIn(pattern) ?? pattern)).join(', ');
}

/** What the cluster does not find or may not read is the fault of the key that names it. */
async function at<T>({ path, patterns }: NamedTable, work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (!(error instanceof Failure) || error.code !== 'spark-refused') throw error;
    if (/\[PATH_NOT_FOUND\]/.test(error.message)) throw nothingThere(path, shownOf(patterns));
    throw new Failure(error.kind, error.code, error.message, { file: shownOf(patterns), specPath: path });
  });
}
