/** The column names inside an expression that is known to hold column names. */
import type { ColumnUse } from '../use.ts';
import { describesColumn, passesOn } from './names.ts';
import { type SyntaxNode, stringValue } from './parse.ts';
import { argumentsOf, calleeOf, children, elements, entriesOf } from './syntax.ts';

/** Called for each literal that names a column. */
export type Found = (use: ColumnUse) => void;

/** Reads lists, tuples, sets, sums and choices of them, down to the strings; what is computed otherwise names nothing. */
export function columnsIn(node: SyntaxNode, text: string, found: Found): void {
  switch (node.name) {
    case 'String': {
      const name = stringValue(node, text);
      if (name !== undefined) found({ name, from: node.from, to: node.to });
      return;
    }
    case 'ContinuedString': // joined strings name nothing, but a last string in an open bracket looks like one
      if (children(node).slice(1).every(isBroken)) columnsIn(node.firstChild!, text, found);
      return;
    case 'ArrayExpression':
    case 'TupleExpression':
    case 'SetExpression':
    case 'ParenthesizedExpression':
      for (const element of elements(node)) {
        if (element.name === 'DictionaryExpression') describedColumns(element, text, found);
        else columnsIn(element, text, found);
      }
      return;
    case 'BinaryExpression': // a + b; comparisons are no collections, and have operators of other names
      if (elements(node).some(({ name }) => name === 'ArithOp' || name === 'BitOp')) {
        for (const element of elements(node)) columnsIn(element, text, found);
      }
      return;
    case 'ConditionalExpression': {
      const [first, , , , last] = elements(node); // first if condition else last
      if (first !== undefined) columnsIn(first, text, found);
      if (last !== undefined) columnsIn(last, text, found);
      return;
    }
    case 'LambdaExpression': // default_factory=lambda: [...]
      if (node.lastChild !== null) columnsIn(node.lastChild, text, found);
      return;
    case 'DictionaryExpression':
      columnsByKey(node, text, found);
      return;
    case 'CallExpression': {
      const callee = calleeOf(node, text);
      const list = node.getChild('ArgList');
      if (callee === undefined || list === null || !passesOn(callee.name)) return;
      for (const { keyword, value } of argumentsOf(list)) {
        if (keyword === undefined || text.slice(keyword.from, keyword.to) === 'default_factory') {
          columnsIn(value, text, found);
        }
      }
    }
  }
}

/** Made up by the parser. */
function isBroken({ type, firstChild }: SyntaxNode): boolean {
  return type.isError || firstChild?.type.isError === true;
}

/** `{"hour": …}`: the keys. Where the values are lists of names, `{"user": ["age"]}`, those; the keys then name groups. */
function columnsByKey(dictionary: SyntaxNode, text: string, found: Found): void {
  const entries = entriesOf(dictionary);
  const isList = (node: SyntaxNode | undefined): boolean =>
    node !== undefined && /^(Array|Tuple|Set)Expression$/.test(node.name);
  if (entries.some(({ key }) => describesColumn(stringValue(key, text) ?? ''))) {
    describedColumns(dictionary, text, found);
    return;
  }
  if (entries.length > 0 && entries.every(({ value }) => isList(value))) {
    for (const { value } of entries) columnsIn(value!, text, found);
    return;
  }
  keysOf(dictionary, text, found);
}

/** The keys of a dictionary that are strings. */
export function keysOf(dictionary: SyntaxNode, text: string, found: Found): void {
  for (const { key } of entriesOf(dictionary)) {
    const name = stringValue(key, text);
    if (name !== undefined) found({ name, from: key.from, to: key.to });
  }
}

/** `{"name": "hour", "type": "categorical"}`: what the key `name` and its like hold. */
function describedColumns(dictionary: SyntaxNode, text: string, found: Found): void {
  for (const { key, value } of entriesOf(dictionary)) {
    if (value !== undefined && describesColumn(stringValue(key, text) ?? '')) columnsIn(value, text, found);
  }
}
