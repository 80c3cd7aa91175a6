/** The value of an expression. */
import { constant, dictionary, listOf } from '../flow/machine.ts';
import { ordersTime, roleIn } from '../flow/names.ts';
import { outerRole } from '../flow/rows.ts';
import { type Data, like, makeData, type Value } from '../flow/values.ts';
import { BUILTINS, chooses } from '../library/builtins.ts';
import { combined, multiplied, stackedData } from '../library/combined.ts';
import { tested } from '../library/sampling.ts';
import { scoreOf } from '../library/scores.ts';
import type { Expression, ExpressionOf } from '../syntax/nodes.ts';
import { attributeOf, subscripted } from './access.ts';
import { valueOfCall } from './calls.ts';
import { bothMasks, compared } from './compare.ts';
import { comprehended } from './comprehensions.ts';
import type { Run } from './run.ts';
import { truth } from './truth.ts';

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
      const known = truth(r, node.test);
      if (known !== undefined) return r.evaluate(known ? node.yes : node.no);
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
  const moved = movedTime(node.operator, left, right);
  if (moved !== undefined) return moved;
  if (a === undefined || b === undefined) return a ?? b ?? constant(undefined);
  if (/^[+|]$/.test(node.operator) && areApart(a, b)) return stackedData(r, [a, b]);
  const hits = node.operator === '&' && (a.isSet || b.isSet) ? [...a.predictions, ...b.predictions] : [];
  if (hits.length > 0) return scoreOf(r, [...new Set(hits)], { name: '&', place: node });
  if (node.operator === '-' && (a.isSet || b.isSet) && r.hasNegatives) return tested(r, a, b, node);
  const result = combined(r, onOther(a, b));
  if (node.operator === '@') return multiplied(r, [a, b], node);
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

/** Predictions of a matrix, beside other entries of it: there they are tested. */
function onOther(a: Data, b: Data): [Data, Data] {
  const moved = (x: Data, { rows, isMatrix, isSummary, predictions }: Data): Data =>
    isMatrix && !isSummary && rows?.isPart && predictions.length === 0 && x.predictions.length > 0
      ? like(x, { rows, predictions: x.predictions.map((each) => ({ ...each, rows })) })
      : x;
  return [moved(a, b), moved(b, a)];
}

/** `df['date'] - pd.Timedelta(days=1)`: a time that is moved. */
function movedTime(operator: string, left: Value, right: Value): Data | undefined {
  if (left.kind !== 'data' || !/^[+-]$/.test(operator)) return undefined;
  const name = left.name ?? left.origin;
  if (name === undefined || !(ordersTime(name) || left.rows?.timed === name)) return undefined;
  const sign =
    right.kind === 'constant' && typeof right.value === 'number'
      ? Math.sign(right.value)
      : right.kind === 'data' && right.rows === undefined && !right.isExpression
        ? right.moved
        : 0;
  if (sign === 0) return undefined;
  return like(left, { name: left.name, moved: operator === '+' ? sign : -sign });
}

/** Whether two data are training and test rows, so that their sum holds both. */
function areApart(a: Data, b: Data): boolean {
  if (a.rows === undefined || b.rows === undefined || a.rows === b.rows) return false;
  if (a.isSummary || b.isSummary || a.isItem || b.isItem) return false;
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
