/** From an offset to the key or value that stands there, and from a collection to its parts: what hovers and repairs ask. */
import { isCollection, isMap, isNode, isPair, isScalar, isSeq, type Node } from 'yaml';
import type { SpecPath } from '../reading/problem.ts';

/** A key or a plain value at an offset. */
export interface Place {
  path: SpecPath;
  part: 'key' | 'value';
  start: number;
  end: number;
}

/** The innermost key or scalar around `offset`; undefined between them. Aliases are not followed: what they mean is elsewhere. */
export function placeAt(root: Node | undefined, offset: number, above: SpecPath = []): Place | undefined {
  if (isScalar(root)) {
    const [start, end] = root.range ?? [0, 0];
    return start <= offset && offset <= end ? { path: above, part: 'value', start, end } : undefined;
  }
  if (isSeq(root)) {
    return firstOf(root.items, (item, i) => placeAt(isNode(item) ? item : undefined, offset, [...above, i]));
  }
  if (!isMap(root)) return undefined;
  return firstOf(root.items, ({ key, value }) => {
    if (!isScalar(key)) return undefined;
    const path = [...above, String(key.value)];
    const [start, end] = key.range ?? [0, 0];
    if (start <= offset && offset <= end) return { path, part: 'key', start, end };
    return placeAt(isNode(value) ? value : undefined, offset, path);
  });
}

function firstOf<T>(items: readonly T[], look: (item: T, i: number) => Place | undefined): Place | undefined {
  for (const [i, item] of items.entries()) {
    const place = look(item, i);
    if (place !== undefined) return place;
  }
  return undefined;
}

/** Start and end of a node, without the comments and the white space behind it. */
export function extentOf(node: unknown, text: string): [start: number, end: number] | undefined {
  if (!isNode(node) || node.range == null) return undefined;
  const [start, end] = node.range;
  const last = (isMap(node) || isSeq(node)) && !node.flow ? node.items.at(-1) : undefined;
  const within = isPair(last) ? extentOf(last.value ?? last.key, text) : extentOf(last, text);
  return within === undefined ? [start, start + text.slice(start, end).trimEnd().length] : [start, within[1]];
}

/** The parts of a mapping or a list: what stands between two commas, or behind a dash, or on a key's lines. */
export interface Parts {
  flow: boolean;
  extents: [start: number, end: number][];
  /** Of the collection, brackets included. */
  start: number;
  end: number;
}

export function partsOf(node: unknown, text: string): Parts | undefined {
  if (!isCollection(node)) return undefined;
  const whole = extentOf(node, text);
  if (whole === undefined) return undefined;
  const extents = node.items.flatMap((item): [number, number][] => {
    const first = extentOf(isPair(item) ? item.key : item, text);
    const last = isPair(item) ? (extentOf(item.value, text) ?? first) : first;
    return first === undefined || last === undefined ? [] : [[first[0], Math.max(first[1], last[1])]];
  });
  return extents.length < node.items.length
    ? undefined
    : { flow: node.flow === true, extents, start: whole[0], end: whole[1] };
}
