/** Taking some of the rows: subscripts, masks, slices, and the methods that keep a part. */
import { type Call, columnNames, type Machine } from '../flow/machine.ts';
import { isTimeColumn, ordersTime, roleIn } from '../flow/names.ts';
import { isWithin, type Role, type Split } from '../flow/rows.ts';
import { type Taint, union } from '../flow/taints.ts';
import { allTaints, type Data, like, type Mask, taintsOfColumn, type Value } from '../flow/values.ts';
import type { Expression, Place } from '../syntax/nodes.ts';
import { masked, selected } from './masks.ts';

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

const KEYS =
  /^((x|y|features?|labels?|data|inputs?|targets?|images?)_?)?(train|training|tr|test|te|valid|validation|val|dev)(_?(x|y|data|set|df|features|labels|mat|matrix|interactions|idx|index|images))?$/i;

/** What a key says of an object that holds several sets of rows: `data['x_train']`. */
export function keyRole(self: Data, key: string): Role | undefined {
  if (
    self.columns !== undefined ||
    self.name !== undefined ||
    self.rows === undefined ||
    self.rows.bases.length > 0
  )
    return undefined;
  return KEYS.test(key) ? roleIn(key) : undefined;
}

/** One column of a frame, in its window or groups. */
export function column(self: Data, name: string): Data {
  const taints =
    self.columns === undefined && self.name !== undefined ? self.taints : taintsOfColumn(self, name);
  return like(self, {
    taints,
    columns: undefined,
    closed: false,
    name,
    keys: self.keys,
    window: self.window,
    parent: self,
  });
}

/** A column that says when: the rows are ordered in time. */
export function noteTime(_m: Machine, self: Data, names: readonly string[]): void {
  const { rows } = self;
  if (rows === undefined) return;
  const name = names.find(isTimeColumn);
  if (name === undefined) return;
  for (let at = rows; ; at = at.bases[0]!) {
    if (at.bases.length !== 1) {
      at.timed ??= name;
      for (const base of at.bases) base.timed ??= name;
      return;
    }
  }
}

export function withoutColumns(self: Data, names: readonly string[], taints: readonly Taint[] = []): Data {
  const copy = like(self, { taints: union(self.taints, taints) });
  copy.columns = new Map(self.columns);
  for (const name of names) {
    if (self.closed) copy.columns.delete(name);
    else copy.columns.set(name, []);
  }
  return copy;
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
    !index.rows.roots.some((root) => rows.roots.includes(root));
  if (isOfOthers && !index.isSummary) {
    // Positions that a file names are positions in these rows; any other values look something up.
    const isPositions = index.rows!.isNamed && index.rows!.bases.length === 0;
    const found = isPositions ? selected(m, rows, index.rows!) : index.rows;
    return like(self, { taints, isIndex: false, rows: found });
  }
  return like(self, { taints, predictions: union2(self, index) });
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

/** What `df.query('day < 20')` or a filter's text says. */
function textMask(text: string, call: Call): Mask {
  const compared = /(\w+)\s*(<=?|>=?|==|!=)\s*(['"@\w.-]+)/.exec(text);
  const time =
    compared !== null && (isTimeColumn(compared[1]!) || /^(day|week|month|year|step)$/.test(compared[1]!));
  const both = /<.*(and|&).*>|>.*(and|&).*<|between/.test(text);
  const kind = !time
    ? 'other'
    : both
      ? 'between'
      : compared[2]!.startsWith('<')
        ? 'before'
        : compared[2]!.startsWith('>')
          ? 'after'
          : 'other';
  return { key: text, negated: false, kind, place: call.place };
}

type SubsetMethod = (m: Machine, self: Data, call: Call) => Data;

const filtered: SubsetMethod = (m, self, call) => {
  const { rows } = self;
  const [first] = call.given.positional;
  if (rows === undefined) return like(self);
  if (first?.kind === 'constant' && typeof first.value === 'string') {
    const words = /(\w+)\s*[<>=]/.exec(first.value);
    if (words !== null) noteTime(m, self, [words[1]!]);
    return like(self, { rows: masked(m, rows, textMask(first.value, call)) });
  }
  const mask = first?.kind === 'data' ? drawnMask(self, first) : undefined;
  if (first?.kind === 'data' && first.name !== undefined && first.isExpression)
    noteTime(m, self, [first.name]);
  const reach = mask ?? {
    key: m.words(call.node),
    negated: false,
    kind: 'other' as const,
    place: call.place,
  };
  return like(self, { rows: masked(m, rows, reach) });
};

/** A mask by a column of random numbers is random. */
function drawnMask(self: Data, condition: Data): Mask | undefined {
  const { mask } = condition;
  const place = self.draws?.get(condition.name ?? condition.origin ?? '');
  return mask === undefined || place === undefined
    ? mask
    : { ...mask, kind: 'random', place, negated: mask.negated };
}

/** Some rows that the text of the call names. */
const kept: SubsetMethod = (m, self, call) => {
  const { rows } = self;
  if (rows === undefined) return like(self, { name: self.name });
  // The last of each group are those to test on, once the rest is taken for something else.
  const isLast = call.name === 'tail' && self.keys !== undefined;
  const split: Split = { kind: 'position', place: call.place, by: call.name, rows };
  const key = `${call.name}:${m.words(call.node)}`;
  const part = isLast ? m.part(rows, key, 'test', split, true) : m.part(rows, key);
  return like(self, { rows: part, name: self.name });
};

/** `data.take(n)`, `data.skip(n)`, `data.skip(n).take(m)`: as `[:n]`, `[n:]`, `[n:n + m]`. */
const counted: SubsetMethod = (m, self, call) => {
  const { rows } = self;
  const first = call.given.positional[0];
  if (rows === undefined || first?.kind === 'sequence' || (first?.kind === 'data' && !first.isSummary))
    return kept(m, self, call);
  const isSkip = call.name === 'skip';
  const [base] = rows.split?.by === 'skip' ? rows.bases : [];
  const from = isSkip || base === undefined ? rows : base;
  const role = isSkip ? 'test' : from === rows ? 'train' : 'valid';
  const split: Split = { kind: 'position', place: call.place, by: call.name, rows: from };
  return like(self, { rows: m.part(from, `${call.name}:${m.words(call.node)}`, role, split, true) });
};

const sampled: SubsetMethod = (m, self, call) => {
  const { given, place, name } = call;
  const { rows } = self;
  if (rows === undefined) return like(self);
  const amount = given.constant(name === 'sample' && self.isExpression ? 99 : 0, 'frac', 'fraction');
  const isWhole =
    (given.constant(99, 'frac', 'fraction') ?? (amount === 1 && name !== 'sample' ? 1 : 0)) === 1;
  if (isWhole || name === 'shuffle') {
    const mixed = m.part(rows, `mixed:${m.words(call.node)}:${place.from}`);
    mixed.shuffled = place;
    return like(self, { rows: mixed, name: self.name });
  }
  const split: Split = { kind: 'random', place, by: name, rows };
  return like(self, {
    rows: m.part(rows, `sample:${m.words(call.node)}:${place.from}`, 'train', split, true),
    name: self.name,
  });
};

/** `df.drop(train.index)`, `data.subtract(train)`, an anti-join. */
export function takenAway(m: Machine, self: Data, part: Data): Data {
  if (self.rows === undefined || part.rows === undefined || part.rows === self.rows) return like(self);
  if (isWithin(self.rows, part.rows)) return like(self);
  return like(self, { rows: m.rest(self.rows, part.rows) });
}

const sorted: SubsetMethod = (m, self, call) => {
  const names = columnNames(call.given.at(0, 'by')) ?? expressionNames(call);
  noteTime(m, self, names);
  const { rows } = self;
  const isRanked = self.scores.length > 0;
  const isByTime = names.some((name) => ordersTime(name));
  const reversed = isByTime ? isDescending(m, call) : self.reversed;
  if (rows?.shuffled === undefined)
    return like(self, { isRanked, reversed, name: self.name, keys: self.keys });
  return like(self, {
    rows: m.part(rows, `sorted:${m.words(call.node)}`),
    isRanked,
    reversed,
    name: self.name,
  });
};

const isDescending = (m: Machine, { node }: Call): boolean =>
  /ascending\s*=\s*(False|\[\s*False)|descending\s*=\s*True|\bdesc\(/.test(m.words(node));

const expressionNames = ({ given }: Call): string[] =>
  given.positional.flatMap((value) => columnNames(value) ?? []);

export const SUBSET_METHODS: ReadonlyMap<string, SubsetMethod> = new Map<string, SubsetMethod>([
  ...'query filter where'.split(' ').map((name): [string, SubsetMethod] => [name, filtered]),
  ...'head tail limit nlargest nsmallest dropna drop_nulls na_drop drop_duplicates dropDuplicates unique_rows slice gather between_time truncate first_rows nth last_rows'
    .split(' ')
    .map((name): [string, SubsetMethod] => [name, kept]),
  ['take', counted],
  ['skip', counted],
  ...'sample sampleBy shuffle'.split(' ').map((name): [string, SubsetMethod] => [name, sampled]),
  ...'sort_values sort sort_index orderBy order_by sort_by'
    .split(' ')
    .map((name): [string, SubsetMethod] => [name, sorted]),
  ...'subtract exceptAll except'.split(' ').map((name): [string, SubsetMethod] => [
    name,
    (m, self, call) => {
      const part = m.asData(call.given.positional[0]);
      return part === undefined ? like(self) : takenAway(m, self, part);
    },
  ]),
]);
