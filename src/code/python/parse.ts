/**
 * Python as a tree, however broken: what is being typed has errors, and the rest of the file must still be understood.
 * The only module that knows the grammar's package.
 */
import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@lezer/python';
import { withoutMagics } from './magics.ts';

export type { SyntaxNode } from '@lezer/common';

export interface PythonSource {
  /** As parsed; offsets are those of the text given. */
  text: string;
  tree: Tree;
}

export interface ParseOptions {
  /** A cell of a notebook, where IPython's magics may stand. */
  notebook?: boolean;
}

export function parsePython(given: string, { notebook = false }: ParseOptions = {}): PythonSource {
  const text = notebook ? withoutMagics(given) : given;
  return { text, tree: parser.parse(text) };
}

const PLAIN_STRING = /^([rRuU]?)("""|'''|"|')([\s\S]*)\2$/;

/**
 * The value of a plain string literal. Undefined for anything else: bytes, f-strings, strings joined by juxtaposition or with
 * escapes, and a literal whose end is missing.
 */
export function stringValue(node: SyntaxNode, text: string): string | undefined {
  if (node.name !== 'String') return undefined;
  const match = PLAIN_STRING.exec(text.slice(node.from, node.to));
  const [, prefix, , value] = match ?? [];
  if (value === undefined) return undefined;
  return value.includes('\\') && prefix?.toLowerCase() !== 'r' ? undefined : value;
}
