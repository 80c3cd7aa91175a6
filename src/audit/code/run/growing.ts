/** Containers that grow entry by entry in a loop: counts, sums, sets of items by user. */
import { union } from '../flow/taints.ts';
import { allTaints, type Data, makeData, type Value } from '../flow/values.ts';
import type { Expression, ExpressionOf, Place } from '../syntax/nodes.ts';
import type { Run } from './run.ts';

interface Entry {
  /** What `x` of `x[a][b]` is. */
  container: Value;
  /** The keys that come from rows. */
  keys: Data[];
}

function entryOf(r: Run, target: ExpressionOf<'subscript'>): Entry {
  const keys: Data[] = [];
  let at: Expression = target;
  while (at.kind === 'subscript') {
    for (const part of at.index) {
      const key = part.kind === 'slice' ? undefined : r.asData(r.evaluate(part));
      if (key?.rows !== undefined) keys.push(key);
    }
    at = at.object;
  }
  return { container: r.evaluate(at), keys };
}

/** `counts[item] += 1`, `sums[user] += rating`: a statistic of the rows that keys and values come from. */
export function counted(r: Run, target: ExpressionOf<'subscript'>, value: Value, place: Place): boolean {
  const { container, keys } = entryOf(r, target);
  const isTable =
    container.kind === 'dictionary' ||
    (container.kind === 'data' && (container.isSummary || container.rows === undefined));
  const data = r.asData(value);
  if (!isTable || r.loops === 0 || (data?.predictions.length ?? 0) > 0 || (data?.scores.length ?? 0) > 0)
    return false;
  const from = [...keys, ...(data?.rows === undefined ? [] : [data])].filter(({ isIndex }) => !isIndex);
  let taints = data === undefined ? [] : allTaints(data);
  for (const { rows } of from)
    taints = union(taints, [
      r.taint('statistic', rows, place, data?.rows === undefined ? 'the counts' : 'the sums'),
    ]);
  if (taints.length === 0) return false;
  const table = makeData({ isSummary: true, taints });
  if (container.kind === 'dictionary') container.rest = r.join(container.rest, table);
  else if (container.kind === 'data') {
    container.taints = union(container.taints, taints);
    container.isSummary = true;
  }
  return true;
}

/** `seen[user].add(item)`: the entry of a dictionary that has none yet. @returns whether it was one */
export function grown(r: Run, target: ExpressionOf<'subscript'>, value: Value): boolean {
  const { container } = entryOf(r, target);
  if (container.kind !== 'dictionary') return false;
  const before = container.rest;
  if (before !== undefined && before.kind !== 'sequence' && before.kind !== 'constant') return false;
  const items = before?.kind === 'sequence' ? r.join(before.rest, value) : value;
  container.rest = { kind: 'sequence', shape: 'list', items: [], rest: items };
  return true;
}
