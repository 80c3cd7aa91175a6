/** Functions of arrays and frames: statistics, stacks, positions, matrices, windows. */
import { type Call, columnNames, Given, type Machine, tuple } from '../flow/machine.ts';
import type { Rows } from '../flow/rows.ts';
import { NONE, union } from '../flow/taints.ts';
import { allTaints, type Data, like, makeData, type Value } from '../flow/values.ts';
import type { Expression } from '../syntax/nodes.ts';
import { rangeSlice } from './builtins.ts';
import { spread } from './columns.ts';
import { combined, multiplied, stackedData } from './combined.ts';
import { masked } from './masks.ts';
import { dataMethod } from './methods.ts';
import { asofJoined, joined } from './rows/joins.ts';
import { isSize } from './statistics.ts';
import { isNegative, leadOrLag } from './windows.ts';

export type LibraryFunction = (m: Machine, call: Call, path: string) => Value;

export const inputs = (m: Machine, { given }: Call): Data[] =>
  given.all().flatMap((value) => (value.kind === 'function' ? [] : (m.asData(value) ?? [])));

/** Column names are expressions in Spark and polars: `F.mean('x')`. */
function subject(m: Machine, call: Call): Data | undefined {
  const [first] = call.given.positional;
  const names = first?.kind === 'constant' ? columnNames(first) : undefined;
  if (names !== undefined)
    return makeData({ isExpression: true, name: names[0], origin: names[0], sources: names });
  return m.asData(first ?? call.given.all()[0]);
}

/** `np.mean(x, axis=0)` is `x.mean(axis=0)`. */
export const asMethod: LibraryFunction = (m, call) => {
  const self = subject(m, call);
  const [, ...rest] = call.given.positional;
  if (self === undefined) return makeData({ isExpression: true, isCount: isSize(call.name) });
  const result = dataMethod(m, self, {
    ...call,
    name: call.name.replace(/^nan(?=mean|std|median|max|min|var|sum)/, ''),
    given: new Given(rest, call.given.named),
  });
  return result.kind === 'data' && self.isExpression
    ? like(result, { isExpression: true, name: result.name ?? self.name, origin: self.origin })
    : result;
};

/** Functions that fit themselves to all rows they are given. */
export const scaling: LibraryFunction = (m, call) => {
  const [first] = inputs(m, call);
  if (first === undefined) return makeData({});
  const axis = call.given.constant(99, 'axis');
  if (axis === 1 || first.rows === undefined) return like(first, { name: first.name });
  return m.made(
    spread(first, [m.taint('statistic', first.rows, call.place, `\`${call.name}\``, { fitted: true })]),
  );
};

/** Similarities, factors: a table of all rows at once. */
export const factors: LibraryFunction = (m, call) => {
  const [first] = inputs(m, call);
  if (first?.rows === undefined) return first ?? makeData({});
  const taint = m.taint('statistic', first.rows, call.place, `\`${call.name}\``, { fitted: true });
  const table = makeData({ isSummary: true, taints: union(allTaints(first), [taint]) });
  return /svd/i.test(call.name) ? tuple(table, table, table) : table;
};

export const stack: LibraryFunction = (m, call) => {
  const axis = call.given.constant(1, 'axis', 'dim', 'how');
  const [first] = call.given.positional;
  const all = first?.kind === 'sequence' ? items(m, first) : inputs(m, call);
  const [fold] = all;
  if (all.length === 1 && fold?.rows?.split?.by === 'array_split' && fold.rows.bases[0] !== undefined) {
    return like(fold, { rows: m.rest(fold.rows.bases[0], fold.rows) });
  }
  const shiftedBack = all.length === 1 && fold?.rows !== undefined ? tailOf(fold.rows) : undefined;
  if (shiftedBack !== undefined && call.name !== 'concat')
    return leadOrLag(m, like(fold!, { rows: shiftedBack, name: fold!.name }), { ...call, name: 'lead' });
  const isBeside = axis === 1 || axis === -1 || axis === 'columns' || axis === 'horizontal';
  return isBeside ? beside(m, all) : stackedData(m, all);
};

/** Of `x[1:]` the rows of `x`: with one value behind it each row has the value of the next. */
function tailOf(rows: Rows): Rows | undefined {
  const place = rows.split?.kind === 'position' ? (rows.split.place as Partial<Expression>) : undefined;
  if (place?.kind !== 'slice' || place.high !== undefined || rows.isNamed) return undefined;
  return place.low?.kind === 'constant' && Number(place.low.value) > 0 ? rows.bases[0] : undefined;
}

/** Columns of all, side by side. */
function beside(m: Machine, all: readonly Data[]): Data {
  const [first, ...others] = all;
  if (first === undefined) return makeData({});
  if (all.some(({ columns }) => columns !== undefined))
    return others.reduce((frame, other) => joined(m, frame, other), first);
  return combined(m, all);
}

function items(m: Machine, sequence: Extract<Value, { kind: 'sequence' }>): Data[] {
  return [...sequence.items, ...(sequence.rest === undefined ? [] : [sequence.rest])].flatMap(
    (item) => m.asData(item) ?? [],
  );
}

export const sideBySide: LibraryFunction = (m, call) => {
  const [first] = call.given.positional;
  return beside(m, first?.kind === 'sequence' ? items(m, first) : inputs(m, call));
};

export const toTime: LibraryFunction = (m, call) => {
  const [data] = inputs(m, call);
  if (data === undefined) return makeData({});
  if (data.name !== undefined && data.rows !== undefined) {
    for (let at = data.rows; ; at = at.bases[0]!) {
      if (at.bases.length !== 1) {
        if (!/birth|release|signup/i.test(data.name)) at.timed ??= data.name;
        break;
      }
    }
  }
  return like(data, { name: data.name });
};

export const dates: LibraryFunction = (m, call) => {
  const rows = m.root(call.place);
  rows.timed = 'a range of dates';
  return makeData({ rows });
};

export const positions: LibraryFunction = (m, call) => {
  const data = inputs(m, call).find(({ rows }) => rows !== undefined);
  const slice = call.name === 'argsort' ? undefined : rangeSlice(m, call);
  if (data === undefined && call.name === 'argsort') return combined(m, inputs(m, call));
  if (data === undefined)
    return slice === undefined ? makeData({}) : makeData({ isIndex: true, positions: slice });
  return makeData({
    rows: data.rows,
    isIndex: true,
    positions: slice,
    taints: call.name === 'argsort' ? data.taints : NONE,
    ...(call.name === 'argsort' && { predictions: data.predictions }),
  });
};

export const expression: LibraryFunction = (_m, call) => {
  const [name] = call.given.positional.flatMap((value) => columnNames(value) ?? []);
  return makeData({ isExpression: true, name, origin: name, sources: name === undefined ? [] : [name] });
};

export const shift: LibraryFunction = (m, call) => leadOrLag(m, subject(m, call) ?? makeData({}), call);

export const asof: LibraryFunction = (m, call) => {
  const [left, right] = inputs(m, call);
  if (left === undefined || right === undefined) return left ?? makeData({});
  return asofJoined(m, left, { ...call, given: new Given([right], call.given.named) });
};

export const roll: LibraryFunction = (m, call) => {
  const self = subject(m, call);
  return self === undefined
    ? makeData({})
    : dataMethod(m, self, {
        ...call,
        name: 'shift',
        given: new Given(call.given.positional.slice(1), call.given.named),
        node: { ...call.node, args: call.node.args.slice(1) },
      });
};

/** Filters whose window lies around each value. */
export const centred: LibraryFunction = (m, call) => {
  const self = inputs(m, call)[0] ?? makeData({});
  if (call.name === 'convolve' && call.given.constant(2, 'mode') !== 'same')
    return combined(m, inputs(m, call));
  const taint = m.taint('future', self.rows, call.place, `a window around the row, of \`${call.name}\``, {
    column: self.name,
  });
  return like(self, { name: self.name, taints: union(self.taints, [taint]) });
};

export const matrix: LibraryFunction = (m, call) => {
  const all = flat(m, call.given.positional[0]);
  return all.length === 0 ? makeData({}) : like(combined(m, all), { isMatrix: true });
};

function flat(m: Machine, value: Value | undefined): Data[] {
  if (value === undefined) return [];
  if (value.kind === 'sequence')
    return [...value.items, ...(value.rest === undefined ? [] : [value.rest])].flatMap((item) =>
      flat(m, item),
    );
  const data = m.asData(value);
  return data === undefined ? [] : [data];
}

export const isMember: LibraryFunction = (m, call) => {
  const [self, other] = inputs(m, call);
  return self === undefined || other === undefined
    ? makeData({})
    : dataMethod(m, self, { ...call, name: 'isin', given: new Given([other]) });
};

export const without: LibraryFunction = (m, call) => {
  const [data, index] = inputs(m, call);
  if (data === undefined) return makeData({});
  return index?.rows !== undefined && data.rows !== undefined && index.isIndex
    ? like(data, { rows: m.rest(data.rows, index.rows) })
    : like(data);
};

export const timeOf: LibraryFunction = (m, call) => combined(m, inputs(m, call));

/** `pd.Timedelta(days=1)`: a length of time, and whether it is less than nothing. */
export const span: LibraryFunction = (m, call) =>
  makeData({ isSummary: true, moved: /[(=]\s*["']?-/.test(m.words(call.node)) ? -1 : 1 });

/** `F.date_sub('day', 1)`. */
export const movedBy: LibraryFunction = (m, call) => {
  const self = subject(m, call) ?? makeData({});
  const isBack =
    isNegative(call.given.positional[1], call.node.args[1]?.value) !== (call.name === 'date_sub');
  return like(self, { name: self.name, moved: isBack ? -1 : 1 });
};

/** `np.where(mask)`: the positions that it lets through. `np.where(mask, x, 0)`, of a mask at random: a part of the rows. */
export const whereOf: LibraryFunction = (m, call) => {
  const [condition, ...values] = call.given.positional.map((value) => m.asData(value));
  const { mask, rows } = condition ?? {};
  if (mask === undefined || rows === undefined) return combined(m, inputs(m, call));
  if (values.length === 0)
    return makeData({ rows: masked(m, rows, mask), isIndex: true, isSummary: condition!.isSummary });
  const [yes, no] = values;
  const [kept, isNegated] = yes?.rows === undefined ? [no, true] : [yes, false];
  const other = isNegated ? yes : no;
  if (mask.kind !== 'random' || kept?.rows === undefined || other?.rows !== undefined)
    return combined(m, inputs(m, call));
  const sought = isNegated ? { ...mask, negated: !mask.negated } : mask;
  return m.made(like(kept, { rows: masked(m, kept.rows, sought), name: kept.name }));
};

/** `torch.sparse.mm(a, x)` is `a @ x`. */
export const product: LibraryFunction = (m, call) => {
  const all = inputs(m, call);
  return all.some(({ isMatrix }) => isMatrix) ? multiplied(m, all, call.place) : combined(m, all);
};
