/**
 * A spec's YAML with its places. Finds the spec in the text (a whole document, or the `lis:` block of a larger config),
 * gives its plain value, and answers where a path of keys stands.
 */
import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  type YAMLMap,
} from 'yaml';
import { extentOf, type Parts, type Place, partsOf, placeAt } from '../authoring/places.ts';
import { LineIndex, type SourceRange } from './positions.ts';
import type { SpecPath, SpecProblem } from './problem.ts';
import { type ScalarStyle, scalarOffsets } from './scalar-offsets.ts';
import { dereference, duplicateKeys, hasKey, referenceProblems, syntaxProblem } from './yaml-problems.ts';

interface Found {
  key: Node | undefined;
  value: Node | undefined;
}

interface Keys {
  places: Map<string, number>;
  merged: unknown[];
}

export class SpecDocument {
  readonly problems: SpecProblem[] = [];
  /** The spec as plain data; undefined when the YAML is broken or empty. */
  readonly value: unknown;
  /** True for a `lis:` block in a larger config. */
  readonly embedded: boolean = false;
  private readonly text: string;
  private readonly lines: LineIndex;
  private readonly document: Document | undefined;
  private readonly keys = new Map<YAMLMap, Keys>();
  private readonly parts = new Map<Node, { parts: Parts | undefined }>();
  private readonly root: Found = { key: undefined, value: undefined };

  constructor(text: string) {
    this.text = text;
    this.lines = new LineIndex(text);
    try {
      const documents = readDocuments(text);
      const found = findSpec(documents);
      this.document = found?.document;
      this.root = found?.root ?? this.root;
      this.embedded = found?.root.key !== undefined;
      this.value = this.check(documents);
    } catch (error) {
      // The YAML library throws on aliases that expand without end, and on nesting beyond the stack.
      this.add('yaml', `the YAML cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /**
   * Where the path stands. A key that is not written (a default) gives the nearest one above it that is.
   * @param path from the root of the spec
   * @param what the key, the value, or both with what lies between; an entry of a list has no key and gives its value
   */
  rangeOf(path: SpecPath, what: 'key' | 'value' | 'pair'): SourceRange {
    const found = this.find(path);
    if (found === undefined) {
      const above = path.slice(0, -1);
      const plain = isScalar(this.find(above)?.value) && what === 'value';
      return plain ? this.rangeOf(above, 'value') : this.headline(above);
    }
    const key = extentOf(found.key, this.text);
    const value = extentOf(found.value, this.text);
    const [start, end] = (what === 'value' ? value : key) ?? value ?? key ?? [0, 0];
    return this.lines.range(start, what === 'pair' ? (value?.[1] ?? end) : end);
  }

  /** Where to put a mark that stands for the whole of `path`: its key, or the first line of a list's entry. */
  headline(path: SpecPath): SourceRange {
    const found = this.find(path);
    if (found === undefined) return this.headline(path.slice(0, -1));
    const [start, end] = extentOf(found.key, this.text) ?? extentOf(found.value, this.text) ?? [0, 0];
    const newline = this.text.indexOf('\n', start);
    const range = this.lines.range(start, newline < 0 ? end : Math.min(end, newline));
    const trailing = this.text.slice(range.start.offset, range.end.offset).trimEnd().length;
    return this.lines.range(start, start + trailing);
  }

  /** True when the path is written in the text. */
  has(path: SpecPath): boolean {
    return this.find(path) !== undefined;
  }

  textOf(range: SourceRange): string {
    return this.text.slice(range.start.offset, range.end.offset);
  }

  /** The place of `length` characters from `offset` inside the text value at `path`. */
  rangeWithin(path: SpecPath, offset: number, length: number): SourceRange {
    const node = this.find(path)?.value;
    if (!isScalar(node) || typeof node.value !== 'string') return this.rangeOf(path, 'value');
    const [start, end] = node.range ?? [0, 0];
    const offsets = scalarOffsets(this.text.slice(start, end), node.type as ScalarStyle, node.value);
    const from = offsets?.[Math.min(offset, node.value.length)];
    const to = offsets?.[Math.min(offset + length, node.value.length)];
    if (from === undefined || to === undefined) return this.rangeOf(path, 'value');
    return this.lines.range(start + from, start + to);
  }

  /** The key or plain value at an offset. */
  placeAt(offset: number): Place | undefined {
    return placeAt(this.root.value, offset);
  }

  /** The parts of the mapping or list at `path`. */
  partsOf(path: SpecPath): Parts | undefined {
    const node = this.find(path)?.value;
    if (node === undefined) return undefined;
    const known = this.parts.get(node) ?? { parts: partsOf(node, this.text) };
    this.parts.set(node, known);
    return known.parts;
  }

  /** The number of the key or entry at `path` among those beside it. */
  indexOf(path: SpecPath): number | undefined {
    const part = path.at(-1);
    if (typeof part === 'number') return part;
    const map = this.find(path.slice(0, -1))?.value;
    return isMap(map) ? this.keysOf(map).places.get(String(part)) : undefined;
  }

  rangeFrom(start: number, end: number): SourceRange {
    return this.lines.range(start, end);
  }

  /** Column of the dash of a block list's entry. @param offset where the entry begins */
  dashOf(offset: number): number {
    const line = this.text.slice(this.text.lastIndexOf('\n', offset - 1) + 1, offset);
    return Math.max(0, line.indexOf('-'));
  }

  /** Offset of the end of the line that `offset` is in. */
  lineEnd(offset: number): number {
    const newline = this.text.indexOf('\n', offset);
    const end = newline < 0 ? this.text.length : newline;
    return this.text[end - 1] === '\r' ? end - 1 : end;
  }

  private check(documents: Document.Parsed[]): unknown {
    const { document } = this;
    if (document === undefined) {
      this.add('empty', 'the spec is empty; it begins with `version: 1` and a `log`');
      return undefined;
    }
    const heard = this.embedded ? [document] : documents;
    const errors = heard.flatMap((reading) => reading.errors);
    const [first] = errors;
    if (first !== undefined) {
      this.problems.push(syntaxProblem(first, this.text, this.lines));
      return undefined;
    }
    const second = documents.filter((other) => other !== document && !isBlank(other))[0];
    if (!this.embedded && second !== undefined) {
      this.add(
        'documents',
        'a spec is one YAML document; another one begins here',
        second.contents?.range?.[0],
      );
    }
    const root = this.root.value!;
    this.problems.push(...duplicateKeys(root, this.lines), ...referenceProblems(document, root, this.lines));
    return this.problems.some((problem) => problem.code === 'yaml' && problem.severity === 'error')
      ? undefined
      : root.toJS(document, { maxAliasCount: 1000 });
  }

  private add(code: string, message: string, offset = 0): void {
    const newline = this.text.indexOf('\n', offset);
    const range = this.lines.range(offset, newline < 0 ? this.text.length : newline);
    this.problems.push({ severity: 'error', code, message, range, path: [] });
  }

  private find(path: SpecPath): Found | undefined {
    let found: Found | undefined = this.root;
    for (const part of path) {
      found = this.step(found.value, part);
      if (found === undefined) return undefined;
    }
    return found;
  }

  private step(node: Node | undefined, part: string | number): Found | undefined {
    if (isSeq(node) && typeof part === 'number') {
      const entry = node.items[part];
      return isNode(entry) ? { key: undefined, value: this.resolve(entry) } : undefined;
    }
    return isMap(node) ? this.entry(node, String(part), 0) : undefined;
  }

  private entry(map: YAMLMap, name: string, depth: number): Found | undefined {
    const { places, merged: sources } = this.keysOf(map);
    const place = places.get(name);
    if (place !== undefined) {
      const { key, value } = map.items[place] as Pair<Node, Node>;
      return { key, value: isNode(value) ? this.resolve(value) : undefined };
    }
    for (const value of sources) {
      const merged = this.resolve(value);
      for (const source of isSeq(merged) ? merged.items : [merged]) {
        const origin = this.resolve(source);
        const found = isMap(origin) && depth < 10 ? this.entry(origin, name, depth + 1) : undefined;
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  /** Where each key of a mapping stands, the first of equals, and what is merged into it: looked up once. */
  private keysOf(map: YAMLMap): Keys {
    const known = this.keys.get(map);
    if (known !== undefined) return known;
    const keys: Keys = { places: new Map(), merged: [] };
    for (const [i, { key, value }] of map.items.entries()) {
      if (!isScalar(key)) continue;
      if (typeof key.value === 'symbol') keys.merged.push(value);
      else if (!keys.places.has(String(key.value))) keys.places.set(String(key.value), i);
    }
    this.keys.set(map, keys);
    return keys;
  }

  private resolve(node: unknown): Node | undefined {
    const target = this.document === undefined ? node : dereference(node, this.document);
    return isNode(target) ? target : undefined;
  }
}

function readDocuments(text: string): Document.Parsed[] {
  const read = parseAllDocuments(text, {
    merge: true,
    prettyErrors: false,
    logLevel: 'silent',
    uniqueKeys: false, // takes the square of the number of keys; `duplicateKeys` finds them
  });
  return 'empty' in read ? [] : read;
}

/** The `lis:` block of the first document that has one and is no spec itself; else the first document that holds anything. */
function findSpec(documents: Document.Parsed[]): { document: Document; root: Found } | undefined {
  for (const document of documents) {
    const { contents } = document;
    if (!isMap(contents) || hasKey(contents, 'log')) continue;
    for (const { key, value } of contents.items as { key: unknown; value: unknown }[]) {
      const block = dereference(value, document);
      if (isScalar(key) && key.value === 'lis' && isMap(block) && hasKey(block, 'version')) {
        return { document, root: { key, value: block } };
      }
    }
  }
  const document = documents.find((candidate) => !isBlank(candidate));
  if (document === undefined) return undefined;
  return { document, root: { key: undefined, value: document.contents ?? undefined } };
}

function isBlank(document: Document.Parsed): boolean {
  const { contents } = document;
  return (
    document.errors.length === 0 && (contents === null || (isScalar(contents) && contents.value === null))
  );
}
