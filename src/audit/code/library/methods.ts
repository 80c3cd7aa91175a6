/** A method of data. */
import {
  type Call,
  constant,
  dictionary,
  Given,
  isFalse,
  listOf,
  type Machine,
  tuple,
} from '../flow/machine.ts';
import { ordersTime, roleIn } from '../flow/names.ts';
import { NONE, union } from '../flow/taints.ts';
import {
  allTaints,
  type Data,
  type Estimator,
  like,
  type Mask,
  makeData,
  type Value,
} from '../flow/values.ts';
import { chooses } from './builtins.ts';
import { FRAME_METHODS, setColumn } from './columns.ts';
import { combined, stackedData } from './combined.ts';
import { estimatorMethod } from './estimators.ts';
import { mark } from './marks.ts';
import { newFrame, readFile } from './readers.ts';
import { difference, drawn, drawnFrom, permuted, randomNumbers, shuffledInPlace } from './sampling.ts';
import { dividedByWeights, dividedInTwo } from './splits.ts';
import { bound, collected, isStatistic, statisticOf } from './statistics.ts';
import { SUBSET_METHODS } from './subsets.ts';
import { over, WINDOW_METHODS } from './windows.ts';

type DataMethod = (m: Machine, self: Data, call: Call) => Value;

const same: DataMethod = (_m, self) => like(self, { name: self.name, keys: self.keys, mask: self.mask });

/** What is in a file, of a path that is not known to be one of rows. */
const opened: DataMethod = (m, self, call) => (self.rows === undefined ? readFile(m, call) : like(self));

/** Users with candidates: what is drawn from the other side. */
const crossed: DataMethod = (m, self, call) => {
  const other = m.asData(call.given.positional[0]);
  if (other === undefined) return like(self);
  const drawn = m.hasNegatives ? drawnFrom(m, other, call, 'negatives') : NONE;
  return m.made(like(self, { taints: union(self.taints, drawn) }));
};

/** `scores.idxmax()`. */
const bestOf: DataMethod = (m, self, call) => {
  chooses(m, self.scores, 'the best one is taken');
  return self.keys === undefined ? like(self) : SUBSET_METHODS.get('head')!(m, self, call);
};

/** `groupby(…).transform('mean')`, `.transform(lambda x: …)`. */
const transform: DataMethod = (m, self, call) => {
  const first = call.given.at(0, 'func');
  const plain = like(self, { keys: undefined });
  if (first?.kind === 'constant' && typeof first.value === 'string')
    return broadcast(m, self, {
      ...call,
      name: first.value,
      given: new Given(call.given.positional.slice(1), call.given.named),
    });
  if (first?.kind === 'library') return broadcast(m, self, { ...call, name: first.path.split('.').at(-1)! });
  if (first === undefined) return plain;
  const result = m.asData(m.call(first, new Given([like(self, { name: self.name })]), call));
  return result === undefined
    ? plain
    : m.made(like(result, { rows: self.rows, isSummary: false, name: self.name }));
};

/** A statistic of each group beside each of its rows. */
function broadcast(m: Machine, self: Data, call: Call): Data {
  const plain = like(self, { name: self.name });
  const window = WINDOW_METHODS.get(call.name);
  if (window !== undefined) return window(m, plain, call);
  if (!isStatistic(call.name)) return plain;
  const marks = mark(m, self, call.name, call);
  return m.made(like(plain, { taints: union(allTaints(self), marks), columns: undefined }));
}

/** `df.apply(f, axis=1)`, `groups.apply(f)`, `df.pipe(f)`. */
const apply: DataMethod = (m, self, call) => {
  const [first, ...rest] = call.given.positional;
  if (first === undefined) return like(self);
  if (self.keys !== undefined && (first.kind === 'library' || first.kind === 'constant'))
    return statisticOf(m, self, { ...call, name: 'agg' });
  if (first.kind === 'library' && isStatistic(first.path.split('.').at(-1)!))
    return statisticOf(m, self, {
      ...call,
      name: first.path.split('.').at(-1)!,
      given: new Given(rest, call.given.named),
    });
  const isPlain = first.kind !== 'function';
  const result = m.call(
    first,
    new Given([like(self, { name: self.name }), ...rest], isPlain ? new Map() : withoutAxis(call)),
    call,
  );
  const data = m.asData(result);
  if (call.name === 'pipe' || data === undefined) return result;
  if (self.keys !== undefined && data.isSummary && data.rows === undefined)
    return like(data, { rows: m.root(call.place) });
  return data.rows === undefined && !data.isSummary
    ? like(data, { rows: self.rows })
    : like(data, { name: data.name, columns: data.columns && new Map(data.columns), closed: data.closed });
};

const withoutAxis = ({ given }: Call): Map<string, Value> =>
  new Map(
    [...given.named].filter(
      ([name]) => !/^(axis|raw|result_type|args|include_groups|return_dtype|meta)$/.test(name),
    ),
  );

/** A condition on a column, as a method: `isin`, `between`, `lt`. */
const condition: DataMethod = (m, self, call) => {
  const { given, place, name } = call;
  const first = given.positional[0];
  const other = m.asData(first);
  const key = m.words(call.node);
  const mask: Mask = { key, negated: false, kind: 'other', place };
  const isTime = ordersTime(self.name ?? self.origin ?? '');
  if (/^(isin|is_in)$/.test(name) && other?.rows !== undefined)
    Object.assign(mask, { kind: 'part', rows: other.rows });
  else if (/^(between|is_between)$/.test(name) && isTime) mask.kind = 'between';
  else if (/^(lt|le)$/.test(name) && isTime) mask.kind = 'before';
  else if (/^(gt|ge)$/.test(name) && isTime) mask.kind = 'after';
  else if (
    name === 'eq' &&
    first?.kind === 'constant' &&
    typeof first.value === 'string' &&
    roleIn(first.value) !== undefined
  ) {
    Object.assign(mask, { kind: 'role', role: roleIn(first.value) });
  }
  if (other !== undefined && !isTime)
    for (const taint of allTaints(other))
      if (
        taint.rows !== undefined &&
        self.rows !== undefined &&
        taint.kind === 'statistic' &&
        name !== 'isin'
      )
        m.facts.meet(taint, self.rows);
  const hits =
    /^(isin|is_in)$/.test(name) && other !== undefined && (self.isExpression || self.rows?.role !== undefined)
      ? m.made(like(self, { taints: allTaints(other) })).taints
      : NONE;
  return makeData({
    rows: self.rows,
    mask,
    isExpression: self.isExpression,
    name: self.name,
    origin: self.origin,
    taints: hits,
    predictions: self.predictions,
  });
};

const stacks: DataMethod = (m, self, call) => {
  const others = call.given.positional.map((value) => m.asData(value)).filter((data) => data !== undefined);
  return stackedData(m, [self, ...others]);
};

const weighted: DataMethod = (m, self, call) =>
  dividedByWeights(m, self, call.given.at(0, 'weights', 'lengths', 'split_ratio', 'fractions'), call);

const byName: DataMethod = (m, self, call) => {
  const result = dividedInTwo(m, { ...call, given: new Given([self], call.given.named) });
  return result.kind === 'sequence'
    ? dictionary([
        ['train', result.items[0]!],
        ['test', result.items[1]!],
      ])
    : result;
};

const rowsOf: DataMethod = (_m, self, { name }) =>
  listOf(
    name === 'iterrows' || name === 'items' ? tuple(like(self, { isIndex: false }), like(self)) : like(self),
  );

/** `rank`, `qcut`: the values of all rows decide. */
const ranked: DataMethod = (m, self, call) => {
  const isPlace =
    call.name === 'rank' &&
    (self.keys !== undefined || ordersTime(self.name ?? '') || call.given.named.get('pct') === undefined);
  return isPlace
    ? like(self)
    : m.made(like(self, { taints: union(self.taints, mark(m, self, call.name, call)) }));
};

/** `loss.backward()`: whatever gave the predictions learns from their rows. */
const learned: DataMethod = (m, self, call) => {
  for (const { by, rows } of self.predictions) {
    if (by.fits.some((fit) => fit.rows === rows)) continue;
    by.fits = [...by.fits, { rows, place: call.place, callers: [], data: undefined }];
  }
  if (self.predictions.length > 0) {
    m.facts.learned++;
    m.facts.join(self, self.predictions[0]!.rows);
    for (const taint of self.taints) m.facts.feature(taint, undefined);
  }
  return makeData({});
};

const METHODS: ReadonlyMap<string, DataMethod> = new Map<string, DataMethod>([
  ...'copy to_numpy tolist to_list astype cast to_pandas toPandas collect lazy clone cpu cuda to detach numpy float double long int item toarray todense tocsr tocsc tocoo cache persist to_frame to_series first_valid squeeze flatten ravel reshape view values toDF fetch eval_lazy compute rdd eager build_full_trainset build_testset construct_trainset copy_ with_row_index with_row_count repartition coalesce unique to_dict to_dicts rows'
    .split(' ')
    .map((name): [string, DataMethod] => [name, same]),
  ['transform', transform],
  ['apply', apply],
  ['pipe', apply],
  ['map_groups', apply],
  ['map_elements', apply],
  ['applymap', apply],
  ...'isin is_in between is_between lt le gt ge eq ne'
    .split(' ')
    .map((name): [string, DataMethod] => [name, condition]),
  ...'append union unionByName unionAll extend vstack concatenate concat'
    .split(' ')
    .map((name): [string, DataMethod] => [name, stacks]),
  ['randomSplit', weighted],
  ['random_split', weighted],
  ['train_test_split', byName],
  ...'iterrows itertuples iter_rows items'.split(' ').map((name): [string, DataMethod] => [name, rowsOf]),
  ['rank', ranked],
  ['qcut', ranked],
  ['backward', learned],
  ['crossJoin', crossed],
  ...'argmax argmin idxmax idxmin'.split(' ').map((name): [string, DataMethod] => [name, bestOf]),
  ...'open read_text readlines splitlines read'
    .split(' ')
    .map((name): [string, DataMethod] => [name, opened]),
  ['over', over],
  ['permutation', (m, _self, call) => permuted(m, call)],
  [
    'shuffle',
    (m, self, call) =>
      call.given.positional.length > 0 && m.asData(call.given.positional[0])?.rows !== undefined
        ? shuffledInPlace(m, call)
        : SUBSET_METHODS.get('shuffle')!(m, self, call),
  ],
  ['choice', (m, _self, call) => drawn(m, call)],
  ['random', (m, _self, call) => randomNumbers(m, call)],
  [
    'difference',
    (m, self, call) => difference(m, { ...call, given: new Given([self, ...call.given.positional]) }),
  ],
  ['build_anti_testset', () => makeData({})],
  ['getrow', same],
  ['build_interactions', (m, self, call) => like(m.asData(call.given.positional[0]) ?? self)],
  ['set', (m, self, call) => collected(m, self, call)],
]);

const FITTING =
  /^(fit|partial_fit|fit_transform|fit_predict|predict\w*|score|transform|fit_resample|evaluate|train_on_batch)$/;

/** Of a session of Spark or of a database. */
const READING = /^(parquet|csv|json|orc|avro|table|load|sql|jdbc|text|textFile|read_\w+)$/;

/** What a method of data gives; of a method that is not known, data of the same rows. */
export function dataMethod(m: Machine, self: Data, call: Call): Value {
  const { name, given } = call;
  if (
    FITTING.test(name) &&
    self.columns === undefined &&
    self.keys === undefined &&
    self.name === undefined &&
    !self.isExpression
  ) {
    self.estimator ??= unknownEstimator(call);
    const result = estimatorMethod(m, self.estimator, call);
    if (result !== undefined) return result === self.estimator ? self : result;
  }
  if (name === 'createDataFrame' && given.positional.length > 0) return newFrame(m, call);
  if (READING.test(name) && self.columns === undefined) return readFile(m, call);
  const found = WINDOW_METHODS.get(name) ?? FRAME_METHODS.get(name);
  if (found !== undefined) return inPlace(m, self, found(m, self, call), call);
  const method = METHODS.get(name);
  if (method !== undefined) return method(m, self, call);
  if (isStatistic(name)) return statisticOf(m, self, call);
  const subset = SUBSET_METHODS.get(name);
  if (subset !== undefined) return inPlace(m, self, subset(m, self, call), call);
  const others = given.all().flatMap((value) => (value.kind === 'function' ? [] : (m.asData(value) ?? [])));
  if (others.length === 0)
    return like(self, {
      name: self.name,
      keys: self.keys,
      isExpression: self.isExpression,
      columns: self.columns && new Map(self.columns),
    });
  return combined(m, [
    self,
    ...others.map((other) =>
      self.rows === undefined ? other : like(other, { taints: bound(m, other.taints, self) }),
    ),
  ]);
}

/** `inplace=True` changes the frame itself. */
function inPlace(m: Machine, self: Data, result: Value, { given }: Call): Value {
  const flag = given.named.get('inplace');
  if (
    flag?.kind === 'constant' &&
    flag.value === true &&
    !isFalse(flag) &&
    result.kind === 'data' &&
    result !== self
  ) {
    const { accessor, keys, window, parent, name } = self;
    Object.assign(self, result, { accessor, keys, window, parent });
    if (parent !== undefined && name !== undefined) setColumn(m, parent, name, self);
    return constant(null);
  }
  return result;
}

const unknownEstimator = ({ place }: Call): Estimator => ({
  kind: 'estimator',
  name: 'model',
  library: '',
  options: new Map(),
  positional: [],
  fits: [],
  taints: NONE,
  place,
});
