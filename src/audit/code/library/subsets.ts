/** Taking some of the rows: subscripts, masks, slices, and the methods that keep a part. */
import { type Call, columnNames, type Machine } from '../flow/machine.ts';
import { isTimeColumn, ordersTime } from '../flow/names.ts';
import { isWithin, type Split } from '../flow/rows.ts';
import { type Data, like, type Mask } from '../flow/values.ts';
import { masked } from './masks.ts';
import { noteTime } from './rows/column.ts';
import { drawnMask } from './rows/subscripts.ts';

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

/** Parts of a tf.data set: `take(n)` is `[:n]`, `skip(n)` is `[n:]`, one after the other is `[n:n + m]`. */
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
