/**
 * Where in the spec the cursor stands, in a text that is mostly unfinished. A mark is put at the cursor and the YAML up to
 * it parsed: the node that holds the mark tells the path, and nothing below the cursor can hide it. The rest of the text
 * is read only for the keys that are there already.
 */
import {
  type Document,
  isCollection,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  parseAllDocuments,
  type Scalar,
  visit,
} from 'yaml';
import { isMapping } from '../authoring/schema-walk.ts';
import type { SpecPath } from '../reading/problem.ts';

export interface Cursor {
  /** Of the mapping for a key, of the value for a value: in both cases where what is offered will stand. */
  path: SpecPath;
  /** `either`: nothing tells yet whether the word will be a key or a value. */
  kind: 'key' | 'value' | 'either';
  /** What is replaced, without quotes: offsets in the text. */
  start: number;
  end: number;
  /** What stands between `start` and the cursor. */
  typed: string;
  /** What stands between the cursor and `end`. */
  rest: string;
  /** The spec as plain data, as far as it can be read, without what is being typed. */
  value: unknown;
  /** Inside `{…}` or `[…]`. */
  flow: boolean;
  quote: '"' | "'" | undefined;
  /** A `:` follows the replaced word. */
  colon: boolean;
  /** An entry of a block list has to be begun with `- `. */
  dash: boolean;
}

/** A character that no spec holds (private use). */
const MARK = '\uE0FF';

interface Place {
  path: SpecPath;
  kind: Cursor['kind'];
  node: Scalar;
  flow: boolean;
  document: Document;
}

/** @returns undefined where nothing can be offered: in a comment, in the later lines of a text, outside the spec */
export function cursorAt(text: string, offset: number): Cursor | undefined {
  if (beginsEntry(text, offset)) {
    const dashed = `${text.slice(0, offset)}- `;
    const cursor = cursorIn(dashed + text.slice(offset), dashed.length);
    return cursor && { ...cursor, start: offset, end: offset, dash: true };
  }
  return cursorIn(text, offset);
}

/** On an empty line, below the entries of a list and at their column, another entry can begin. */
function beginsEntry(text: string, offset: number): boolean {
  const above = text.slice(0, offset).split('\n');
  const indent = above.pop() ?? '';
  if (!/^ +$/.test(indent) || !/^[ \t]*(?:\r?\n|$)/.test(text.slice(offset))) return false;
  const sibling = above.findLast((line) => line.trim() !== '' && line.search(/\S/) <= indent.length);
  return sibling !== undefined && sibling.search(/\S/) === indent.length && /^ *- /.test(sibling);
}

function cursorIn(text: string, offset: number): Cursor | undefined {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  const line = before.slice(lineStart);
  const open = ['"', "'"].filter((quote) => line.split(quote).length % 2 === 0);
  const place = ['', ...open].reduce<Place | undefined>(
    (found, close) => found ?? placeOfMark(before + MARK + close),
    undefined,
  );
  if (place === undefined) return undefined;
  const quoted = place.node.type === 'QUOTE_SINGLE' || place.node.type === 'QUOTE_DOUBLE';
  const start = (place.node.range?.[0] ?? offset) + (quoted ? 1 : 0);
  const plain = place.node.type === 'PLAIN' || quoted;
  if (start < lineStart || !plain) return undefined;
  const typed = text.slice(start, offset);
  if (place.kind !== 'value' && /[:\s]/.test(typed)) return undefined;
  const quote = quoted ? (place.node.type === 'QUOTE_SINGLE' ? "'" : '"') : undefined;
  const rest = restOf(text.slice(offset), place, quote);
  const end = offset + rest.length;
  const colon = /^["']?[ \t]*:(?=\s|$)/.test(text.slice(end));
  const value = readable(text, start, end, place, colon) ?? place.document.toJS();
  const inside = withinSpec(value, place.path);
  if (inside === undefined) return undefined;
  const { kind, flow } = place;
  return { ...inside, kind, start, end, typed, rest, flow, quote, colon, dash: false };
}

function placeOfMark(text: string): Place | undefined {
  const documents = parse(text);
  for (const document of documents) {
    let place: Place | undefined;
    visit(document, {
      Scalar(key, node, ancestors) {
        if (typeof node.value !== 'string' || !node.value.includes(MARK)) return undefined;
        place = { path: pathOf(key, ancestors), ...situation(key, node, ancestors, text), node, document };
        return visit.BREAK;
      },
    });
    if (place !== undefined) return place;
  }
  return undefined;
}

function parse(text: string): Document.Parsed[] {
  const read = parseAllDocuments(text, { merge: true, prettyErrors: false, logLevel: 'silent' });
  return 'empty' in read ? [] : read;
}

/** Keys and numbers from the root; a key's own name is left out. */
function pathOf(key: unknown, ancestors: readonly unknown[]): SpecPath {
  const path: (string | number)[] = [];
  ancestors.forEach((ancestor, i) => {
    const child = ancestors[i + 1];
    if (isSeq(ancestor)) path.push(child === undefined ? Number(key) : ancestor.items.indexOf(child));
    else if (isPair(ancestor) && (child !== undefined || key === 'value')) path.push(nameOf(ancestor));
  });
  return path;
}

function nameOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : String(key);
}

function situation(
  key: unknown,
  node: Scalar,
  ancestors: readonly unknown[],
  text: string,
): Pick<Place, 'kind' | 'flow'> {
  const flow = ancestors.some((ancestor) => isCollection(ancestor) && ancestor.flow === true);
  if (key === 'key') return { kind: 'key', flow };
  const parent = ancestors.at(-1);
  if (flow) return { kind: 'value', flow };
  const holder = isPair(parent) && isScalar(parent.key) ? parent.key.range : undefined;
  const between = text.slice(holder?.[1] ?? node.range?.[0] ?? 0, node.range?.[0] ?? 0);
  return { kind: isPair(parent) && !between.includes('\n') ? 'value' : 'either', flow };
}

/** The rest of the word or value behind the cursor. */
function restOf(after: string, { kind, flow }: Place, quote: string | undefined): string {
  const line = /^[^\r\n]*/.exec(after)?.[0] ?? '';
  if (quote !== undefined) {
    const end = line.indexOf(quote);
    return end < 0 ? '' : line.slice(0, end);
  }
  if (kind !== 'value') return /^[\w.-]*/.exec(line)?.[0] ?? '';
  const value = (flow ? /^[^,\]}#]*/ : /^(?:[^#]|(?<! )#)*/).exec(line)?.[0] ?? '';
  return value.trimEnd();
}

/**
 * The whole text as data with the mark in place of what is being typed, taken out again; undefined where the text below
 * the cursor is so broken that the mark would stand elsewhere.
 */
function readable(text: string, start: number, end: number, place: Place, colon: boolean): unknown {
  const word = place.kind === 'value' || colon ? MARK : `${MARK}: `;
  const whole = text.slice(0, start) + word + text.slice(end);
  const found = placeOfMark(whole);
  if (found === undefined || found.path.join('\n') !== place.path.join('\n')) return undefined;
  try {
    return withoutMark(found.document.toJS({ maxAliasCount: 100 }));
  } catch {
    return undefined; // aliases that lead nowhere
  }
}

function withoutMark(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMark);
  if (typeof value === 'string' && value.includes(MARK)) return null;
  if (!isMapping(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !key.includes(MARK));
  if (kept.length === 0 && Object.keys(value).length > 0) return null;
  return Object.fromEntries(kept.map(([key, entry]) => [key, withoutMark(entry)]));
}

/** Path and value from the root of the spec, which may be the `lis:` block of a larger config. */
function withinSpec(value: unknown, path: SpecPath): Pick<Cursor, 'path' | 'value'> | undefined {
  const clean = withoutMark(value);
  if (!isMapping(clean) || !('lis' in clean) || 'log' in clean) return { path, value: clean };
  return path[0] === 'lis' ? { path: path.slice(1), value: clean['lis'] ?? {} } : undefined;
}
