/** `x[…]`: columns by name, rows by position, mask or index, and what a table holds for keys. */
import { columnNames, type Machine } from '../../flow/machine.ts';
import { overlap, type Split } from '../../flow/rows.ts';
import { type Taint, union } from '../../flow/taints.ts';
import { allTaints, type Data, like, type Mask, taintsOfColumn, type Value } from '../../flow/values.ts';
import type { Expression, Place } from '../../syntax/nodes.ts';
import { masked, selected } from '../masks.ts';
import { column, keyRole, noteTime, withoutColumns } from './column.ts';

/** `x[…]` of data. */
export function subscriptOf(
  m: Machine,
  self: Data,
  index: readonly Expression[],
  values: readonly Value[],
  place: Place,
): Value {
  const accessor = self.accessor?.name;
  const owner = self.accessor?.owner ?? self;
  if (accessor === 'loc' || accessor === 'iloc' || index.length > 1) {
    const rows = byRows(m, owner, index[0], values[0], place, accessor === 'loc');
    const second = values[1];
    if (second === undefined || accessor === 'iloc') return rows;
    if (second.kind === 'data' && second.taints.length > 0)
      return like(rows, { taints: union(rows.taints, second.taints) });
    return byColumns(m, rows, second) ?? rows;
  }
  const only = values[0];
  if (only !== undefined && index[0]?.kind !== 'slice') {
    const columns = byColumns(m, owner, only);
    if (columns !== undefined) return columns;
  }
  return byRows(m, owner, index[0], only, place, false);
}

/** `df['x']`, `df[['x', 'y']]`, `df[columns]`; undefined where the index is not one of columns. */
function byColumns(m: Machine, self: Data, index: Value): Data | undefined {
  if (index.kind === 'constant') {
    if (typeof index.value !== 'string') return undefined;
    noteTime(m, self, [index.value]);
    const role = keyRole(self, index.value);
    if (role !== undefined && self.rows !== undefined)
      return like(self, { rows: m.part(self.rows, `key:${role}`, role) });
    return column(self, index.value);
  }
  if (index.kind === 'columns') return withoutColumns(self, [...index.except], index.taints);
  if (index.kind !== 'sequence') return undefined;
  const names = columnNames(index);
  if (names === undefined) {
    const inside = m.asData(index);
    return inside?.rows === undefined && inside?.mask === undefined
      ? like(self, { taints: union(self.taints, inside?.taints ?? []) })
      : undefined;
  }
  if (names.length === 0) return self;
  noteTime(m, self, names);
  const columns = new Map<string, readonly Taint[]>();
  for (const name of names) columns.set(name, taintsOfColumn(self, name));
  return like(self, {
    columns,
    closed: true,
    taints: [],
    keys: self.keys,
    ...(names.length === 1 && { name: names[0] }),
  });
}

function byRows(
  m: Machine,
  self: Data,
  node: Expression | undefined,
  index: Value | undefined,
  place: Place,
  isLabel: boolean,
): Data {
  const { rows } = self;
  if (node?.kind === 'slice') return sliced(m, self, node);
  if (index?.kind !== 'data') {
    const inside = index === undefined || index.kind === 'constant' ? undefined : m.asData(index);
    if (inside === undefined)
      return like(
        self,
        isLabel || index?.kind === 'constant' ? {} : { rows: rows && m.part(rows, m.words(place)) },
      );
    index = inside;
  }
  if (index.mask !== undefined) {
    if (rows === undefined) return like(self);
    return m.made(like(self, { rows: masked(m, rows, drawnMask(self, index) ?? index.mask) }));
  }
  if (index.isIndex && index.positions !== undefined) return sliced(m, self, index.positions);
  if (index.isIndex && index.rows !== undefined) {
    const part = like(self, {
      rows: selected(m, rows, index.rows),
      isSummary: false,
      isDrawn: self.isDrawn || index.isDrawn,
    });
    return self.columns === undefined ? m.made(part) : part;
  }
  // A table that is looked up: what it holds meets the rows that ask.
  const taints = union(
    allTaints(self),
    index.taints.filter(
      ({ fitted }) => fitted || self.isSummary || (index.isSummary && index.rows === undefined),
    ),
  );
  if (self.isSummary || (index.rows !== undefined && rows === undefined)) {
    return m.made(
      like(self, { rows: index.rows ?? rows, taints, columns: undefined, isSummary: false, name: self.name }),
    );
  }
  const isOfOthers =
    index.rows !== undefined &&
    rows !== undefined &&
    (self.isMatrix ? index.rows !== rows : !overlap(rows, index.rows));
  if (isOfOthers && !index.isSummary) {
    // Positions that a file names are positions in these rows; any other values look something up.
    const isPositions = index.rows!.isNamed && index.rows!.bases.length === 0;
    const found = isPositions ? selected(m, rows, index.rows!) : index.rows;
    return like(self, { taints, isIndex: false, isMatrix: false, rows: found });
  }
  return like(self, { taints, predictions: union2(self, index), isDrawn: self.isDrawn || index.isDrawn });
}

const union2 = (a: Data, b: Data): Data['predictions'] =>
  b.predictions.length === 0 ? a.predictions : [...new Set([...a.predictions, ...b.predictions])];

/** `x[:n]`, `x[n:]`, `x[a:b]`: parts by position, once there is more than one of them. */
export function sliced(m: Machine, self: Data, node: Extract<Expression, { kind: 'slice' }>): Data {
  const { rows } = self;
  const { low, high, step } = node;
  if (rows === undefined) return like(self);
  if (low === undefined && high === undefined) {
    const isBack = step?.kind === 'constant' && Number(step.value) < 0;
    return like(
      self,
      isBack ? { reversed: !self.reversed, name: self.name, keys: self.keys } : { name: self.name },
    );
  }
  const isStart = low === undefined || (low.kind === 'constant' && low.value === 0);
  const role = isStart ? 'train' : high === undefined ? 'test' : 'valid';
  const key = `[${low === undefined ? '' : m.words(low)}:${high === undefined ? '' : m.words(high)}]`;
  const isWindow = m.loops > 0 && [low, high].every((end) => end?.kind === 'name' || end?.kind === 'binary');
  const split: Split = { kind: 'position', place: node, by: m.words(node), rows, isWindow };
  return m.made(like(self, { rows: m.part(rows, key, role, split, true), name: self.name }));
}

/** A mask by a column of random numbers is random. */
export function drawnMask(self: Data, condition: Data): Mask | undefined {
  const { mask } = condition;
  const place = self.draws?.get(condition.name ?? condition.origin ?? '');
  return mask === undefined || place === undefined
    ? mask
    : { ...mask, kind: 'random', place, negated: mask.negated };
}
