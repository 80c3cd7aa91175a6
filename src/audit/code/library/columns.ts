/** Methods of frames that make, drop, rename and join columns. */
import { type Call, columnNames, Given, type Machine } from '../flow/machine.ts';
import { ordersTime } from '../flow/names.ts';
import { overlap } from '../flow/rows.ts';
import { NONE, type Taint, union } from '../flow/taints.ts';
import { allTaints, type Data, like, makeData, taintsOfColumn, type Value } from '../flow/values.ts';
import { noteTime, withoutColumns } from './rows/column.ts';
import { asofJoined, type FrameMethod, merge } from './rows/joins.ts';
import { bound, expressions, statisticOf } from './statistics.ts';
import { takenAway } from './subsets.ts';

/** `df[name] = value`, in place. */
export function setColumn(m: Machine, frame: Data, name: string, value: Value): void {
  const data = m.asData(value);
  const taints = data === undefined ? NONE : bound(m, allTaints(data), frame);
  frame.columns ??= new Map();
  frame.columns.set(name, union(taints, data === undefined ? NONE : drawnRows(m, frame, data)));
  if (data?.isRandom !== undefined) frame.draws = new Map([...(frame.draws ?? []), [name, data.isRandom]]);
  noteTime(m, frame, [name]);
  if (data !== undefined && (data.moved !== 0 || frame.moves !== undefined) && ordersTime(name))
    frame.moves = new Map([...(frame.moves ?? []), [name, data.moved]]);
  for (const taint of taints)
    if (taint.kind === 'future' || taint.kind === 'itself')
      m.facts.futures.push({ taint, column: name, isSure: false });
  if (data !== undefined && data.rows !== frame.rows && frame.rows !== undefined) {
    for (const taint of taints) if (taint.rows !== undefined) m.facts.meet(taint, frame.rows);
  }
  if (data?.predictions.length) frame.predictions = [...frame.predictions, ...data.predictions];
}

/** Values of rows that were sampled elsewhere, as negatives beside other rows. */
function drawnRows(m: Machine, frame: Data, { rows, isIndex }: Data): readonly Taint[] {
  const [from] = rows?.bases ?? [];
  if (
    !m.hasNegatives ||
    isIndex ||
    from === undefined ||
    rows === frame.rows ||
    rows?.split?.kind !== 'random'
  )
    return NONE;
  if (frame.rows === undefined || overlap(frame.rows, rows)) return NONE;
  const taint = m.taint('sample', from, rows.split.place, 'negatives');
  m.facts.meet(taint, frame.rows);
  return [taint];
}

/** Several columns at once, or columns that are not known by name. */
export function setColumns(
  m: Machine,
  frame: Data,
  names: readonly string[] | undefined,
  value: Value,
): void {
  if (names !== undefined) {
    for (const name of names) setColumn(m, frame, name, value);
    return;
  }
  const data = m.asData(value);
  if (data !== undefined) frame.taints = union(frame.taints, bound(m, allTaints(data), frame));
}

/** The value of a column's definition: a function of the frame is called with it. */
function defined(m: Machine, self: Data, value: Value, call: Call): Value {
  if (value.kind === 'function') return m.call(value, new Given([self]), call);
  return value;
}

const assign: FrameMethod = (m, self, call) => {
  const copy = like(self);
  for (const [name, value] of call.given.named) setColumn(m, copy, name, defined(m, copy, value, call));
  return copy;
};

/** `with_columns(pl.col('x').mean().alias('m'), n=…)`, `select(…)`. */
const withExpressions: FrameMethod = (m, self, call) => {
  const isSelect = call.name === 'select';
  const target = isSelect
    ? makeData({ rows: self.rows, closed: true, columns: new Map(), moves: self.moves })
    : like(self);
  const strings = call.given.positional.map(columnNames);
  for (const [i, names] of strings.entries()) {
    const given = call.given.positional[i]!;
    if (names === undefined || given.kind === 'data') continue;
    noteTime(m, self, names);
    if (isSelect) for (const name of names) target.columns!.set(name, taintsOfColumn(self, name));
  }
  for (const item of expressions(m, call.given.positional)) {
    if (item.name === undefined) target.taints = union(target.taints, bound(m, item.taints, self));
    else setExpression(m, self, target, item.name, item);
  }
  for (const value of call.given.positional) {
    if (value.kind === 'data' && !value.isExpression && value.name !== undefined)
      setColumn(m, target, value.name, value);
  }
  for (const [name, value] of call.given.named) setExpression(m, self, target, name, value);
  if (isSelect) {
    for (const taint of allTaints(target))
      if (taint.rows !== undefined && self.rows !== undefined && taint.rows !== self.rows)
        m.facts.meet(taint, self.rows);
  }
  if (isSelect && target.columns!.size === 0) {
    const all = spread(self, target.taints);
    if (
      call.given.positional.length > 0 &&
      expressions(m, call.given.positional).every((item) => item.isSummary)
    )
      all.isSummary = true;
    return all;
  }
  if (
    isSelect &&
    expressions(m, call.given.positional).length === call.given.positional.length &&
    expressions(m, call.given.positional).every(({ isSummary }) => isSummary)
  ) {
    return like(target, { rows: undefined, isSummary: true, taints: allTaints(target) });
  }
  return target;
};

function setExpression(m: Machine, self: Data, target: Data, name: string, value: Value): void {
  const data = m.asData(value);
  if (data === undefined) {
    setColumn(m, target, name, value);
    return;
  }
  let source: readonly Taint[] = data.origin === undefined ? NONE : taintsOfColumn(self, data.origin);
  for (const each of data.sources) source = union(source, taintsOfColumn(self, each));
  noteTime(
    m,
    self,
    [data.name, data.origin].flatMap((word) => word ?? []),
  );
  setColumn(
    m,
    target,
    name,
    makeData({
      taints: union(bound(m, allTaints(data), self), source),
      rows: self.rows,
      isRandom: data.isRandom,
      moved: data.moved,
    }),
  );
}

const withColumn: FrameMethod = (m, self, call) => {
  const copy = like(self);
  const [name] = columnNames(call.given.positional[0]) ?? [];
  const value = call.given.positional[1];
  if (name !== undefined && value !== undefined) setExpression(m, self, copy, name, value);
  return copy;
};

const drop: FrameMethod = (m, self, call) => {
  const target = call.given.at(0, 'columns', 'labels', 'index');
  if (target?.kind === 'data' && !target.isExpression) return takenAway(m, self, target);
  const names = call.given.positional.flatMap((value) => columnNames(value) ?? []);
  const more =
    columnNames(call.given.named.get('columns')) ?? columnNames(call.given.named.get('labels')) ?? [];
  noteTime(m, self, [...names, ...more]);
  if (target?.kind === 'columns') return like(self);
  return withoutColumns(self, [...names, ...more]);
};

const rename: FrameMethod = (_m, self, call) => {
  const [first] = call.given.positional;
  const map = call.given.named.get('columns') ?? first;
  if (map?.kind === 'constant' && typeof map.value === 'string') {
    const second = call.given.positional[1];
    if (second?.kind === 'constant' && typeof second.value === 'string')
      return renamed(self, [[map.value, second.value]]);
    return like(self, { name: map.value });
  }
  if (map?.kind !== 'dictionary') return like(self);
  return renamed(
    self,
    [...map.entries].flatMap(([from, to]): [string, string][] =>
      to.kind === 'constant' && typeof to.value === 'string' ? [[from, to.value]] : [],
    ),
  );
};

function renamed(self: Data, pairs: readonly (readonly [string, string])[]): Data {
  const copy = like(self);
  copy.columns = new Map(self.columns);
  for (const [from, to] of pairs) {
    copy.columns.set(to, taintsOfColumn(self, from));
    if (self.closed) copy.columns.delete(from);
  }
  return copy;
}

const resetIndex: FrameMethod = (_m, self, call) => {
  const name = call.given.constant(99, 'name');
  const copy = like(self);
  if (typeof name === 'string') {
    copy.columns = new Map([...(self.columns ?? [])].filter(([column]) => column !== self.name));
    copy.columns.set(name, allTaints(self));
    copy.name = undefined;
    if (self.isSummary) copy.closed = true;
    copy.taints = copy.closed ? NONE : copy.taints;
  }
  return copy;
};

/** `s.map(table)`: the table's marks meet the rows. */
const map: FrameMethod = (m, self, call) => {
  const [first] = call.given.positional;
  if (first?.kind === 'function') {
    const result = m.asData(m.call(first, new Given([like(self, { name: self.name })]), call));
    if (result === undefined) return like(self, { name: self.name });
    return m.made(like(result, { rows: self.rows, isSummary: false, name: self.name }));
  }
  const table = m.asData(first);
  return m.made(
    like(self, {
      taints: union(self.taints, table === undefined ? NONE : allTaints(table)),
      predictions: table?.predictions ?? [],
    }),
  );
};

const groupBy: FrameMethod = (m, self, call) => {
  const keys = [...call.given.positional, ...call.given.named.values()].flatMap(
    (value) => columnNames(value) ?? [],
  );
  noteTime(m, self, keys);
  return like(self, { keys, name: self.name });
};

const setIndex: FrameMethod = (m, self, call) => {
  noteTime(m, self, columnNames(call.given.at(0, 'keys')) ?? []);
  return like(self);
};

const alias: FrameMethod = (_m, self, call) => {
  const name = call.given.constant(0, 'name');
  return like(self, typeof name === 'string' ? { name, origin: self.origin ?? self.name } : {});
};

/** `pl.col('day').dt.offset_by('-1d')`. */
const offset: FrameMethod = (_m, self, call) =>
  like(self, { name: self.name, moved: /^-/.test(String(call.given.constant(0, 'by') ?? '')) ? -1 : 1 });

const pivot: FrameMethod = (m, self, call) => {
  for (const value of call.given.all()) noteTime(m, self, columnNames(value) ?? []);
  const isTable = call.name === 'pivot_table' && call.given.at(2, 'columns') === undefined;
  if (isTable) {
    const keys = columnNames(call.given.at(1, 'index')) ?? [];
    return statisticOf(m, like(self, { keys }), { ...call, name: 'mean', given: new Given() });
  }
  return like(self, { isMatrix: true, columns: undefined, taints: allTaints(self), closed: false });
};

const inserted: FrameMethod = (m, self, call) => {
  const name = call.given.constant(1, 'column');
  const value = call.given.at(2, 'value');
  if (typeof name === 'string' && value !== undefined) setColumn(m, self, name, value);
  return self;
};

/** A mark that a fitted object leaves, whatever column it stands in. */
export const spread = (data: Data, taints: readonly Taint[]): Data =>
  like(data, { taints: union(allTaints(data), taints), columns: undefined, closed: false });

export const FRAME_METHODS: ReadonlyMap<string, FrameMethod> = new Map<string, FrameMethod>([
  ['assign', assign],
  ['with_columns', withExpressions],
  ['select', withExpressions],
  ['withColumn', withColumn],
  ['drop', drop],
  ['rename', rename],
  ['withColumnRenamed', rename],
  ['reset_index', resetIndex],
  ['merge', merge],
  ['join', merge],
  ['join_asof', asofJoined],
  ['map', map],
  ['replace_strict', map],
  ['groupby', groupBy],
  ['group_by', groupBy],
  ['groupBy', groupBy],
  ['resample', groupBy],
  ['set_index', setIndex],
  ['offset_by', offset],
  ['alias', alias],
  ['name', alias],
  ['pivot', pivot],
  ['pivot_table', pivot],
  ['unstack', pivot],
  ['insert', inserted],
]);
