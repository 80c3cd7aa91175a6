/** What a cluster is asked for: the rows of a table that a spec names, and of them only the columns in use. */
import { Failure } from '../../common/failure.ts';
import { tableIn, withoutCredentials } from '../../specfile/remote-paths.ts';
import type { ArrowField } from '../arrow/schema.ts';
import type { SpecPath } from '../plan/named-tables.ts';
import type { Expression, Relation } from './connect/messages.ts';

type Format = 'parquet' | 'orc' | 'csv' | 'tsv' | 'json';

const FORMATS: Readonly<Record<string, Format>> = {
  parquet: 'parquet',
  pq: 'parquet',
  orc: 'orc',
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  json: 'json',
  jsonl: 'json',
  ndjson: 'json',
};

/** RFC 4180, every value as the text it is: as files of this machine are read. */
const TEXT = {
  inferSchema: 'false',
  quote: '"',
  escape: '"',
  multiLine: 'true',
  mode: 'FAILFAST',
};

export interface TableRelation {
  relation: Relation;
  /** True where all values arrive as the text of text files. */
  untyped: boolean;
}

export interface Named {
  patterns: readonly string[];
  header?: readonly string[] | undefined;
  path: SpecPath;
}

/** @throws Failure `usage` for names that say no format, or several */
export function tableRelation({ patterns, header, path }: Named): TableRelation {
  const [first = ''] = patterns;
  const table = tableIn(first);
  if (table !== undefined) {
    return { relation: { read: { named_table: { unparsed_identifier: table } } }, untyped: false };
  }
  const [format, other] = new Set(patterns.map((pattern) => formatOf(pattern, path)));
  if (other !== undefined) {
    const message = `${path.join('.')} mixes ${format} and ${other}: name files of one format.`;
    throw new Failure('data', 'mixed-formats', message, { specPath: path });
  }
  const isText = format === 'csv' || format === 'tsv';
  const options: Record<string, string> = isText
    ? { ...TEXT, header: String(header === undefined), sep: format === 'tsv' ? '\t' : ',' }
    : {};
  const pairs = Object.entries(options).map(([key, value]) => ({ key, value }));
  const read: Relation = {
    read: {
      data_source: { format: isText ? 'csv' : (format ?? ''), options: pairs, paths: [...patterns] },
    },
  };
  const relation =
    isText && header !== undefined ? { to_df: { input: read, column_names: [...header] } } : read;
  return { relation, untyped: isText };
}

/** Whether a path without an ending is named: what Spark writes a table of Parquet files into. */
export function isFolder(pattern: string): boolean {
  return !lastOf(pattern).includes('.');
}

const lastOf = (pattern: string): string => pattern.split('/').findLast((part) => part !== '') ?? '';

function formatOf(pattern: string, specPath: SpecPath): Format {
  const shown = withoutCredentials(pattern);
  if (/\*\*/.test(pattern)) {
    const message = `${shown}: a cluster does not know \`**\`; name the folder, or each level with \`*\`.`;
    throw new Failure('usage', 'spark-glob', message, { file: shown, specPath });
  }
  if (isFolder(pattern)) return 'parquet';
  const ending = lastOf(pattern)
    .toLowerCase()
    .replace(/\.(gz|zst)$/, '')
    .split('.')
    .at(-1);
  const format = FORMATS[ending ?? ''];
  if (format !== undefined) return format;
  const message = `${shown} has no ending that a cluster reads: use .parquet, .orc, .csv, .tsv, .json or .jsonl (text also with .gz or .zst), a folder of Parquet files, or {table: NAME}.`;
  throw new Failure('data', 'unknown-format', message, { file: shown, specPath });
}

/**
 * Values over a relation, as `c0`, `c1`, … in their order.
 * @param limit rows at most
 */
export function columnsOf(relation: Relation, values: readonly Expression[], limit?: number): Relation {
  const input: Relation = limit === undefined ? relation : { limit: { input: relation, limit } };
  return { project: { input, expressions: values.map(named) } };
}

/** The column at a path. */
export function columnAt(fields: readonly ArrowField[], path: readonly number[]): Expression {
  const unparsed_identifier = namesAlong(fields, path).map(quoted).join('.');
  return { unresolved_attribute: { unparsed_identifier } };
}

function namesAlong(fields: readonly ArrowField[], path: readonly number[]): string[] {
  const names: string[] = [];
  let beside = fields;
  for (const at of path) {
    const field = beside[at];
    if (field === undefined) throw new RangeError(`no column ${path.join('.')}`);
    names.push(field.name);
    beside = field.children;
  }
  return names;
}

const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

const named = (expr: Expression, i: number): Expression => ({ alias: { expr, name: [`c${i}`] } });

export function called(function_name: string, ...values: Expression[]): Expression {
  return { unresolved_function: { function_name, arguments: values } };
}

/** How many rows there are, among what `counted` asks for. */
export const count = (): Expression => called('count', { literal: { integer: 1 } });

/** Asks for one row of aggregates over all rows. */
export function counted(input: Relation, aggregates: readonly Expression[]): Relation {
  return {
    aggregate: {
      input,
      group_type: 'GROUP_TYPE_GROUPBY',
      grouping_expressions: [],
      aggregate_expressions: aggregates.map(named),
    },
  };
}
