/** A function or class of a library, by its last name. */
import {
  type Call,
  columnNames,
  dictionary,
  Given,
  isFalse,
  isTrue,
  listOf,
  type Machine,
  tuple,
} from '../flow/machine.ts';
import { isTimeColumn, roleIn } from '../flow/names.ts';
import { remembered } from '../flow/remembered.ts';
import { innerRole } from '../flow/rows.ts';
import { NONE, union } from '../flow/taints.ts';
import { allTaints, type Data, like, makeData, type Value } from '../flow/values.ts';
import { chooses, rangeSlice } from './builtins.ts';
import { joined, spread } from './columns.ts';
import { combined, stackedData } from './combined.ts';
import { crossValidation, makeEstimator } from './estimators.ts';
import { dataMethod } from './methods.ts';
import { isReader, newFrame, readFile } from './readers.ts';
import { difference, drawn, permuted, randomNumbers, shuffledInPlace } from './sampling.ts';
import { isMetric, scoreOf } from './scores.ts';
import { dividedAt, dividedByWeights, dividedInTwo } from './splits.ts';
import { isStatistic } from './statistics.ts';
import { sliced } from './subsets.ts';
import { crossTrained, dataset, trained } from './training.ts';
import { leadOrLag, windowStep } from './windows.ts';

type LibraryFunction = (m: Machine, call: Call, path: string) => Value;

const inputs = (m: Machine, { given }: Call): Data[] =>
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
const asMethod: LibraryFunction = (m, call) => {
  const self = subject(m, call);
  const [, ...rest] = call.given.positional;
  if (self === undefined) return makeData({ isExpression: true });
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
const scaling: LibraryFunction = (m, call) => {
  const [first] = inputs(m, call);
  if (first === undefined) return makeData({});
  const axis = call.given.constant(99, 'axis');
  if (axis === 1 || first.rows === undefined) return like(first, { name: first.name });
  return m.made(
    spread(first, [m.taint('statistic', first.rows, call.place, `\`${call.name}\``, { fitted: true })]),
  );
};

/** Similarities, factors: a table of all rows at once. */
const factors: LibraryFunction = (m, call) => {
  const [first] = inputs(m, call);
  if (first?.rows === undefined) return first ?? makeData({});
  const taint = m.taint('statistic', first.rows, call.place, `\`${call.name}\``, { fitted: true });
  const table = makeData({ isSummary: true, taints: union(allTaints(first), [taint]) });
  return /svd/i.test(call.name) ? tuple(table, table, table) : table;
};

const stack: LibraryFunction = (m, call) => {
  const axis = call.given.constant(1, 'axis', 'dim', 'how');
  const [first] = call.given.positional;
  const all = first?.kind === 'sequence' ? items(m, first) : inputs(m, call);
  const [fold] = all;
  if (all.length === 1 && fold?.rows?.split?.by === 'array_split' && fold.rows.bases[0] !== undefined) {
    return like(fold, { rows: m.rest(fold.rows.bases[0], fold.rows) });
  }
  const isBeside = axis === 1 || axis === -1 || axis === 'columns' || axis === 'horizontal';
  return isBeside ? beside(m, all) : stackedData(m, all);
};

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

const sideBySide: LibraryFunction = (m, call) => {
  const [first] = call.given.positional;
  return beside(m, first?.kind === 'sequence' ? items(m, first) : inputs(m, call));
};

const toTime: LibraryFunction = (m, call) => {
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

const dates: LibraryFunction = (m, call) => {
  const rows = m.root(call.place);
  rows.timed = 'a range of dates';
  return makeData({ rows });
};

const positions: LibraryFunction = (m, call) => {
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
  });
};

const expression: LibraryFunction = (_m, call) => {
  const [name] = call.given.positional.flatMap((value) => columnNames(value) ?? []);
  return makeData({ isExpression: true, name, origin: name, sources: name === undefined ? [] : [name] });
};

const shift: LibraryFunction = (m, call) => leadOrLag(m, subject(m, call) ?? makeData({}), call);

const asof: LibraryFunction = (m, call) => {
  const [left, right] = inputs(m, call);
  if (left === undefined || right === undefined) return left ?? makeData({});
  const direction = call.given.constant(99, 'direction', 'strategy');
  const result = joined(m, left, right);
  if (direction !== 'forward' && direction !== 'nearest') return result;
  const taint = m.taint(
    'future',
    left.rows,
    call.place,
    `values of the ${direction === 'forward' ? 'next' : 'nearest'} row in time`,
  );
  return like(result, { taints: union(result.taints, [taint]) });
};

const roll: LibraryFunction = (m, call) => {
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
const centred: LibraryFunction = (m, call) => {
  const self = inputs(m, call)[0] ?? makeData({});
  if (call.name === 'convolve' && call.given.constant(2, 'mode') !== 'same')
    return combined(m, inputs(m, call));
  const taint = m.taint('future', self.rows, call.place, `a window around the row, of \`${call.name}\``, {
    column: self.name,
  });
  return like(self, { name: self.name, taints: union(self.taints, [taint]) });
};

const matrix: LibraryFunction = (m, call) => {
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

const isMember: LibraryFunction = (m, call) => {
  const [self, other] = inputs(m, call);
  return self === undefined || other === undefined
    ? makeData({})
    : dataMethod(m, self, { ...call, name: 'isin', given: new Given([other]) });
};

const without: LibraryFunction = (m, call) => {
  const [data, index] = inputs(m, call);
  if (data === undefined) return makeData({});
  return index?.rows !== undefined && data.rows !== undefined && index.isIndex
    ? like(data, { rows: m.rest(data.rows, index.rows) })
    : like(data);
};

const timeOf: LibraryFunction = (m, call) => combined(m, inputs(m, call));

const many = (names: string, run: LibraryFunction): [string, LibraryFunction][] =>
  names.split(' ').map((name) => [name, run]);

const FUNCTIONS: ReadonlyMap<string, LibraryFunction> = new Map<string, LibraryFunction>([
  ...many(
    'train_test_split random_train_test_split leave_k_out_split leave_one_out_split python_random_split iterative_train_test_split',
    (m, call) => dividedInTwo(m, call),
  ),
  [
    'random_split',
    (m, call) =>
      dividedByWeights(
        m,
        m.asData(call.given.at(0, 'dataset')) ?? makeData({}),
        call.given.at(1, 'lengths'),
        call,
      ),
  ],
  ...many('cross_val_score cross_validate cross_val_predict learning_curve validation_curve', (m, call) =>
    crossValidation(m, call),
  ),
  ['Series', (m, call) => seriesOf(m, call)],
  ...many('DataFrame LazyFrame createDataFrame from_dict from_records', (m, call) => newFrame(m, call)),
  ...many(
    'DMatrix QuantileDMatrix Pool TensorDataset DataLoader TabularDataset from_tensor_slices Subset DeviceQuantileDMatrix',
    subset,
  ),
  ...many('concat vstack concatenate r_ append cat row_stack union1d', stack),
  ...many('hstack column_stack c_', sideBySide),
  ...many('to_datetime to_date to_timestamp from_unixtime', toTime),
  ...many('date_range bdate_range datetime_range', dates),
  ...many('arange range indices argsort', positions),
  ...many('col column', expression),
  ...many('lead lag', shift),
  ['merge', (m, call) => mergeOf(m, call)],
  ...many('merge_asof join_asof', asof),
  ['roll', roll],
  ...many(
    'savgol_filter gaussian_filter1d uniform_filter1d medfilt filtfilt sosfiltfilt detrend lowess seasonal_decompose convolve',
    centred,
  ),
  ...many('argmax argmin nanargmax nanargmin', (m, call) => bestOf(m, call)),
  ...many('zeros ones empty eye zeros_like ones_like empty_like', () => makeData({})),
  [
    'resample',
    (m, call, path) => (path.includes('sklearn') ? scaling(m, call, path) : asMethod(m, call, path)),
  ],
  ...many(
    'csr_matrix coo_matrix csc_matrix lil_matrix dok_matrix crosstab coo_array csr_array pivot_table pivot',
    matrix,
  ),
  ...many(
    'scale minmax_scale robust_scale maxabs_scale quantile_transform power_transform zscore qcut',
    scaling,
  ),
  ...many(
    'mutual_info_classif mutual_info_regression f_classif f_regression chi2 permutation_importance cosine_similarity svds svd randomized_svd pairwise_distances linear_kernel euclidean_distances cosine_distances',
    factors,
  ),
  ...many('isin in1d', isMember),
  ['delete', without],
  ...many('choice choices sample multinomial', (m, call) => drawn(m, call)),
  ...many('permutation permuted randperm', (m, call) => permuted(m, call)),
  [
    'shuffle',
    (m, call, path) => (path.startsWith('sklearn') ? sklearnShuffle(m, call) : shuffledInPlace(m, call)),
  ],
  ...many(
    'rand random random_sample uniform randn randint integers normal randrange standard_normal binomial',
    (m, call) => randomNumbers(m, call),
  ),
  ...many('setdiff1d', (m, call) => difference(m, call)),
  ...many('mean_horizontal where when', timeOf),
  ...many('clone deepcopy copy', (m, call) => copied(m, call)),
]);

/** `pl.Series('x', values)` and `pd.Series(values, name='x')`. */
function seriesOf(m: Machine, call: Call): Value {
  const [first, second] = call.given.positional;
  const isNamed = first?.kind === 'constant' && typeof first.value === 'string';
  const name = isNamed ? String(first.value) : columnNames(call.given.named.get('name'))?.[0];
  const data = m.asData(
    isNamed ? (second ?? call.given.named.get('values')) : (first ?? call.given.named.get('data')),
  );
  return data === undefined ? makeData({ name }) : like(data, { name: name ?? data.name });
}

/** `np.argmax(scores)`. */
function bestOf(m: Machine, call: Call): Value {
  const all = inputs(m, call);
  for (const { scores } of all) chooses(m, scores, 'the best one is taken');
  return combined(m, all);
}

function subset(m: Machine, call: Call): Value {
  if (call.name === 'Subset') {
    const [data, index] = inputs(m, call);
    return data === undefined
      ? makeData({})
      : index?.rows === undefined
        ? index?.positions === undefined
          ? like(data)
          : sliced(m, data, index.positions)
        : like(data, {
            rows:
              index.positions === undefined || data.rows === undefined
                ? index.rows
                : sliced(m, data, index.positions).rows,
          });
  }
  return dataset(m, call);
}

function mergeOf(m: Machine, call: Call): Value {
  const [left] = inputs(m, call);
  return left === undefined
    ? makeData({})
    : dataMethod(m, left, { ...call, given: new Given(call.given.positional.slice(1), call.given.named) });
}

/** `sklearn.utils.shuffle(x, y)` gives copies, in step. */
function sklearnShuffle(m: Machine, call: Call): Value {
  const results = call.given.positional.map((value) => permuted(m, { ...call, given: new Given([value]) }));
  return results.length === 1 ? results[0]! : tuple(...results);
}

function copied(m: Machine, call: Call): Value {
  const [first] = call.given.positional;
  if (first?.kind === 'estimator') return { ...first, fits: [] };
  const data = m.asData(first);
  return first?.kind === 'data' && data !== undefined
    ? like(data, { name: data.name })
    : (first ?? makeData({}));
}

/** Modules whose functions have nothing to do with data. */
const PLAIN =
  /^(os|sys|time|json|argparse|logging|pathlib|re|math|warnings|datetime|typing|collections|itertools|pickle|yaml|tqdm|matplotlib|seaborn|plotly|dataclasses|functools|uuid|string|mlflow|wandb|joblib|gc|abc|enum|operator|copy|hydra|click|IPython)(\.|$)/;
const isPlain = remembered((path): boolean => PLAIN.test(path));
const SPLIT_WORDS = /split/i;
const STATELESS_DATA =
  /^(Tensor|FloatTensor|LongTensor|Path|Counter|OrderedDict|Timestamp|Timedelta|DateOffset|Adam|AdamW|SGD|RMSprop|Optimizer|Generator|Reader)$/;

export function callLibrary(m: Machine, path: string, call: Call): Value {
  const name = call.name;
  const root = path.split('.')[0]!;
  if (
    /(^|\.)(random|random\.Generator|random\.RandomState)$/.test(path.slice(0, -name.length - 1)) ||
    root === 'random'
  ) {
    if (/^(default_rng|RandomState|Generator|Random)$/.test(name))
      return { kind: 'library', path: 'numpy.random' };
  }
  if (/^(default_rng|RandomState)$/.test(name)) return { kind: 'library', path: 'numpy.random' };
  if (root === 'collections') return collection(m, name, call);
  if (root === 'itertools' || root === 'tqdm' || root === 'joblib' || root === 'copy') return passed(m, call);
  if (/^(json|csv|pickle|yaml|joblib|io|gzip)\./.test(path) && /load|reader|read|open/i.test(name)) {
    const known = inputs(m, call).filter(({ rows }) => rows !== undefined);
    return known.length > 0 ? combined(m, known) : readFile(m, call);
  }
  if (isPlain(path))
    return name === 'log' || name === 'sqrt' ? combined(m, inputs(m, call)) : makeData({ isSummary: true });
  if (/^(array_)?split$/.test(name) && root === 'numpy')
    return dividedAt(
      m,
      m.asData(call.given.positional[0]) ?? makeData({}),
      call.given.at(1, 'indices_or_sections'),
      call,
    );
  if (name === 'cv' && /^(lightgbm|xgboost|catboost)$/.test(root)) return crossTrained(m, call);
  if (name === 'train' && /^(lightgbm|xgboost|catboost)$/.test(root)) return trained(m, path, call);
  if (name === 'Dataset' && root === 'lightgbm') return dataset(m, call);
  if (/^(Window|WindowSpec)$/.test(path.split('.').at(-2) ?? '')) return makeWindow(m, path, call);
  const found = FUNCTIONS.get(name);
  if (found !== undefined) return found(m, call, path);
  const all = inputs(m, call);
  const predictions = all.flatMap((data) => data.predictions);
  if (predictions.length > 0 && isMetric(name) && !/^[A-Z]/.test(name))
    return scoreOf(
      m,
      [...new Set(predictions)],
      call,
      undefined,
      all.some(({ isDrawn }) => isDrawn),
    );
  if (/^[A-Z]/.test(name) && !STATELESS_DATA.test(name)) return constructed(m, path, call, all);
  if (isMetric(name) && call.given.positional[0]?.kind === 'estimator') return scoredModel(m, call);
  if (isStatistic(name)) return asMethod(m, call, path);
  if (/^make_(pipeline|column_transformer|union|imb_pipeline)$|^make_pipeline/.test(name))
    return makeEstimator(m, path, call);
  if (all.some(({ rows, taints, isExpression }) => rows !== undefined || taints.length > 0 || isExpression)) {
    if (/^(rolling_|cum_?|fill|interpolate|bfill|shift|diff)/.test(name)) return asMethod(m, call, path);
    if (
      SPLIT_WORDS.test(name) &&
      all[0] !== undefined &&
      !/^(str_?)?split(_part|lines)?$/.test(name) &&
      root !== 'pyspark' &&
      root !== 'polars'
    )
      return splitElsewhere(m, call);
    const mask = /^(array|asarray|logical_\w+|invert)$/.test(name)
      ? all.find((data) => data.mask !== undefined)?.mask
      : undefined;
    const isOpposite = name === 'logical_not' || name === 'invert';
    const result = combined(m, all);
    return mask === undefined
      ? result
      : like(result, { mask: { ...mask, negated: mask.negated !== isOpposite } });
  }
  return isReader(name) && /csv|parquet|json|table|excel|feather|sql|txt|builtin|data/i.test(name)
    ? readFile(m, call)
    : unknownData(m, call);
}

/** What a function that is not known gives: rows from somewhere. */
const unknownData = (m: Machine, call: Call): Data => readFile(m, call);

function makeWindow(m: Machine, path: string, call: Call): Value {
  const window = makeEstimator(m, path, call);
  window.name = 'Window';
  window.options = new Map();
  return windowStep(m, window, call);
}

/** An object of a class: one with data is a data set, any other may be fitted. */
function constructed(m: Machine, path: string, call: Call, all: readonly Data[]): Value {
  const holdsRows = all.find(({ rows, isIndex, isSummary }) => rows !== undefined && !isIndex && !isSummary);
  const isFitted = /(Search|CV|Classifier|Regressor|Scaler|Encoder|Imputer|Pipeline)$/.test(call.name);
  if (
    holdsRows !== undefined &&
    !isFitted &&
    /(Data|Set|Loader|Frame|Matrix|Pool|Corpus|Interactions|Tensor|Array|Series|Index)/i.test(call.name)
  )
    return dataset(m, call);
  if (
    holdsRows === undefined &&
    (/\.datasets?\./.test(path) || /(Dataset|DataModule|Corpus|Interactions)$/.test(call.name))
  )
    return readPart(m, call);
  return makeEstimator(m, path, call);
}

/** `FashionMNIST('data', train=False)`. */
function readPart(m: Machine, call: Call): Data {
  const data = readFile(m, call);
  const flag = call.given.named.get('train');
  const named = call.given.constant(99, 'split', 'subset', 'partition', 'mode');
  const role = isTrue(flag)
    ? 'train'
    : isFalse(flag)
      ? 'test'
      : typeof named === 'string'
        ? roleIn(named)
        : undefined;
  if (role !== undefined) data.rows?.call(role);
  return data;
}

/** `precision_at_k(model, test, train_interactions=train)`. */
function scoredModel(m: Machine, call: Call): Value {
  const [model] = call.given.positional;
  const all = inputs(m, call).filter(({ rows }) => rows !== undefined);
  if (model?.kind !== 'estimator' || all.length === 0) return makeData({ isSummary: true });
  const fitted = model.fits.flatMap(({ rows }) => rows ?? []);
  const fresh =
    all.find(({ rows }) => innerRole(rows!) === 'test') ??
    all.find(({ rows }) => !fitted.includes(rows!)) ??
    all[0]!;
  return scoreOf(m, [{ by: model, fits: model.fits, rows: fresh.rows!, place: call.place }], call);
}

/** A split by a function of another file. */
function splitElsewhere(m: Machine, call: Call): Value {
  const [first] = inputs(m, call);
  if (first?.rows === undefined) return tuple(makeData({}), makeData({}));
  // A function whose name says so splits at random; of any other it is not known.
  const isRandom = /random/i.test(call.name);
  const given = new Given([first], new Map([['shuffle', { kind: 'constant', value: isRandom }]]));
  return dividedInTwo(m, { ...call, given });
}

function collection(m: Machine, name: string, call: Call): Value {
  if (name === 'defaultdict') return dictionary();
  const [first] = inputs(m, call);
  if (name === 'Counter' && first?.rows !== undefined) {
    return makeData({
      isSummary: true,
      taints: union(
        allTaints(first),
        isTimeColumn(first.name ?? '')
          ? NONE
          : [m.taint('statistic', first.rows, call.place, 'the counts', { column: first.name })],
      ),
    });
  }
  return first === undefined ? dictionary() : listOf(first);
}

const passed = (_m: Machine, call: Call): Value => call.given.positional[0] ?? makeData({});
