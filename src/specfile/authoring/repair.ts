/** Repairs of a spec's text: a key put in, a key or an entry taken out, in block and in flow style. */
import type { SpecDocument } from '../reading/document.ts';
import type { SpecPath, Suggestion } from '../reading/problem.ts';
import type { SchemaNode } from './schema-tree.ts';

/** Replaces the value at `path`, if it is written. */
export function replacing(document: SpecDocument, path: SpecPath, text: string): Suggestion | undefined {
  if (!document.has(path)) return undefined;
  return { title: `Change to \`${text}\``, range: document.rangeOf(path, 'value'), text };
}

/**
 * Adds a key to the mapping at `above`: behind its last one, `version` before its first.
 * @param value as YAML; of several lines where each begins with a line break and its indentation below the key
 */
export function adding(
  document: SpecDocument,
  above: SpecPath,
  key: string,
  value: string,
): Suggestion | undefined {
  const parts = document.partsOf(above);
  const [first, last] = [parts?.extents[0], parts?.extents.at(-1)];
  if (parts === undefined || (parts.flow && value.includes('\n'))) return undefined;
  const pair = `${key}:${value.startsWith('\n') ? '' : ' '}${value}`;
  const title = `Add \`${key}\``;
  if (parts.flow) {
    const at = last?.[1] ?? parts.start + 1;
    return { title, range: document.rangeFrom(at, at), text: last === undefined ? pair : `, ${pair}` };
  }
  if (first === undefined || last === undefined) return undefined;
  const indent = ' '.repeat(document.rangeFrom(first[0], first[0]).start.column);
  if (key === 'version') {
    return { title, range: document.rangeFrom(first[0], first[0]), text: `${pair}\n${indent}` };
  }
  const at = document.lineEnd(last[1]);
  return {
    title,
    range: document.rangeFrom(at, at),
    text: `\n${indent}${pair.replaceAll('\n', `\n${indent}`)}`,
  };
}

/** Adds an entry of one line behind the one at `path`, in the style of their list. @param value as flow YAML */
export function addingEntry(document: SpecDocument, path: SpecPath, value: string): Suggestion | undefined {
  const parts = document.partsOf(path.slice(0, -1));
  const extent = parts?.extents[Number(path.at(-1))];
  if (parts === undefined || extent === undefined) return undefined;
  const title = `Add \`${value}\``;
  if (parts.flow) {
    const end = document.rangeFrom(extent[1], extent[1]);
    const start = document.rangeFrom(extent[0], extent[0]).start;
    const first = document.rangeFrom(parts.start, parts.start).start;
    // A list with a line for each entry goes on with one.
    const apart = start.line === first.line ? ' ' : `\n${' '.repeat(start.column)}`;
    return { title, range: end, text: `,${apart}${value}` };
  }
  const dash = document.dashOf(extent[0]);
  const at = document.lineEnd(extent[1]);
  return { title, range: document.rangeFrom(at, at), text: `\n${' '.repeat(dash)}- ${value}` };
}

/** Takes out the key or the entry at `path` with its comma or its line; undefined where that would leave nothing. */
export function removing(document: SpecDocument, path: SpecPath): Suggestion | undefined {
  const parts = document.partsOf(path.slice(0, -1));
  const index = document.indexOf(path);
  const extent = index === undefined ? undefined : parts?.extents[index];
  if (parts === undefined || index === undefined || extent === undefined || parts.extents.length < 2)
    return undefined;
  const title = `Remove \`${document.textOf(document.rangeFrom(...extent)).split(/[:\n]/)[0]}\``;
  const [before, after] = [parts.extents[index - 1], parts.extents[index + 1]];
  if (parts.flow) {
    const range = before === undefined ? [extent[0], after![0]] : [before[1], extent[1]];
    return { title, range: document.rangeFrom(range[0]!, range[1]!), text: '' };
  }
  if (before !== undefined) {
    const range = document.rangeFrom(document.lineEnd(before[1]), document.lineEnd(extent[1]));
    return { title, range, text: '' };
  }
  return { title, range: document.rangeFrom(extent[0], after![0]), text: '' };
}

const COLUMNS: Readonly<Record<string, string>> = {
  user: 'user_id',
  item: 'item_id',
  label: 'label',
  time: 'timestamp',
  key: 'id',
  left: 'item_a',
  right: 'item_b',
};

/** A value to begin with for a key that is missing; what it cannot know is checked against the files afterwards. */
export function startingValue(key: string, node: SchemaNode): string {
  if (node.type === 'object') {
    const required = Object.entries(node.properties ?? {}).filter(([name]) => node.required?.includes(name));
    return required.map(([name, inner]) => `\n  ${name}: ${startingValue(name, inner)}`).join('');
  }
  if (node.const !== undefined) return String(node.const);
  const known = COLUMNS[key];
  if (known !== undefined) return known;
  if (node.anyOf?.some(({ title }) => title === 'path or glob')) return 'data.parquet';
  if (node.title?.startsWith('share')) return '20%';
  return node.type === 'array' ? `[${key}]` : key;
}
