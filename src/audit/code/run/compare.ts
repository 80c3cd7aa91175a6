/** Conditions: which rows they let through, and whether something is chosen by them. */

import { ordersTime, roleIn } from '../flow/names.ts';
import { innerRole } from '../flow/rows.ts';
import { allTaints, type Mask, makeData, type Value } from '../flow/values.ts';
import { noteTime } from '../library/rows/column.ts';
import { tested } from '../library/sampling.ts';
import { scoreOf } from '../library/scores.ts';
import type { Expression, ExpressionOf } from '../syntax/nodes.ts';
import type { Run } from './run.ts';

export function compared(r: Run, node: ExpressionOf<'compare'>): Value {
  const [left, right] = [r.evaluate(node.left), r.evaluate(node.right)];
  if (/\bin$/.test(node.operator)) return membership(r, node, right);
  const [a, b] = [left.kind === 'data' ? left : undefined, right.kind === 'data' ? right : undefined];
  const self = a?.rows !== undefined || a?.isExpression ? a : (b ?? a);
  if (self === undefined) return { kind: 'constant', value: undefined };
  const operator = self === a ? node.operator : flipped(node.operator);
  const other = self === a ? right : left;
  const column = self.name ?? self.origin;
  const kept = operator === '>=' ? '<' : operator === '>' ? '<=' : operator === '!=' ? '==' : operator;
  const [on, bound] = self === a ? [node.left, node.right] : [node.right, node.left];
  // A condition and its opposite have one key: `ts < cut` and `ts >= cut`.
  const mask: Mask = {
    key: `${self.rows?.id ?? ''}:${column ?? r.words(on)}${kept}${r.words(bound)}`,
    negated: kept !== operator,
    kind: 'other',
    place: node,
  };
  const isTime =
    (column !== undefined && (ordersTime(column) || column === self.rows?.timed)) ||
    (self.isIndex && isDate(other)) ||
    isDate(other) ||
    namesTime(node);
  if (self.isRandom !== undefined) Object.assign(mask, { kind: 'random', place: self.isRandom });
  else if (
    other.kind === 'constant' &&
    typeof other.value === 'string' &&
    roleIn(other.value) !== undefined &&
    /^[!=]=$/.test(operator)
  ) {
    Object.assign(mask, {
      kind: 'role',
      role: roleIn(other.value),
      key: `${column}=${other.value}`,
      negated: operator === '!=',
    });
  } else if (isTime && /^[<>]/.test(operator)) mask.kind = 'before';
  else if (/^[!=]=$/.test(operator) && /fold|split/i.test(column ?? (on.kind === 'name' ? on.id : ''))) {
    Object.assign(mask, { kind: 'role', role: 'test', key: `${column ?? r.words(on)}:${r.words(bound)}` });
  }
  if (isTime && column !== undefined) noteTime(r, self, [column]);
  const both = [a, b].filter((data) => data !== undefined);
  return makeData({
    rows: self.rows,
    mask,
    name: column,
    origin: self.origin,
    isExpression: self.isExpression,
    isSummary: self.isSummary,
    taints: both.flatMap((data) =>
      allTaints(data).filter(({ fitted, kind }) => fitted || kind === 'future' || kind === 'sample'),
    ),
    predictions: both.flatMap(({ predictions }) => predictions),
    scores: /[<>]/.test(operator) ? both.flatMap(({ scores }) => scores) : [],
  });
}

const flipped = (operator: string): string =>
  operator.startsWith('<')
    ? `>${operator.slice(1)}`
    : operator.startsWith('>')
      ? `<${operator.slice(1)}`
      : operator;

const isDate = (value: Value): boolean =>
  value.kind === 'constant' && typeof value.value === 'string' && /^\d{4}-\d\d/.test(value.value);

/** `ts < cut`, of arrays without column names. */
function namesTime({ left, right }: ExpressionOf<'compare'>): boolean {
  return [left, right].some((side) => {
    const word = side.kind === 'name' ? side.id : side.kind === 'attribute' ? side.name : '';
    return ordersTime(word) || /cut_?(off)?|split_?(time|date|ts|point)|boundary/i.test(word);
  });
}

/** `item in seen[user]`: what is kept or drawn again knows that set. */
function membership(r: Run, node: ExpressionOf<'compare'>, right: Value): Value {
  const against = r.asData(right);
  if (against === undefined) return { kind: 'constant', value: undefined };
  const asked = r.asData(r.evaluate(node.left));
  if (asked?.rows !== undefined) {
    for (const taint of allTaints(against))
      if (taint.kind === 'statistic' && taint.rows !== undefined) r.facts.meet(taint, asked.rows);
  }
  const predictions = [...against.predictions, ...(asked?.predictions ?? [])];
  if (predictions.length > 0) return scoreOf(r, [...new Set(predictions)], { name: 'in', place: node });
  if (!r.hasNegatives) return { kind: 'constant', value: undefined };
  for (const name of namesIn(node.left)) {
    const value = r.scope.get(name);
    if (value?.kind === 'data') r.scope.variables.set(name, tested(r, value, against, node));
  }
  return { kind: 'constant', value: undefined };
}

function namesIn(node: Expression): string[] {
  if (node.kind === 'name') return [node.id];
  return node.kind === 'tuple' ? node.items.flatMap(namesIn) : [];
}

/** `a & b`, `a | b` of masks. */
export function bothMasks(operator: string, a: Mask, b: Mask, place: Mask['place']): Mask {
  const mask: Mask = {
    key: `${a.key}${a.negated}${operator}${b.key}${b.negated}`,
    negated: false,
    kind: 'other',
    place,
  };
  if (operator !== '&') return mask;
  const inTime = [a, b].filter(({ kind }) => kind === 'before' || kind === 'after');
  const sides = new Set(inTime.map(({ kind, negated }) => (kind === 'before') !== negated));
  if (sides.size === 2) return { ...mask, kind: 'between' };
  const telling = [a, b].find(({ kind }) => kind === 'role') ?? [a, b].find(({ kind }) => kind !== 'other');
  if (telling === undefined) return mask;
  if (telling.kind === 'part')
    return {
      ...mask,
      kind: 'role',
      role: telling.rows && (telling.negated ? 'train' : innerRole(telling.rows)),
    };
  return { ...telling, key: mask.key };
}
