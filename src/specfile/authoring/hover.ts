/** What can be said of the key or value under the pointer, as Markdown. */

import { bytes, count } from '../../common/format.ts';
import { escapeMarkdown } from '../../inert/markdown.ts';
import { code, columnDetail, describeColumn, describeKey, describeReading } from '../completion/describe.ts';
import type { ParsedSpec } from '../reading/parse.ts';
import type { SourceRange } from '../reading/positions.ts';
import type { TableFacts } from './facts.ts';
import { schemaTree } from './schema-tree.ts';
import { schemaAt, valueAt } from './schema-walk.ts';
import { isColumn, isFiles, isLabel, type TableRef, tableOf } from './tables.ts';

export interface Hovered {
  /** What the hover speaks of. */
  range: SourceRange;
  /** A key's description; what a value's own choice means. */
  text?: string;
  /** The column under the pointer, and the files that should have it. */
  column?: { name: string; table: TableRef };
  /** The files under the pointer. */
  files?: TableRef;
  /** The source, model or objective under the pointer, where the last result can be told. */
  part?: { section: 'sources' | 'models' | 'objectives'; name: string };
}

/** @param offset in the text that was parsed; undefined where there is nothing to say */
export function hoverAt(parsed: ParsedSpec, offset: number): Hovered | undefined {
  const place = parsed.placeAt(offset);
  if (place === undefined) return undefined;
  const { path, part, start, end } = place;
  const root = schemaTree();
  const range = parsed.rangeFrom(start, end);
  const node = schemaAt(root, parsed.value, path);
  if (part === 'key') {
    const text = node && describeKey(node);
    return text ? { range, text } : undefined;
  }
  const value = valueAt(parsed.value, path);
  const [section, index, key] = path;
  if (
    (section === 'sources' || section === 'models' || section === 'objectives') &&
    typeof index === 'number' &&
    key === 'name' &&
    typeof value === 'string'
  )
    return { range, part: { section, name: value } };
  const table = tableOf(parsed.value, path);
  if (table !== undefined && isFiles(root, parsed.value, path)) return { range, files: table };
  if (isLabel(node) && table !== undefined) {
    const word = wordAt(parsed.textOf(range), offset - start);
    const within = word && parsed.rangeFrom(start + word.start, start + word.start + word.text.length);
    return within && { range: within, column: { name: word.text, table } };
  }
  if (isColumn(node) && typeof value === 'string' && table !== undefined) {
    return { range, column: { name: value, table } };
  }
  return undefined;
}

function wordAt(text: string, offset: number): { text: string; start: number } | undefined {
  for (const match of text.matchAll(/[A-Za-z_]\w*/g)) {
    if (match.index <= offset && offset <= match.index + match[0].length) {
      return { text: match[0], start: match.index };
    }
  }
  return undefined;
}

/** A column's facts under its name; undefined where the files do not have it, which is a problem and no hover. */
export function columnHover(name: string, facts: TableFacts): string | undefined {
  const column = facts.columns.find((candidate) => candidate.name === name);
  return (
    column &&
    `**${code(name)}** · ${escapeMarkdown(columnDetail(column))}\n\n${describeColumn(column, facts)}`
  );
}

const MOST_SHOWN = 20;

/** What files hold: their rows and columns. */
export function filesHover(facts: TableFacts): string {
  const size = bytes(facts.files.reduce((sum, file) => sum + file.bytes, 0));
  const files = facts.files.length === 1 ? size : `${count(facts.files.length)} files, ${size}`;
  const rows = facts.columns
    .slice(0, MOST_SHOWN)
    .map((column) => `- ${code(column.name)} ${escapeMarkdown(columnDetail(column))}`);
  const more =
    facts.columns.length > MOST_SHOWN ? [`- … ${count(facts.columns.length - MOST_SHOWN)} more`] : [];
  return [
    `**${count(facts.columns.length)} columns** · ${files}`,
    '',
    ...rows,
    ...more,
    '',
    describeReading(facts),
  ].join('\n');
}
