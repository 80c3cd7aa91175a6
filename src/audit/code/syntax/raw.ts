/** The grammar's tree as nested objects, made in one walk: asking its nodes for their neighbours again and again is slow. */
import type { SyntaxNode } from '../../../code/python/parse.ts';

export interface Raw {
  name: string;
  /** From the start of the unit. */
  from: number;
  to: number;
  parts: Raw[];
}

/** Nodes whose inside does not matter. */
const LEAVES = new Set(['String', 'Comment', 'TypeDef', 'TypeParamList']);
/** A file that nests deeper was not written by a person. */
const DEEPEST = 200;

/** @param base What places count from. Without comments and without what the parser made up. */
export function rawOf(node: SyntaxNode, base: number): Raw {
  const cursor = node.cursor();
  const walk = (depth: number): Raw => {
    const raw: Raw = { name: cursor.name, from: cursor.from - base, to: cursor.to - base, parts: [] };
    if (depth < DEEPEST && !LEAVES.has(raw.name) && cursor.firstChild()) {
      do {
        if (cursor.type.isError || cursor.name === 'Comment') continue;
        raw.parts.push(walk(depth + 1));
      } while (cursor.nextSibling());
      cursor.parent();
    }
    return raw;
  };
  return walk(0);
}

/** The parts between commas, without the commas. */
export function withoutCommas(parts: readonly Raw[]): Raw[] {
  return parts.filter(({ name }) => name !== ',');
}

/** Parts in groups that `name` divides. */
export function dividedBy(parts: readonly Raw[], name: string): Raw[][] {
  const groups: Raw[][] = [[]];
  for (const part of parts) {
    if (part.name === name) groups.push([]);
    else groups.at(-1)!.push(part);
  }
  return groups;
}
