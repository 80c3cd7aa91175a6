/** Words for keys and columns in completion and hovers: Markdown, in which text of files stays text. */

import { bytes, count, percent, shorten } from '../../common/format.ts';
import { codeSpan } from '../../inert/markdown.ts';
import type { ColumnFacts, TableFacts } from '../authoring/facts.ts';
import type { SchemaNode } from '../authoring/schema-tree.ts';
import { expected } from '../reading/wording.ts';

const WIDTH = 40;

/** A text of a file as inline code, in a few words. */
export function code(text: string): string {
  return codeSpan(shorten(text.replaceAll(/\s+/g, ' '), WIDTH));
}

/** A key's description, what it expects, and its default. */
export function describeKey(node: SchemaNode): string {
  const form = node.description ?? node.anyOf?.find(({ description }) => description)?.description ?? '';
  const simple =
    node.default !== undefined && (typeof node.default !== 'object' || Array.isArray(node.default));
  const fallback = simple && `Default: ${code(JSON.stringify(node.default).replaceAll('"', ''))}.`;
  const kind =
    node.title ?? (node.enum ?? node.anyOf?.flatMap((choice) => choice.enum ?? []) ?? []).join(' · ');
  const wanted = node.type === 'object' || kind === '' ? '' : `Expects ${expected(node)}.`;
  return [form, [wanted, fallback].filter(Boolean).join(' ')].filter(Boolean).join('\n\n');
}

/** `BIGINT · 24 distinct`, `VARCHAR · 3.2 % missing · 951 distinct` */
export function columnDetail({ type, nulls, distinct }: ColumnFacts): string {
  const missing = nulls > 0 ? `${nulls < 0.0005 ? '<0.1 %' : percent(nulls)} missing` : undefined;
  return [type, missing, distinct > 0 ? `${count(distinct)} distinct` : undefined]
    .filter(Boolean)
    .join(' · ');
}

/** The facts of one column, and how much of the files they were read from. */
export function describeColumn(column: ColumnFacts, facts: TableFacts): string {
  const rows: [string, string][] = [
    ['type', code(column.type)],
    ['missing', column.nulls === 0 ? 'none' : percent(column.nulls)],
  ];
  if (column.distinct > 0) rows.push(['distinct', count(column.distinct)]);
  if (column.min !== undefined && column.max !== undefined) {
    rows.push(['range', `${code(column.min)} to ${code(column.max)}`]);
  }
  if (column.values !== undefined && column.values.length > 0) {
    const shares = column.values.slice(0, 6).map(({ value, share }) => `${code(value)} ${percent(share)}`);
    rows.push(['values', `${shares.join(', ')}${column.values.length > 6 ? ', …' : ''}`]);
  } else if (column.examples.length > 0) {
    rows.push(['examples', column.examples.map(code).join(', ')]);
  }
  const table = ['| | |', '|---|---|', ...rows.map(([key, text]) => `| ${key} | ${text} |`)];
  return [...table, '', describeReading(facts)].join('\n');
}

/** `3,000 rows of data/clicks.csv`, or what share of it was looked at. */
export function describeReading({ files, rows, complete }: TableFacts): string {
  const [first] = files;
  const others = files.length > 1 ? ` and ${count(files.length - 1)} more` : '';
  const whose = first === undefined ? '' : ` of ${code(first.path)}${others}`;
  if (complete) return `All ${count(rows)} rows${whose}.`;
  const size = bytes(files.reduce((sum, file) => sum + file.bytes, 0));
  return `A look at the first ${count(rows)} rows${whose} (${size}): the rest may differ.`;
}
