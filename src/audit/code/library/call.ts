/** A call of a library: by its module, by its name, or by what it is given. */
import {
  type Call,
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
import { innerRole, outerRole } from '../flow/rows.ts';
import { NONE, union } from '../flow/taints.ts';
import { allTaints, type Data, like, makeData, type Prediction, type Value } from '../flow/values.ts';
import { asMethod, inputs } from './arrays.ts';
import { combined } from './combined.ts';
import { makeEstimator } from './estimators.ts';
import { taintsOfParts } from './fitting/learned.ts';
import { FUNCTIONS } from './functions.ts';
import { isReader, readFile } from './readers.ts';
import { isMetric, scoreOf } from './scores.ts';
import { dividedAt, dividedInTwo } from './splits.ts';
import { isStatistic } from './statistics.ts';
import { stopsOn } from './stopping.ts';
import { crossTrained, dataset, trained } from './training.ts';
import { windowStep } from './windows.ts';

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
      onLabel(predictions, all),
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

/** Predictions are tested on the rows that their labels are of. */
function onLabel(predictions: readonly Prediction[], all: readonly Data[]): Prediction[] {
  const label = all.find(
    (data) => data.predictions.length === 0 && data.rows !== undefined && !data.isSummary,
  );
  const role = label?.rows === undefined ? undefined : outerRole(label.rows);
  return [...new Set(predictions)].map((each) =>
    role === undefined || outerRole(each.rows) === undefined || outerRole(each.rows) === role
      ? each
      : { ...each, rows: label!.rows! },
  );
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
  const made = makeEstimator(m, path, call);
  if (/Trainer$/.test(call.name)) stopsOn(m, made, call);
  if (holdsRows === undefined || isFitted) return made;
  m.facts.join(holdsRows);
  made.fits = [{ rows: holdsRows.rows, place: call.place, callers: [], data: holdsRows }];
  return made;
}

/** `FashionMNIST('data', train=False)`. */
function readPart(m: Machine, call: Call): Data {
  const data = readFile(m, call);
  const transform = call.given.named.get('transform');
  if (transform?.kind === 'estimator') data.taints = union(transform.taints, taintsOfParts(transform));
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
