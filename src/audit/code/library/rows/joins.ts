/** Joins: the rows of the left, and the marks of what stands beside them. */
import { type Call, columnNames, type Machine } from '../../flow/machine.ts';
import { ordersTime } from '../../flow/names.ts';
import { isWithin } from '../../flow/rows.ts';
import { NONE, union } from '../../flow/taints.ts';
import { allTaints, type Data, like, type Value } from '../../flow/values.ts';
import { drawnFrom, tested } from '../sampling.ts';
import { takenAway } from '../subsets.ts';
import { noteTime } from './column.ts';

export type FrameMethod = (m: Machine, self: Data, call: Call) => Value;

/** `a.merge(b, on=…)`: the rows of the left, and the marks of the right's columns. */
export const merge: FrameMethod = (m, self, call) => {
  const other = m.asData(call.given.at(0, 'right', 'other'));
  const how = call.given.constant(99, 'how');
  noteTime(m, self, columnNames(call.given.at(1, 'on')) ?? []);
  if (other === undefined) return like(self);
  if (how === 'cross' && m.hasNegatives) {
    return m.made(like(self, { taints: union(self.taints, drawnFrom(m, other, call, 'negatives')) }));
  }
  if (how === 'semi' || how === 'left_semi' || how === 'leftsemi') return like(self);
  if (how === 'anti' || how === 'left_anti' || call.given.constant(2, 'how') === 'left_anti')
    return withoutSeen(m, self, other, call);
  const result = joined(m, self, ofLater(m, self, other, call));
  if (!m.hasNegatives || !call.given.named.has('indicator')) return result;
  const isDrawn = allTaints(self).some(({ kind }) => kind === 'sample');
  return m.made(tested(m, like(result, { isDrawn }), other, call.place));
};

/** The other side of a join whose times were moved: its values come from later rows where its times were moved back. */
function ofLater(m: Machine, self: Data, other: Data, call: Call): Data {
  const on = columnNames(call.given.at(1, 'on')) ?? [];
  const left = [...on, ...(columnNames(call.given.named.get('left_on')) ?? [])];
  const right = [...on, ...(columnNames(call.given.named.get('right_on')) ?? [])];
  const moved = (data: Data, names: readonly string[]): number =>
    names.map((name) => data.moves?.get(name) ?? 0).find((sign) => sign !== 0) ?? 0;
  const isSelf = self.rows?.roots[0] === other.rows?.roots[0];
  if (moved(self, left) <= moved(other, right) || (isSelf && !other.closed)) return other;
  const taint = m.taint(
    'future',
    self.rows,
    call.place,
    'values of rows that a moved time joins to earlier ones',
  );
  const copy = like(other, { taints: other.closed ? other.taints : union(other.taints, [taint]) });
  for (const [name, taints] of other.columns ?? [])
    if (!right.includes(name) && !ordersTime(name)) copy.columns!.set(name, union(taints, [taint]));
  return copy;
}

/** `a.join_asof(b, strategy='forward')`: for each row the nearest in time before it, or after it. */
export const asofJoined: FrameMethod = (m, self, call) => {
  const other = m.asData(call.given.at(0, 'right', 'other'));
  if (other === undefined) return like(self);
  const direction = call.given.constant(99, 'direction', 'strategy');
  const result = joined(m, self, other);
  if (direction !== 'forward' && direction !== 'nearest') return result;
  const what = `values of the ${direction === 'forward' ? 'next' : 'nearest'} row in time`;
  return like(result, { taints: union(result.taints, [m.taint('future', self.rows, call.place, what)]) });
};

/** Candidates without those that are seen: what is left knows the rows that they are seen in. */
function withoutSeen(m: Machine, self: Data, seen: Data, { place }: Call): Data {
  const isOfAll =
    self.rows !== undefined &&
    seen.rows !== undefined &&
    self.rows !== seen.rows &&
    isWithin(self.rows, seen.rows);
  if (!isOfAll || !m.hasNegatives) return takenAway(m, self, seen);
  return m.made(tested(m, like(self, { isDrawn: true }), seen, place));
}

export function joined(m: Machine, self: Data, other: Data): Data {
  const copy = like(self, { isSummary: self.isSummary && other.isSummary });
  copy.rows ??= other.rows;
  copy.columns = new Map(self.columns);
  for (const [name, taints] of other.columns ?? []) {
    if (taints.length > 0) copy.columns.set(name, union(copy.columns.get(name) ?? NONE, taints));
  }
  if (!other.closed) copy.taints = union(copy.taints, other.taints);
  for (const taint of allTaints(copy)) {
    if (taint.rows !== undefined && copy.rows !== undefined && !(other.closed && other.isSummary))
      m.facts.meet(taint, copy.rows);
  }
  return copy;
}
