/** The value of an expression. */
import { columnNames, constant, dictionary, listOf } from '../flow/machine.ts';
import { roleIn } from '../flow/names.ts';
import { outerRole } from '../flow/rows.ts';
import { type ColumnNames, type Data, like, makeData, Scope, type Value } from '../flow/values.ts';
import { BUILTINS, chooses } from '../library/builtins.ts';
import { combined, stackedData } from '../library/combined.ts';
import { estimatorAttribute } from '../library/estimators.ts';
import { column, keyRole, noteTime, sliced, subscriptOf } from '../library/subsets.ts';
import type { Clause, Expression, ExpressionOf } from '../syntax/nodes.ts';
import { valueOfCall } from './calls.ts';
import { bothMasks, compared } from './compare.ts';
import { memberOf } from './objects.ts';
import type { Run } from './run.ts';

export function valueIn(r: Run, node: Expression): Value {
  if (!r.step()) return constant(undefined);
  switch (node.kind) {
    case 'name':
      return named(r, node);
    case 'constant':
      return constant(node.value);
    case 'attribute':
      return attributeOf(r, r.evaluate(node.object), node);
    case 'subscript':
      return subscripted(r, node);
    case 'call':
      return valueOfCall(r, node);
    case 'compare':
      return compared(r, node);
    case 'logic':
      return r.join(r.evaluate(node.left), r.evaluate(node.right));
    case 'binary':
      return calculated(r, node);
    case 'unary':
      return negated(r, node);
    case 'tuple':
    case 'list':
    case 'set':
      return sequenceOf(r, node);
    case 'dictionary':
      return dictionaryOf(r, node);
    case 'lambda':
      return {
        kind: 'function',
        name: 'lambda',
        parameters: node.parameters,
        body: node.body,
        scope: r.scope,
        decorators: [],
      };
    case 'comprehension':
      return comprehended(r, node);
    case 'choice': {
      const test = r.evaluate(node.test);
      if (test.kind === 'data' && r.loops > 0) chooses(r, test.scores, 'the better one is kept');
      return r.join(r.evaluate(node.yes), r.evaluate(node.no));
    }
    case 'walrus': {
      const value = r.evaluate(node.value);
      r.assign(node.target, value);
      return value;
    }
    case 'star':
      return r.evaluate(node.value);
    case 'yield': {
      const value = node.value === undefined ? constant(null) : r.evaluate(node.value);
      r.returned = r.join(r.returned, listOf(value));
      return constant(undefined);
    }
    case 'slice':
      return constant(undefined);
    case 'parts': {
      const all = node.parts.map((part) => r.evaluate(part));
      const scores = all.flatMap((value) => (value.kind === 'data' ? value.scores : []));
      if (scores.length > 0) return makeData({ scores, isSummary: true });
      return constant(formatted(r, node, all));
    }
  }
}

/** An f-string with what is known put in; where something is not, its own words stand for it. */
function formatted(r: Run, node: ExpressionOf<'parts'>, values: readonly Value[]): string {
  const words = r.words(node);
  const opening = /^[rR]?[fF][rR]?("+|'+)/.exec(words);
  if (opening === null || values.some((value) => value.kind !== 'constant' || value.value === undefined))
    return words;
  let [text, at] = ['', opening[0].length];
  for (const [i, part] of node.parts.entries()) {
    const open = words.lastIndexOf('{', part.from - node.from);
    const close = words.indexOf('}', part.to - node.from);
    if (open < at || close < 0) return words;
    const value = values[i]!;
    text += words.slice(at, open) + (value.kind === 'constant' ? String(value.value) : '');
    at = close + 1;
  }
  return text + words.slice(at, words.length - opening[1]!.length);
}

function named(r: Run, node: ExpressionOf<'name'>): Value {
  const found = r.scope.get(node.id);
  if (found !== undefined) return found;
  if (BUILTINS.has(node.id)) return { kind: 'library', path: node.id };
  const value = makeData({ rows: r.root(node, roleIn(node.id)) });
  let outermost = r.scope;
  while (outermost.outer !== undefined) outermost = outermost.outer;
  outermost.variables.set(node.id, value);
  return value;
}

/** Attributes of frames and arrays that are not columns. */
const NOT_COLUMNS =
  /^(loc|iloc|at|iat|str|dt|cat|sparse|values|T|array|na|plot|style|stat|write|rdd|data|flat|real|item|list|struct|arr|target_names|feature_names|write_stream|sql|read)$/;

export function attributeOf(r: Run, object: Value, node: ExpressionOf<'attribute'>): Value {
  const { name } = node;
  switch (object.kind) {
    case 'library':
      return { kind: 'library', path: `${object.path}.${name}` };
    case 'data':
      return dataAttribute(r, object, name);
    case 'estimator':
      return estimatorAttribute(r, object, name) ?? { kind: 'method', self: object, name };
    case 'object': {
      const found = object.attributes.get(name) ?? memberOf(object.type, name);
      if (found?.kind === 'function')
        return { ...found, self: found.decorators.includes('staticmethod') ? undefined : object };
      if (found !== undefined) return found;
      return estimatorAttribute(r, object.estimator, name) ?? { kind: 'method', self: object, name };
    }
    case 'class': {
      const found = memberOf(object, name);
      return found ?? constant(undefined);
    }
    default:
      return { kind: 'method', self: object, name };
  }
}

function dataAttribute(r: Run, self: Data, name: string): Value {
  if (/^(loc|iloc|at|iat)$/.test(name))
    return like(self, {
      accessor: { name: name.replace('at', 'loc').replace('iiloc', 'iloc'), owner: self },
      name: self.name,
    });
  if (name === 'columns')
    return { kind: 'columns', frame: self, except: new Set(), taints: self.isSummary ? self.taints : [] };
  if (/^(shape|size|height|width)$/.test(name))
    return makeData({ rows: self.rows, isIndex: true, isSummary: true });
  if (name === 'indices') return like(self, { isIndex: true, columns: undefined, taints: [] });
  if (name === 'index')
    return self.isSummary ? like(self) : like(self, { isIndex: true, columns: undefined, taints: [] });
  if (name === 'label' && self.label !== undefined) return self.label;
  if (NOT_COLUMNS.test(name))
    return like(self, {
      name: self.name,
      keys: self.keys,
      window: self.window,
      columns: name === 'values' && self.columns !== undefined ? new Map(self.columns) : self.columns,
    });
  if (self.name !== undefined || self.isExpression || self.isIndex || self.rows === undefined)
    return like(self);
  if (self.estimator !== undefined) return estimatorAttribute(r, self.estimator, name) ?? like(self);
  const role = keyRole(self, name);
  if (role !== undefined) return like(self, { rows: r.part(self.rows, `key:${role}`, role) });
  noteTime(r, self, [name]);
  return column(self, name);
}

function subscripted(r: Run, node: ExpressionOf<'subscript'>): Value {
  const object = r.evaluate(node.object);
  const values = node.index.map((part) => (part.kind === 'slice' ? constant(undefined) : r.evaluate(part)));
  const [first] = values;
  switch (object.kind) {
    case 'data': {
      if (object.isRanked && object.scores.length > 0 && first?.kind === 'constant')
        chooses(r, object.scores, 'the best one is taken');
      if (object.accessor?.owner.isRanked && first?.kind === 'constant')
        chooses(r, object.accessor.owner.scores, 'the best one is taken');
      return subscriptOf(r, object, node.index, values, node);
    }
    case 'dictionary': {
      const key = first?.kind === 'constant' ? first.value : undefined;
      const found = key === undefined ? undefined : object.entries.get(String(key));
      if (found !== undefined) return found;
      const all = [...object.entries.values()].reduce((a: Value | undefined, b) => r.join(a, b), object.rest);
      return lookedUp(r, all, first);
    }
    case 'sequence': {
      const at = first?.kind === 'constant' && typeof first.value === 'number' ? first.value : undefined;
      if (object.isRanked && at !== undefined)
        chooses(r, r.asData(object)?.scores ?? [], 'the best one is taken');
      const item = at === undefined ? undefined : object.items.at(at);
      if (item !== undefined && object.rest === undefined) return item;
      if (node.index[0]?.kind === 'slice') {
        const data = r.asData(object);
        if (data?.rows !== undefined && columnNames(object) === undefined)
          return sliced(r, data, node.index[0]);
        return object;
      }
      const elements = r.elements(object);
      const element = elements.length === 0 ? undefined : elements.reduce((a, b) => r.join(a, b));
      return lookedUp(r, element, first);
    }
    case 'columns':
      return first?.kind === 'data' ? { ...object, taints: [...object.taints, ...first.taints] } : object;
    case 'estimator':
      return object;
    case 'library': {
      const name = object.path.split('.').at(-1)!;
      const all = values.flatMap((value) => r.asData(value) ?? []);
      return name === 'c_' ? combined(r, all) : name === 'r_' ? stackedData(r, all) : makeData({});
    }
    default:
      return makeData({});
  }
}

/** What a table holds for a key: its marks meet the rows that ask. */
function lookedUp(r: Run, value: Value | undefined, key: Value | undefined): Value {
  if (value?.kind !== 'data' || key?.kind !== 'data' || key.rows === undefined)
    return value ?? constant(undefined);
  return value.isSummary ? r.made(like(value, { rows: key.rows, isSummary: false })) : value;
}

function calculated(r: Run, node: ExpressionOf<'binary'>): Value {
  const [left, right] = [r.evaluate(node.left), r.evaluate(node.right)];
  if (left.kind === 'sequence' && right.kind === 'sequence') {
    const rests = [left.rest, right.rest].flatMap((rest) => r.asData(rest) ?? []);
    const rest = rests.length > 1 ? stackedData(r, rests) : (left.rest ?? right.rest);
    if (node.operator === '-' || node.operator === '&') return { ...left };
    return { ...left, items: [...left.items, ...right.items], rest };
  }
  if (left.kind === 'columns') return left;
  if (left.kind === 'constant' && right.kind === 'constant')
    return constant(
      typeof left.value === 'string' && typeof right.value === 'string'
        ? left.value + right.value
        : undefined,
    );
  const [a, b] = [r.asData(left), r.asData(right)];
  if (a?.mask !== undefined && b?.mask !== undefined && /[&|]/.test(node.operator)) {
    return like(combined(r, [a, b]), { mask: bothMasks(node.operator, a.mask, b.mask, node) });
  }
  if (a === undefined || b === undefined) return a ?? b ?? constant(undefined);
  if (/^[+|]$/.test(node.operator) && areApart(a, b)) return stackedData(r, [a, b]);
  const result = combined(r, [a, b]);
  if (node.operator === '-' && result.taints.some(({ kind }) => kind === 'itself')) {
    return like(result, {
      name: result.name,
      taints: result.taints.filter(
        ({ kind, column: name }) => kind !== 'itself' || (b.name !== name && b.origin !== name),
      ),
    });
  }
  return result;
}

/** Whether two data are training and test rows, so that their sum holds both. */
function areApart(a: Data, b: Data): boolean {
  if (a.rows === undefined || b.rows === undefined || a.isSummary || b.isSummary || a.rows === b.rows)
    return false;
  const [roleA, roleB] = [outerRole(a.rows), outerRole(b.rows)];
  return roleA !== undefined && roleB !== undefined && roleA !== roleB;
}

function negated(r: Run, node: ExpressionOf<'unary'>): Value {
  const value = r.evaluate(node.value);
  if (value.kind !== 'data') return constant(undefined);
  if (value.mask === undefined) return like(value, { name: value.name });
  return like(value, { mask: { ...value.mask, negated: !value.mask.negated }, name: value.name });
}

function sequenceOf(r: Run, node: ExpressionOf<'tuple' | 'list' | 'set'>): Value {
  const items: Value[] = [];
  let rest: Value | undefined;
  for (const item of node.items) {
    const value = r.evaluate(item);
    if (item.kind !== 'star') items.push(value);
    else if (value.kind === 'sequence') {
      items.push(...value.items);
      rest = value.rest ?? rest;
    } else if (value.kind !== 'columns') rest = r.join(rest, value);
  }
  return { kind: 'sequence', shape: node.kind, items, rest };
}

function dictionaryOf(r: Run, node: ExpressionOf<'dictionary'>): Value {
  const result = dictionary();
  for (const { key, value } of node.entries) {
    const content = r.evaluate(value);
    const name = key === undefined ? undefined : r.evaluate(key);
    if (key === undefined && content.kind === 'dictionary') {
      for (const [inner, entry] of content.entries) result.entries.set(inner, entry);
      result.rest = content.rest ?? result.rest;
    } else if (name?.kind === 'constant' && name.value !== undefined)
      result.entries.set(String(name.value), content);
    else result.rest = r.join(result.rest, content);
  }
  return result;
}

function comprehended(r: Run, node: ExpressionOf<'comprehension'>): Value {
  const columns = filteredColumns(r, node);
  if (columns !== undefined) return columns;
  const outer = r.scope;
  r.scope = new Scope(outer);
  r.loops++;
  const entries = new Map<string, Value>();
  const results = each(r, node.clauses, 0, () => {
    const first = r.evaluate(node.element);
    if (node.value === undefined) return first;
    const value = r.evaluate(node.value);
    if (first.kind === 'constant' && first.value !== undefined) entries.set(String(first.value), value);
    return value;
  });
  r.loops--;
  r.scope = outer;
  if (node.shape === 'dictionary' && entries.size > 0 && entries.size === results.length)
    return dictionary([...entries]);
  if (node.shape === 'dictionary')
    return dictionary([], results.length === 0 ? undefined : results.reduce((a, b) => r.join(a, b)));
  const isKnown =
    results.length > 1 &&
    results.every(({ kind }) => kind === 'constant' || kind === 'estimator' || kind === 'sequence');
  if (isKnown) return { kind: 'sequence', shape: node.shape, items: results, rest: undefined };
  const rest = results.length === 0 ? undefined : results.reduce((a, b) => r.join(a, b));
  return listOf(rest);
}

/** The element for each choice of the variables. */
function each(r: Run, clauses: readonly Clause[], at: number, element: () => Value): Value[] {
  const clause = clauses[at];
  if (clause === undefined) return [element()];
  const over = r.evaluate(clause.over);
  return r.elements(over).flatMap((value) => {
    r.assign(clause.target, value);
    for (const condition of clause.conditions) r.evaluate(condition);
    return each(r, clauses, at + 1, element);
  });
}

/** `[c for c in df.columns if c not in ('y', 'id')]`. */
function filteredColumns(r: Run, node: ExpressionOf<'comprehension'>): ColumnNames | undefined {
  const [clause] = node.clauses;
  if (
    clause === undefined ||
    node.clauses.length > 1 ||
    node.element.kind !== 'name' ||
    clause.target.kind !== 'name'
  )
    return undefined;
  if (node.element.id !== clause.target.id) return undefined;
  const over = r.evaluate(clause.over);
  if (over.kind !== 'columns') return undefined;
  const except = new Set(over.except);
  const read = (condition: Expression): void => {
    if (condition.kind === 'logic') {
      read(condition.left);
      read(condition.right);
    }
    if (condition.kind !== 'compare' || (condition.operator !== 'not in' && condition.operator !== '!='))
      return;
    for (const name of columnNames(r.evaluate(condition.right)) ?? []) except.add(name);
  };
  for (const condition of clause.conditions) read(condition);
  return { ...over, except };
}
