/** Comprehensions, and those that choose columns. */
import { columnNames, dictionary, listOf } from '../flow/machine.ts';
import { allTaints, type ColumnNames, like, makeData, Scope, type Value } from '../flow/values.ts';
import type { Clause, Expression, ExpressionOf } from '../syntax/nodes.ts';
import { ofAll } from './containers.ts';
import type { Run } from './run.ts';

export function comprehended(r: Run, node: ExpressionOf<'comprehension'>): Value {
  const columns = filteredColumns(r, node);
  if (columns !== undefined) return columns;
  const outer = r.scope;
  r.scope = new Scope(outer);
  r.loops++;
  const entries = new Map<string, Value>();
  const results = each(r, node.clauses, 0, () => {
    const first = others(r, node.clauses, ofAll(r, r.evaluate(node.element)));
    if (node.value === undefined) return first;
    const value = ofKey(first, r.evaluate(node.value));
    if (first.kind === 'constant' && first.value !== undefined) entries.set(String(first.value), value);
    return value;
  });
  r.loops--;
  r.scope = outer;
  if (node.shape === 'dictionary' && entries.size > 0 && entries.size === results.length)
    return dictionary([...entries]);
  if (node.shape === 'dictionary')
    return dictionary([], results.length === 0 ? undefined : results.reduce((a, b) => r.join(a, b)));
  if (results.length > 1) return { kind: 'sequence', shape: node.shape, items: results, rest: undefined };
  const rest = results.length === 0 ? undefined : results.reduce((a, b) => r.join(a, b));
  return listOf(rest);
}

/** `[f for j, f in enumerate(frames) if j != k]`: all but the one at `k`. */
function others(r: Run, clauses: readonly Clause[], value: Value): Value {
  if (value.kind !== 'data' || value.rows === undefined || value.rows.split !== undefined) return value;
  const condition = clauses.flatMap(({ conditions }) => conditions).find((each) => each.kind === 'compare');
  if (condition?.kind !== 'compare' || condition.operator !== '!=') return value;
  const names = [condition.left, condition.right].flatMap((side) => (side.kind === 'name' ? [side.id] : []));
  const bound = clauses.flatMap(({ target }) => namesIn(target));
  const left = names.find((name) => !bound.includes(name));
  if (left === undefined || names.length < 2) return value;
  const base = value.rows.divider?.key.startsWith('item ') ? value.rows.bases[0]! : value.rows;
  const rows = r.part(base, `others ${left}`);
  rows.divider ??= { key: `item ${left}`, negated: true };
  return like(value, { rows, name: value.name });
}

const namesIn = (target: Expression): string[] =>
  target.kind === 'name' ? [target.id] : target.kind === 'tuple' ? target.items.flatMap(namesIn) : [];

/** `{name: i for i, name in enumerate(order)}`: the place of a key knows what orders the keys. */
function ofKey(key: Value, value: Value): Value {
  const taints = value.kind === 'constant' && key.kind === 'data' ? allTaints(key) : [];
  return taints.length === 0 ? value : makeData({ isSummary: true, taints });
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
