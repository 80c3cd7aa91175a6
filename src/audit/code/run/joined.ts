/** One value for two that a variable may have. */
import { union } from '../flow/taints.ts';
import { type Data, like, type Value } from '../flow/values.ts';

export function joinValues(a: Value | undefined, b: Value | undefined): Value | undefined {
  if (a === undefined || a === b) return b;
  if (b === undefined) return a;
  if (a.kind === 'data' && b.kind === 'data') return joinData(a, b);
  if (a.kind === 'constant' && b.kind === 'constant')
    return a.value === b.value ? a : { kind: 'constant', value: undefined };
  if (a.kind === 'constant') return b;
  if (b.kind === 'constant') return a;
  if (a.kind === 'sequence' && b.kind === 'sequence' && a.items.length === b.items.length) {
    return {
      ...a,
      items: a.items.map((item, i) => joinValues(item, b.items[i]) ?? item),
      rest: joinValues(a.rest, b.rest),
    };
  }
  if (a.kind === 'sequence' && b.kind === 'sequence') return a.items.length > b.items.length ? a : b;
  return b;
}

function joinData(a: Data, b: Data): Data {
  const [first, second] = a.rows === undefined || a.isSummary ? [b, a] : [a, b];
  const columns =
    second.columns === undefined && first.columns === undefined ? undefined : new Map(first.columns);
  for (const [name, taints] of second.columns ?? [])
    columns?.set(name, union(columns.get(name) ?? [], taints));
  const both = <T>(x: readonly T[], y: readonly T[]): readonly T[] =>
    y.length === 0 ? x : [...new Set([...x, ...y])].slice(-60);
  return like(first, {
    taints: union(first.taints, second.taints),
    columns,
    closed: first.closed && second.closed,
    predictions: both(first.predictions, second.predictions),
    scores: both(first.scores, second.scores),
    name: first.name === second.name ? first.name : undefined,
    mask: first.mask,
    keys: first.keys,
    isDrawn: first.isDrawn || second.isDrawn,
  });
}
