/** What a target keeps of a value: names, attributes, columns, items and cells. */
import { columnNames, constant, dictionary } from '../flow/machine.ts';
import { roleIn } from '../flow/names.ts';
import { innerRole, type Rows, type Split } from '../flow/rows.ts';
import { NONE, union } from '../flow/taints.ts';
import { type Data, like, makeData, type Value } from '../flow/values.ts';
import { setColumns } from '../library/columns.ts';
import { noteTime } from '../library/rows/column.ts';
import { sliced } from '../library/rows/subscripts.ts';
import { callRows } from '../library/splits.ts';
import { type Expression, type ExpressionOf, startOf } from '../syntax/nodes.ts';
import { put } from './containers.ts';
import type { Run } from './run.ts';

export function assignTo(r: Run, target: Expression, value: Value): void {
  switch (target.kind) {
    case 'name':
      r.scope.variables.set(target.id, called(r, target.id, value));
      return;
    case 'tuple':
    case 'list':
      unpack(r, target.items, value);
      return;
    case 'star':
      r.assign(target.value, value);
      return;
    case 'attribute': {
      const object = r.evaluate(target.object);
      if (object.kind === 'object') object.attributes.set(target.name, called(r, target.name, value));
      else if (object.kind === 'data' && object.rows !== undefined) {
        if (target.name !== 'columns' && target.name !== 'index') setColumns(r, object, [target.name], value);
      } else if (object.kind === 'estimator') object.options.set(target.name, value);
      return;
    }
    case 'subscript': {
      const object = r.evaluate(target.object);
      const values = target.index.map((part) =>
        part.kind === 'slice' ? constant(undefined) : r.evaluate(part),
      );
      if (object.kind === 'dictionary') calledPart(target.object, value);
      if (object.kind === 'constant' && target.object.kind === 'subscript') nested(r, target.object, value);
      assignItem(r, object, target.index, values, value);
      return;
    }
  }
}

/** `by_user[user][item] = rating`: an entry of a dictionary that is not there yet. */
function nested(r: Run, target: ExpressionOf<'subscript'>, value: Value): void {
  const outer = r.evaluate(target.object);
  if (outer.kind !== 'dictionary') return;
  const inner = outer.rest?.kind === 'dictionary' ? outer.rest : dictionary();
  inner.rest = r.join(inner.rest, value);
  outer.rest = inner;
}

/** `user_test[user] = items[-1]`: what the name of the dictionary says of a part that is put into it. */
function calledPart(target: Expression, value: Value): void {
  const role =
    target.kind === 'name'
      ? roleIn(target.id)
      : target.kind === 'attribute'
        ? roleIn(target.name)
        : undefined;
  const part = value.kind === 'sequence' ? (value.rest ?? value.items[0]) : value;
  if (role !== undefined && part?.kind === 'data' && part.rows?.isPart) callRows(part.rows, role);
}

/** What the name says of the value. */
function called(r: Run, name: string, value: Value): Value {
  if (value.kind === 'sequence' && value.items.length === 0) {
    const rows = r.asData(value)?.rows;
    const role = roleIn(name);
    if (rows !== undefined && role !== undefined) callRows(rows, role);
  }
  if (value.kind === 'data' && value.rows !== undefined && !value.isSummary && value.mask === undefined) {
    const role = roleIn(name);
    if (role !== undefined) callRows(value.rows, role);
    if (
      /^(time_?stamps?|dates?|datetimes?|times|ts)$/i.test(name) &&
      !value.isExpression &&
      value.predictions.length === 0
    )
      noteTime(r, value, [name]);
  }
  if (
    value.kind === 'data' &&
    value.name !== undefined &&
    !value.isSummary &&
    /^y(_|$)|^(labels?|targets?)$/i.test(name)
  )
    r.facts.labels.add(value.name);
  if (value.kind === 'data' && value.scores.length > 0) {
    const role = roleIn(name);
    if (role !== undefined)
      for (const { place } of value.scores) r.facts.claims.set(place.unit.base + place.from, role);
  }
  return value;
}

function unpack(r: Run, targets: readonly Expression[], value: Value): void {
  if (value.kind === 'sequence' && value.rest === undefined && value.items.length > 0) {
    const star = targets.findIndex(({ kind }) => kind === 'star');
    for (const [i, target] of targets.entries()) {
      const at = star >= 0 && i > star ? i - targets.length + value.items.length : i;
      r.assign(target, value.items[at] ?? constant(undefined));
    }
    return;
  }
  const data = value.kind === 'data' ? value : undefined;
  const isFresh =
    data?.rows !== undefined &&
    data.rows.bases.length === 0 &&
    data.rows.parts.length === 0 &&
    data.columns === undefined &&
    data.predictions.length === 0 &&
    r.loops === 0 &&
    ![...r.scope.variables.values()].some((known) => known.kind === 'data' && known.rows === data.rows);
  const parts = data === undefined ? undefined : namedParts(r, data, targets);
  for (const [i, target] of targets.entries()) {
    const role = isFresh && target.kind === 'name' ? roleIn(target.id) : undefined;
    if (role !== undefined) r.assign(target, makeData({ rows: r.root(data!.rows!.place ?? target, role) }));
    else if (data !== undefined)
      r.assign(target, like(data, { name: undefined, rows: parts?.[i] ?? data.rows }));
    else {
      const elements = r.elements(value);
      r.assign(target, elements.length === 0 ? constant(undefined) : elements.reduce((a, b) => r.join(a, b)));
    }
  }
}

/** `train_data, test_data = split(data)` of a function that is not known: its names say that it divides the rows. */
function namedParts(r: Run, data: Data, targets: readonly Expression[]): (Rows | undefined)[] | undefined {
  const { rows } = data;
  const roles = targets.map((target) => (target.kind === 'name' ? roleIn(target.id) : undefined));
  const isDivision = roles.includes('train') && roles.some((role) => role === 'test' || role === 'valid');
  const isRows = rows !== undefined && !data.isSummary && data.scores.length + data.predictions.length === 0;
  if (!isDivision || !isRows || innerRole(rows) !== undefined) return undefined;
  const split: Split = { kind: 'mask', place: targets[0]!, by: 'the names', rows };
  return roles.map((role) => role && r.part(rows, `names:${startOf(split.place)}:${role}`, role, split));
}

function assignItem(
  r: Run,
  object: Value,
  index: readonly Expression[],
  values: readonly Value[],
  value: Value,
): void {
  const [first] = values;
  if (object.kind === 'dictionary') {
    const key = first?.kind === 'constant' ? first.value : undefined;
    if (key === undefined) object.rest = r.join(object.rest, value);
    else object.entries.set(String(key), value);
  } else if (object.kind === 'sequence') put(r, object, value);
  else if (object.kind === 'data') {
    const owner = object.accessor?.owner ?? object;
    const isLocated = object.accessor !== undefined || index.length > 1;
    const key = isLocated ? values[1] : first;
    const names = columnNames(key);
    if (isLocated || first?.kind === 'data') {
      const data = r.asData(value);
      filled(owner, values);
      const part =
        isLocated && first?.kind === 'data' && first.mask === undefined && first.rows !== undefined
          ? first.rows
          : owner.rows;
      weaken(owner, names, data);
      if (data !== undefined && data.predictions.length > 0) {
        owner.predictions = [...new Set([...owner.predictions, ...data.predictions])];
        owner.rows ??= data.rows;
      }
      if (data !== undefined && part !== undefined) r.facts.join(data, part);
      if (index[0]?.kind === 'slice') sliced(r, owner, index[0]);
    } else setColumns(r, owner, first?.kind === 'columns' ? undefined : names, value);
  }
}

/** `matrix[users, items] = 1`: an empty matrix gets the rows that it is filled from. */
function filled(owner: Data, values: readonly Value[]): void {
  if (owner.rows !== undefined || owner.columns !== undefined) return;
  const key = values.find((value) => value.kind === 'data' && value.rows !== undefined && !value.isIndex);
  if (key?.kind !== 'data') return;
  owner.rows = key.rows;
  owner.isMatrix = true;
}

/** Some cells get other values; the rest keep their marks. */
function weaken(owner: Data, names: readonly string[] | undefined, data: Data | undefined): void {
  const taints = data?.taints ?? NONE;
  if (taints.length === 0) return;
  if (names === undefined) owner.taints = union(owner.taints, taints);
  for (const name of names ?? []) {
    owner.columns ??= new Map();
    owner.columns.set(name, union(owner.columns.get(name) ?? owner.taints, taints));
  }
}
