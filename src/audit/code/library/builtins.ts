/** Python's own functions. */

import { type Call, constant, dictionary, Given, listOf, type Machine, tuple } from '../flow/machine.ts';
import { roleIn } from '../flow/names.ts';
import { union } from '../flow/taints.ts';
import { allTaints, type Data, like, makeData, type Value } from '../flow/values.ts';
import type { Expression } from '../syntax/nodes.ts';
import { combined } from './combined.ts';
import { mark } from './marks.ts';
import { scoreOf } from './scores.ts';

type Builtin = (m: Machine, call: Call) => Value;

const inputs = (m: Machine, { given }: Call): Data[] =>
  given.positional.flatMap((value) => (value.kind === 'function' ? [] : (m.asData(value) ?? [])));

const length: Builtin = (m, call) => {
  const [data] = inputs(m, call);
  if (data === undefined) return constant(undefined);
  const isText = data.isItem && !data.isMatrix && data.columns === undefined && !data.isIndex;
  return isText ? like(data) : makeData({ rows: data.rows, isIndex: true, isSummary: true });
};

/** The elements of several values side by side. */
const zip: Builtin = (m, call) => listOf(tuple(...call.given.positional.map((value) => element(m, value))));

function element(m: Machine, value: Value): Value {
  const all = m.elements(value);
  return all.length === 0 ? constant(undefined) : all.reduce((a, b) => m.join(a, b));
}

const enumerated: Builtin = (m, call) => {
  const [first] = call.given.positional;
  return listOf(tuple(constant(undefined), first === undefined ? constant(undefined) : element(m, first)));
};

const collected: Builtin = (m, call) => {
  const [first] = call.given.positional;
  if (first === undefined)
    return {
      kind: 'sequence',
      shape: call.name === 'tuple' ? 'tuple' : call.name === 'list' ? 'list' : 'set',
      items: [],
      rest: undefined,
    };
  if (first.kind === 'data')
    return like(first, { name: first.name, isSet: /set$/.test(call.name) || first.isSet });
  if (first.kind === 'dictionary') return listOf(m.asData(first));
  if (first.kind === 'sequence')
    return { ...first, items: [...first.items], shape: call.name === 'tuple' ? 'tuple' : 'list' };
  return first;
};

/** `max(results)`: what scored best is chosen. */
const best: Builtin = (m, call) => {
  const key = call.given.named.get('key');
  const [first] = call.given.positional;
  if (call.given.positional.length > 1) {
    const all = inputs(m, call);
    if (m.loops > 0) for (const { scores } of all) chooses(m, scores, 'the better one is kept');
    return combined(m, all);
  }
  const items = first === undefined ? undefined : m.asData(first);
  let scores = items?.scores ?? [];
  if (key?.kind === 'function' && first !== undefined) {
    const value = m.asData(m.call(key, new Given([element(m, first)]), call));
    scores = [...scores, ...(value?.scores ?? []).map((score) => ({ ...score, depth: score.depth + 1 }))];
  }
  if (key?.kind === 'method') scores = [...scores, ...(m.asData(key.self)?.scores ?? [])];
  if (call.name !== 'sorted') chooses(m, scores, `\`${call.name}\` picks by it`);
  if (items === undefined) return makeData({ scores, isRanked: call.name === 'sorted' });
  const isPlain = items.predictions.length > 0 || items.scores.length > 0 || items.isIndex;
  const marks = call.name === 'sorted' || isPlain || items.isDrawn ? [] : mark(m, items, call.name, call);
  if (call.name === 'sorted')
    return first?.kind === 'sequence'
      ? { ...first, isRanked: true, items: [...first.items] }
      : like(items, { isRanked: true, scores });
  return like(items, { taints: union(allTaints(items), marks), scores, isSummary: true, columns: undefined });
};

/** Something is kept because of these scores: only where there were several to choose from. */
export function chooses(m: Machine, scores: Data['scores'], how: string): void {
  for (const { rows, place, depth } of scores) {
    if (depth > 0) m.facts.selections.push({ rows, place, how });
  }
}

const total: Builtin = (m, call) => {
  const [data] = inputs(m, call);
  return data === undefined
    ? constant(undefined)
    : data.predictions.length > 0 && data.scores.length === 0
      ? scoreOf(m, data.predictions, call, data)
      : makeData({
          taints:
            data.scores.length + data.predictions.length > 0
              ? data.taints
              : union(data.taints, mark(m, data, 'sum', call)),
          scores: data.scores,
          predictions: data.predictions,
          isSummary: true,
          rows: undefined,
        });
};

/** What a score is printed as: `print('test', auc)`. */
const printed: Builtin = (m, call) => {
  const role = roleIn(m.purpose);
  for (const data of inputs(m, call)) {
    for (const { place } of data.scores)
      if (role !== undefined) m.facts.claims.set(place.unit.base + place.from, role);
  }
  return constant(null);
};

const mapped: Builtin = (m, call) => {
  const [callee, over] = call.given.positional;
  if (callee === undefined || over === undefined) return constant(undefined);
  return listOf(m.call(callee, new Given([element(m, over)]), call));
};

const range: Builtin = (m, call) => {
  const data = inputs(m, call).find(({ rows }) => rows !== undefined);
  const slice = rangeSlice(m, call);
  if (data === undefined)
    return slice === undefined ? listOf(constant(undefined)) : makeData({ isIndex: true, positions: slice });
  return makeData({ rows: data.rows, isIndex: true, positions: slice });
};

/** `range(n)` as the slice `[:n]`, `range(n, len(x))` as `[n:]`; nothing for all positions. */
export function rangeSlice(m: Machine, { node }: Call): Data['positions'] {
  const [first, second] = node.args.map(({ value }) => value);
  const isAll = (end: Expression | undefined): boolean =>
    end !== undefined && /^len\(|shape\[0\]$|\.height$/.test(m.words(end));
  const { unit, from, to } = node;
  if (first === undefined || (second === undefined && isAll(first))) return undefined;
  if (second === undefined) return { kind: 'slice', unit, from, to, high: first };
  return { kind: 'slice', unit, from, to, low: first, ...(!isAll(second) && { high: second }) };
}

const passed: Builtin = (m, call) => {
  const [data] = inputs(m, call);
  return data === undefined ? constant(undefined) : like(data, { name: data.name });
};

export const BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ['len', length],
  ['zip', zip],
  ['enumerate', enumerated],
  ...'list tuple set frozenset iter reversed'.split(' ').map((name): [string, Builtin] => [name, collected]),
  ...'max min sorted'.split(' ').map((name): [string, Builtin] => [name, best]),
  ['sum', total],
  ['print', printed],
  ['display', printed],
  ['map', mapped],
  ['range', range],
  [
    'next',
    (m, call) =>
      call.given.positional[0] === undefined ? constant(undefined) : element(m, call.given.positional[0]),
  ],
  ...'int float abs round str bool tqdm'.split(' ').map((name): [string, Builtin] => [name, passed]),
  [
    'dict',
    (_m, call) => {
      const [first] = call.given.positional;
      if (first?.kind === 'data' || first?.kind === 'dictionary') return first;
      if (first?.kind === 'sequence') {
        const item = first.rest ?? first.items[0];
        return dictionary([], item?.kind === 'sequence' ? item.items[1] : undefined);
      }
      return dictionary([...call.given.named]);
    },
  ],
]);
