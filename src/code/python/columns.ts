/**
 * Where Python names columns: string literals in the places where a column is meant, never an equal word elsewhere. There
 * are no types to ask, so the place and the names around it decide (names.ts).
 */
import type { ColumnUse } from '../use.ts';
import {
  callRule,
  holdsColumns,
  isOtherMapping,
  KEYED_KEYWORDS,
  PLOT_KEYWORDS,
  runsOverColumns,
  takesColumns,
} from './names.ts';
import { type PythonSource, type SyntaxNode, stringValue } from './parse.ts';
import { argumentsOf, assignmentsOf, calleeOf, children, elements, lastName, subscript } from './syntax.ts';
import { columnsIn, type Found, keysOf } from './values.ts';

/** In order of their place; each literal once. */
export function columnUses({ text, tree }: PythonSource): ColumnUse[] {
  const uses = new Map<number, ColumnUse>();
  const found: Found = (use) => uses.set(use.from, use);
  tree.iterate({
    enter({ name, node }) {
      readers[name]?.(node, text, found);
    },
  });
  return [...uses.values()].sort((a, b) => a.from - b.from);
}

type Reader = (node: SyntaxNode, text: string, found: Found) => void;

const readers: Record<string, Reader> = {
  MemberExpression: readSubscript,
  CallExpression: readCall,
  AssignStatement: readAssignment,
  UpdateStatement: readAssignment,
  NamedExpression: readAssignment,
  ParamList: readDefaults,
  ForStatement: readLoop,
  ArrayComprehensionExpression: readLoop,
  SetComprehensionExpression: readLoop,
  DictionaryComprehensionExpression: readLoop,
  ComprehensionExpression: readLoop,
  ArgList: readLoop, // f(x for x in …) has no node of its own
  BinaryExpression: readComparison,
  ReturnStatement: readReturn,
};

/** `df["x"]`, `df[["x", "y"]]`, `df.loc[rows, "x"]`; `df.loc["x"]` is a row. */
function readSubscript(node: SyntaxNode, text: string, found: Found): void {
  const read = subscript(node);
  if (read === undefined || read.object.name === 'String' || isType(node)) return;
  const name = lastName(read.object, text) ?? '';
  if (isOtherMapping(name)) return;
  const byRow = name === 'loc' || name === 'at';
  if (byRow && read.count === 1) return;
  for (const index of byRow ? read.indices.slice(-1) : read.indices) {
    if (index.name === 'String' || /^(Array|Tuple|Parenthesized)Expression$/.test(index.name)) {
      columnsIn(index, text, found);
    }
  }
}

/** `Literal["x"]` in an annotation is no subscript of data. */
function isType({ parent }: SyntaxNode): boolean {
  for (let at = parent; at !== null; at = at.parent) if (at.name === 'TypeDef') return true;
  return false;
}

function readCall(call: SyntaxNode, text: string, found: Found): void {
  const callee = calleeOf(call, text);
  const list = call.getChild('ArgList');
  if (callee === undefined || list === null) return;
  const receiver = callee.receiver && (lastName(callee.receiver, text) ?? '');
  const rule = callRule(callee.name, receiver);
  const args = argumentsOf(list);
  const keywords = new Set(
    args.flatMap(({ keyword }) => (keyword ? [text.slice(keyword.from, keyword.to)] : [])),
  );
  let position = 0;
  for (const { keyword, value } of args) {
    const dictionary = value.name === 'DictionaryExpression';
    if (keyword === undefined) {
      if (dictionary && (rule?.keyed || rule?.positional)) keysOf(value, text, found);
      else if (rule !== undefined && position < rule.positional) columnsIn(value, text, found);
      position++;
      continue;
    }
    const name = text.slice(keyword.from, keyword.to);
    if (rule?.names) found({ name, from: keyword.from, to: keyword.to });
    if (rule?.names && callee.name === 'assign') continue;
    const known =
      takesColumns(name) ||
      rule?.keywords?.includes(name) ||
      (PLOT_KEYWORDS.has(name) && keywords.has('data'));
    if (dictionary && (known || rule?.keyed || KEYED_KEYWORDS.has(name))) keysOf(value, text, found);
    else if (known) columnsIn(value, text, found);
    else if (rule?.keyed && value.name === 'TupleExpression') readNamedAggregate(value, text, found);
  }
  if (/^(make_)?column_transformer$|^ColumnTransformer$/.test(callee.name))
    readTransformers(list, text, found);
}

/** `.agg(total=("dwell_ms", "sum"))`: the first of the two. */
function readNamedAggregate(pair: SyntaxNode, text: string, found: Found): void {
  const [column] = elements(pair);
  if (column !== undefined) columnsIn(column, text, found);
}

/** `ColumnTransformer([("numbers", StandardScaler(), ["x"])])`: the last of each tuple. */
function readTransformers(list: SyntaxNode, text: string, found: Found): void {
  for (const { value } of argumentsOf(list)) {
    const tuples = value.name === 'ArrayExpression' ? elements(value) : [value];
    for (const tuple of tuples) {
      const columns = tuple.name === 'TupleExpression' ? elements(tuple).at(-1) : undefined;
      if (columns !== undefined) columnsIn(columns, text, found);
    }
  }
}

/** `feature_cols = [...]`, `self.sparse_features += [...]`. */
function readAssignment(node: SyntaxNode, text: string, found: Found): void {
  for (const { target, value } of assignmentsOf(node)) {
    if (holdsColumns(lastName(target, text) ?? '')) columnsIn(value, text, found);
  }
}

/** `def train(df, features=("x", "y"))`. */
function readDefaults(list: SyntaxNode, text: string, found: Found): void {
  for (const { keyword, value } of argumentsOf(list)) {
    if (keyword !== undefined && holdsColumns(text.slice(keyword.from, keyword.to)))
      columnsIn(value, text, found);
  }
}

/** `for col in ["x", "y"]`, `[SparseFeat(f) for f in ("x", "y")]`. */
function readLoop(node: SyntaxNode, text: string, found: Found): void {
  const parts = children(node);
  for (const [i, part] of parts.entries()) {
    if (part.name !== 'for') continue;
    const variables = parts.slice(
      i + 1,
      parts.findIndex((other, k) => k > i && other.name === 'in'),
    );
    const over = parts[i + variables.length + 2];
    const ofColumns = variables.some((variable) => runsOverColumns(lastName(variable, text) ?? ''));
    if (ofColumns && over !== undefined) columnsIn(over, text, found);
  }
}

/** `"x" in df.columns`, `col not in ("x", "y")`, `c != "x"`. */
function readComparison(node: SyntaxNode, text: string, found: Found): void {
  const parts = children(node);
  const compares = parts.some(
    ({ name, from, to }) => name === 'in' || (name === 'CompareOp' && /^[!=]=$/.test(text.slice(from, to))),
  );
  const [left, right] = [parts[0], parts.at(-1)];
  if (!compares || left === undefined || right === undefined) return;
  const named = (node: SyntaxNode): string => lastName(node, text) ?? '';
  if (runsOverColumns(named(left))) columnsIn(right, text, found);
  else if (stringValue(left, text) !== undefined && holdsColumns(named(right))) columnsIn(left, text, found);
}

/** `def feature_columns(): return ["x", "y"]`. */
function readReturn(node: SyntaxNode, text: string, found: Found): void {
  let at = node.parent;
  while (at !== null && at.name !== 'FunctionDefinition' && at.name !== 'LambdaExpression') at = at.parent;
  const name = at?.getChild('VariableName');
  const value = node.lastChild;
  if (name && value && holdsColumns(text.slice(name.from, name.to))) columnsIn(value, text, found);
}
