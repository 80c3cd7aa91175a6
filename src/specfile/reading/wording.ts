/** Words for values and for what a key expects, so that every error of the spec speaks the same way. */
import { distance } from 'fastest-levenshtein';
import type { SchemaNode } from '../authoring/schema-tree.ts';

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
 * The candidate that a misspelt word most likely meant; undefined when none is near. Near is one edit, two in a word of six
 * letters, three in one of nine; swapped neighbours are one, case, `-`, `_` and spaces none. Of words of two letters, one must
 * lack a letter of the other: two of these with one letter in common say nothing.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const wanted = plain(word);
  let best: string | undefined;
  let bestEdits = Number.POSITIVE_INFINITY;
  /** Whether it is as near as the best one and, letter by letter, nearer. */
  const isNearer = (edits: number, candidate: string) =>
    edits < bestEdits || (edits === bestEdits && distance(word, candidate) < distance(word, best as string));
  for (const candidate of candidates) {
    const other = plain(candidate);
    const length = Math.max(wanted.length, other.length);
    const limit = Math.min(Math.max(1, Math.floor(length / 3)), bestEdits);
    const longer = length - Math.min(wanted.length, other.length);
    if (longer > limit || (length < 3 && longer === 0 && wanted !== other)) continue;
    const edits = isSwapped(wanted, other) ? 1 : distance(wanted, other);
    if (edits > limit || edits === length || !isNearer(edits, candidate)) continue;
    [best, bestEdits] = [candidate, edits];
  }
  return best;
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[-_ ]/g, '');
}

/** Whether two neighbours change places, and nothing else. */
function isSwapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  if (at + 1 >= a.length) return false;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

/** Half a sentence for a name that is not there: the nearest, else all of them. */
export function nearestOrAll(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  if (near !== undefined) return `did you mean \`${near}\`?`;
  const shown = known.slice(0, 8).join(', ');
  return known.length === 0
    ? 'none is named there'
    : `there ${known.length === 1 ? 'is' : 'are'} ${shown}${known.length > 8 ? ', …' : ''}`;
}
