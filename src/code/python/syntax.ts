/** Questions that every reader of Python's tree asks: what is called, with what, and what is assigned to. */
import type { SyntaxNode } from './parse.ts';

/** All children but comments. Punctuation is among them. */
export function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== 'Comment') found.push(child);
  }
  return found;
}

const PUNCTUATION = new Set(['(', ')', '[', ']', '{', '}', ',', ':', ';', '*', '**', 'AssignOp', 'async']);

/** What stands between brackets and commas. */
export function elements(node: SyntaxNode): SyntaxNode[] {
  return children(node).filter(({ name, type }) => !PUNCTUATION.has(name) && !type.isError);
}

export interface Argument {
  /** The keyword, absent for a positional argument. */
  keyword?: SyntaxNode;
  value: SyntaxNode;
}

/** Of an `ArgList`, or of a `ParamList` the parameters with a default. A comprehension as sole argument is its value. */
export function argumentsOf(list: SyntaxNode): Argument[] {
  const found: Argument[] = [];
  const parts = children(list).filter(({ name, type }) => !type.isError && name !== 'TypeDef');
  for (const [i, part] of parts.entries()) {
    const before = parts[i - 1]?.name;
    if (PUNCTUATION.has(part.name)) continue;
    if (before === 'AssignOp') {
      const keyword = parts[i - 2];
      if (keyword?.name === 'VariableName') found.push({ keyword, value: part });
    } else if (parts[i + 1]?.name !== 'AssignOp' && before !== '**') found.push({ value: part });
  }
  return found;
}

export interface Callee {
  /** The last name: `drop` of `df.drop`. */
  name: string;
  /** What the name is taken from: `df`. */
  receiver?: SyntaxNode;
}

export function calleeOf(call: SyntaxNode, text: string): Callee | undefined {
  const target = call.firstChild;
  if (target === null) return undefined;
  const name = lastName(target, text);
  if (name === undefined) return undefined;
  const receiver = target.name === 'MemberExpression' ? target.firstChild : null;
  return { name, ...(receiver !== null && { receiver }) };
}

/** `c` of `c`, `a.b.c` and `f().c`; of a subscript or call nothing. */
export function lastName(node: SyntaxNode, text: string): string | undefined {
  if (node.name === 'VariableName') return text.slice(node.from, node.to);
  const last = node.name === 'MemberExpression' ? node.lastChild : null;
  return last?.name === 'PropertyName' ? text.slice(last.from, last.to) : undefined;
}

/**
 * Object and index expressions of `x[…]`, without the bounds of slices; undefined for `x.y` and everything else. `count` is that
 * of all places between the commas.
 */
export function subscript(
  node: SyntaxNode,
): { object: SyntaxNode; indices: SyntaxNode[]; count: number } | undefined {
  if (node.name !== 'MemberExpression') return undefined;
  const [object, bracket, ...rest] = children(node);
  if (object === undefined || bracket?.name !== '[') return undefined;
  const indices = rest.filter(({ name, type }, i) => {
    const slice = rest[i - 1]?.name === ':' || rest[i + 1]?.name === ':';
    return !slice && !PUNCTUATION.has(name) && !type.isError;
  });
  return { object, indices, count: 1 + rest.filter(({ name }) => name === ',').length };
}

export interface Assignment {
  target: SyntaxNode;
  value: SyntaxNode;
}

/**
 * Of `AssignStatement`, `UpdateStatement` and `NamedExpression`: each target with what it gets, one by one in `a, b = 1, 2`. A
 * value that is unpacked by running (`a, b = f()`) is no target's own.
 */
export function assignmentsOf(node: SyntaxNode): Assignment[] {
  const sides: SyntaxNode[][] = [[]];
  for (const part of children(node)) {
    if (part.name === 'AssignOp' || part.name === 'UpdateOp') sides.push([]);
    else if (part.name !== 'TypeDef' && part.name !== ',' && !part.type.isError) sides.at(-1)!.push(part);
  }
  const values = sides.pop()!;
  return sides.flatMap((targets) => {
    if (targets.length === 1) return values.map((value) => ({ target: targets[0]!, value }));
    if (targets.length !== values.length) return [];
    return targets.map((target, i) => ({ target, value: values[i]! }));
  });
}

export interface Entry {
  key: SyntaxNode;
  value?: SyntaxNode;
}

/** Of a `DictionaryExpression`; `**other` has none. */
export function entriesOf(dictionary: SyntaxNode): Entry[] {
  const found: Entry[] = [];
  const parts = children(dictionary);
  for (const [i, part] of parts.entries()) {
    const before = parts[i - 1]?.name;
    if ((before !== '{' && before !== ',') || PUNCTUATION.has(part.name) || part.type.isError) continue;
    const value = parts[i + 1]?.name === ':' ? parts[i + 2] : undefined;
    const whole = value !== undefined && value.name !== ',' && value.name !== '}' && !value.type.isError;
    found.push({ key: part, ...(whole && { value }) });
  }
  return found;
}
