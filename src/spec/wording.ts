/** Words for values and for what a key expects, so that every error of the spec speaks the same way. */
import { distance } from 'fastest-levenshtein';
import type { SchemaNode } from './schema-tree.ts';

/** A value as an error shows it: `the number 42`, `the text \`abc\``, `a list`. */
export function found(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string')
    return `the text \`${value.length > 40 ? `${value.slice(0, 39)}…` : value}\``;
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'boolean' ? `\`${value}\`` : `the number ${value}`;
}

const KINDS = {
  object: 'a mapping',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: '`true` or `false`',
} as const;

/** What a key expects: `a column name`, `one of \`auc\`, \`gauc\``, `a path or glob or a list`. */
export function expected(node: SchemaNode): string {
  if (node.title !== undefined) return `${/^[aeiou]/i.test(node.title) ? 'an' : 'a'} ${node.title}`;
  if (node.anyOf !== undefined) return [...new Set(node.anyOf.map(expected))].join(' or ');
  if (node.const !== undefined) return `\`${String(node.const)}\``;
  if (node.enum !== undefined) return choices(node.enum);
  return node.type === undefined ? 'something else' : KINDS[node.type];
}

/** `one of \`a\`, \`b\``, or the only one. */
export function choices(values: readonly unknown[]): string {
  const list = values.map((value) => `\`${String(value)}\``).join(', ');
  return values.length === 1 ? list : `one of ${list}`;
}

/**
 * The candidate that a misspelt word most likely meant; undefined when none is near. Near is two edits (one in a
 * word of three letters), or two fifths of the longer word; swapped letters are one, case, `-` and `_` none.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const wanted = plain(word);
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const other = plain(candidate);
    const swapped = wanted !== other && letters(wanted) === letters(other);
    const edits = swapped ? 1 : distance(wanted, other);
    const length = Math.max(word.length, candidate.length);
    const limit = length < 4 ? 1 : Math.max(2, 0.4 * length);
    if (edits <= limit && edits < bestDistance) [best, bestDistance] = [candidate, edits];
  }
  return best;
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[-_ ]/g, '');
}

function letters(word: string): string {
  return [...word].sort().join('');
}

/** Half a sentence for a name that is not there: the nearest, else all of them. */
export function nearestOrAll(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  if (near !== undefined) return `did you mean \`${near}\`?`;
  const shown = known.slice(0, 8).join(', ');
  return known.length === 0
    ? 'there is none'
    : `there ${known.length === 1 ? 'is' : 'are'} ${shown}${known.length > 8 ? ', …' : ''}`;
}
