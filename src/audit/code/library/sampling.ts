/** Drawing at random: rows, their order, and items as negatives. */
import type { Call, Machine } from '../flow/machine.ts';
import type { Rows, Split } from '../flow/rows.ts';
import { NONE, type Taint, union } from '../flow/taints.ts';
import { type Data, like, makeData, type Value } from '../flow/values.ts';

/** The rows that a set of items is known from. */
function poolsOf(data: Data): Rows[] {
  const rows = data.taints.flatMap((taint) =>
    (taint.kind === 'pool' || taint.kind === 'sample' || taint.kind === 'statistic') &&
    taint.rows !== undefined
      ? [taint.rows]
      : [],
  );
  return data.rows === undefined || data.isIndex ? rows : [...rows, data.rows];
}

/** Marks of what is drawn from a pool. */
export function drawnFrom(
  m: Machine,
  data: Data,
  call: { place: Call['place'] },
  what: string,
): readonly Taint[] {
  let taints: readonly Taint[] = NONE;
  for (const rows of poolsOf(data)) taints = union(taints, [m.taint('sample', rows, call.place, what)]);
  return taints;
}

/** `np.random.choice(items, 5)`, `random.sample(sorted(items), 5)`. */
export function drawn(m: Machine, call: Call): Value {
  const { given, place } = call;
  const pool = m.asData(given.at(0, 'a', 'population', 'seq', 'x'));
  if (pool === undefined) return makeData({ isDrawn: true });
  if (pool.isIndex && pool.rows !== undefined) {
    const split: Split = { kind: 'random', place, by: call.name, rows: pool.rows };
    return makeData({
      isIndex: true,
      isDrawn: true,
      rows: m.part(pool.rows, `drawn:${place.unit.base + place.from}`, 'train', split, true),
    });
  }
  if (!m.hasNegatives) return like(pool, { isDrawn: true });
  const weights = m.asData(given.at(3, 'p', 'weights'));
  let taints = drawnFrom(m, pool, call, 'negatives');
  if (weights !== undefined) taints = union(taints, drawnFrom(m, weights, call, 'negatives'));
  return makeData({ taints, isDrawn: true, isSummary: true });
}

/** `rng.permutation(len(df))`, `rng.permutation(x)`. */
export function permuted(m: Machine, call: Call): Value {
  const data = m.asData(call.given.at(0, 'x', 'a'));
  if (data === undefined) return makeData({});
  if (data.rows === undefined) return like(data);
  const mixed = m.part(data.rows, `mixed:${call.place.unit.base + call.place.from}`);
  mixed.shuffled = call.place;
  return like(data, { rows: mixed, isSummary: false });
}

/** `rng.shuffle(x)`: in place. */
export function shuffledInPlace(m: Machine, call: Call): Value {
  const value = call.given.positional[0];
  const data = m.asData(value);
  if (data?.rows !== undefined) {
    const mixed = m.part(data.rows, `mixed:${call.place.unit.base + call.place.from}`);
    mixed.shuffled = call.place;
    data.rows = mixed;
    if (value?.kind === 'sequence') {
      value.items = [];
      value.rest = data;
    }
  }
  return makeData({});
}

/** `rng.random(len(df))`: a number for each row. */
export function randomNumbers(m: Machine, call: Call): Data {
  const size = call.given
    .all()
    .map((value) => m.asData(value))
    .find((data) => data?.rows !== undefined);
  return makeData({
    rows: size?.rows,
    isRandom: call.place,
    isDrawn: true,
    isSummary: size === undefined,
    isExpression: size === undefined && /^rand/.test(call.name),
  });
}

/** What is tested against a set of items knows that set: `while item in seen[user]`. */
export function tested(m: Machine, value: Data, against: Data, place: Call['place']): Data {
  const isDrawn = value.isDrawn || value.taints.some(({ kind }) => kind === 'sample');
  let taints = value.taints;
  for (const rows of poolsOf(against)) {
    taints = union(taints, [
      isDrawn ? m.taint('sample', rows, place, 'negatives') : m.taint('pool', rows, place, 'interactions'),
    ]);
  }
  return like(value, { taints, name: value.name, isDrawn: value.isDrawn });
}

/** `np.setdiff1d(items, seen)`. */
export function difference(m: Machine, call: Call): Value {
  const [a, b] = call.given.positional.map((value) => m.asData(value));
  if (a === undefined) return makeData({});
  if (b === undefined) return like(a);
  if (a.isIndex && a.rows !== undefined && b.rows !== undefined && b.isIndex)
    return like(a, { rows: m.rest(a.rows, b.rows) });
  return tested(m, a, b, call.place);
}
