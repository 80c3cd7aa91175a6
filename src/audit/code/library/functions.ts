/** What functions and classes of libraries do, by their last name. */
import { type Call, columnNames, Given, type Machine, tuple } from '../flow/machine.ts';
import { like, makeData, type Value } from '../flow/values.ts';
import {
  asMethod,
  asof,
  centred,
  dates,
  expression,
  factors,
  inputs,
  isMember,
  type LibraryFunction,
  matrix,
  movedBy,
  positions,
  product,
  roll,
  scaling,
  shift,
  sideBySide,
  span,
  stack,
  timeOf,
  toTime,
  whereOf,
  without,
} from './arrays.ts';
import { chooses } from './builtins.ts';
import { combined } from './combined.ts';
import { crossValidation } from './estimators.ts';
import { dataMethod } from './methods.ts';
import { newFrame } from './readers.ts';
import { sliced } from './rows/subscripts.ts';
import { difference, drawn, permuted, randomNumbers, shuffledInPlace } from './sampling.ts';
import { scoreOf } from './scores.ts';
import { dividedByWeights, dividedInTwo } from './splits.ts';
import { dataset } from './training.ts';

const many = (names: string, run: LibraryFunction): [string, LibraryFunction][] =>
  names.split(' ').map((name) => [name, run]);

export const FUNCTIONS: ReadonlyMap<string, LibraryFunction> = new Map<string, LibraryFunction>([
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
  [
    'all',
    (m, call, path) => (path.startsWith('polars') ? expression(m, call, path) : combined(m, inputs(m, call))),
  ],
  ...many('lead lag', shift),
  ['merge', (m, call) => mergeOf(m, call)],
  ...many('merge_asof join_asof', asof),
  ...many('mm matmul dot spmm', product),
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
    'mutual_info_classif mutual_info_regression f_classif f_regression chi2 permutation_importance cosine_similarity svds svd randomized_svd pairwise_distances linear_kernel euclidean_distances cosine_distances apriori fpgrowth fpmax hmine',
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
  ['intersect1d', (m, call) => hits(m, call)],
  ...many('mean_horizontal when', timeOf),
  ...many('where nonzero flatnonzero argwhere', whereOf),
  ...many(
    'Timedelta timedelta DateOffset relativedelta duration to_timedelta timedelta64 Day Hour Minute Week',
    span,
  ),
  ...many('date_sub date_add add_months', movedBy),
  ...many('clone deepcopy copy', (m, call) => copied(m, call)),
]);

/** `np.intersect1d(recommended, bought)`: how many predictions were right. */
function hits(m: Machine, call: Call): Value {
  const all = inputs(m, call);
  const predictions = all.flatMap((data) => data.predictions);
  return predictions.length === 0 ? combined(m, all) : scoreOf(m, [...new Set(predictions)], call);
}

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
