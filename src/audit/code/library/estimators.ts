/** Objects with `fit`: what they learn, from which rows, and what their results carry. */
import { type Call, columnNames, type Given, isFalse, type Machine, tuple } from '../flow/machine.ts';
import { roleIn } from '../flow/names.ts';
import { outerRole } from '../flow/rows.ts';
import { NONE, type Taint, union } from '../flow/taints.ts';
import {
  allTaints,
  type Data,
  type Estimator,
  like,
  makeData,
  taintsOfColumn,
  type Value,
} from '../flow/values.ts';
import { spread } from './columns.ts';
import { isKeras, isSearch, isSpark, predicts, steps } from './fitting/kinds.ts';
import { fittedTaints, taintsOfParts } from './fitting/learned.ts';
import { scoreOf } from './scores.ts';
import { crossValidated, foldsOf, isSplitter } from './splits.ts';
import { asFitOfModel, stopsOn } from './stopping.ts';

export function makeEstimator(m: Machine, path: string, call: Call): Estimator {
  let taints: readonly Taint[] = NONE;
  const isLayers = /^(keras|tensorflow|torchvision|albumentations|monai|kornia)\b/.test(path);
  for (const value of call.given.all()) {
    const data = value.kind === 'data' || value.kind === 'dictionary' ? m.asData(value) : undefined;
    taints = union(
      taints,
      (data?.taints ?? NONE).filter(
        ({ kind, fitted }) => kind === 'choice' || ((fitted || path.endsWith('.Normalize')) && isLayers),
      ),
    );
  }
  return {
    kind: 'estimator',
    name: path.split('.').at(-1)!,
    library: path.split('.')[0]!,
    options: new Map(call.given.named),
    positional: call.given.positional,
    fits: [],
    taints,
    place: call.place,
  };
}

const input = (m: Machine, given: Given): Data | undefined =>
  m.asData(
    given.at(
      0,
      'X',
      'x',
      'dataset',
      'data',
      'train',
      'train_set',
      'interactions',
      'user_items',
      'training_data',
      'raw_documents',
      'df',
    ),
  );

function fitted(m: Machine, self: Estimator, asked: Call, isMore: boolean): Estimator {
  const given = asFitOfModel(self, asked);
  const call = { ...asked, given };
  const { place } = call;
  const data = input(m, given);
  const label = m.asData(given.at(1, 'y', 'Y', 'label', 'labels'));
  stopsOn(m, self, call);
  if (data === undefined) return self;
  noteLabel(m, self, label ?? data.label);
  const learned = data.features ?? data;
  const isModel =
    predicts(self) ||
    (label !== undefined &&
      !/Scaler|Encoder|Imputer|Select|Vectorizer|PCA|Transformer|Sampler|SMOTE/.test(self.name));
  if (isModel) m.facts.learn(labelled(self, learned), (label ?? data.label) !== undefined);
  else m.facts.join(learned);
  const fit = {
    isMore,
    rows: data.rows,
    place,
    callers: m.callers,
    data: learned,
  };
  for (const each of [self, ...steps(self)]) each.fits = isMore ? [...each.fits, fit] : [fit];
  for (const inner of steps(self)) for (const each of steps(inner)) each.fits = [fit];
  self.taints = self.taints.filter(({ kind }) => kind === 'choice' || isKeras(self));
  if (isKeras(self)) {
    self.taints = union(self.taints, taintsOfParts(self));
    if (data.rows !== undefined) for (const taint of self.taints) m.facts.meet(taint, data.rows);
  }
  if (isSearch(self) && !isFalse(given.at(99, 'cv')))
    crossValidated(m, learned, self.options.get('cv'), self.name, call);
  return self;
}

/** Of a Spark frame the features column alone is learned from. */
function labelled(self: Estimator, data: Data): Data {
  if (!isSpark(self)) return data;
  const name = columnNames(self.options.get('featuresCol'))?.[0] ?? 'features';
  const taints = data.columns?.get(name);
  return taints === undefined ? data : makeData({ rows: data.rows, taints });
}

function noteLabel(m: Machine, self: Estimator, label: Data | undefined): void {
  if (label?.name !== undefined) m.facts.labels.add(label.name);
  for (const [name] of label?.columns ?? []) if (label?.closed) m.facts.labels.add(name);
  for (const each of [self, ...steps(self), ...steps(self).flatMap(steps)]) {
    const named = columnNames(each.options.get('labelCol') ?? each.options.get('ratingCol'));
    for (const name of named ?? []) m.facts.labels.add(name);
  }
}

function transformed(m: Machine, self: Estimator, data: Data | undefined, call: Call): Value {
  if (data === undefined) return makeData({ taints: fittedTaints(m, self) });
  if (self.name === 'VectorAssembler') return assembled(self, data);
  if (predicts(self) && (isSpark(self) || self.name === 'ALSModel')) return predicted(m, self, data, call);
  const taints = fittedTaints(m, self);
  const output = columnNames(self.options.get('outputCol') ?? self.options.get('outputCols'));
  if (output !== undefined) {
    const copy = like(data);
    copy.columns = new Map(data.columns);
    const inputs = columnNames(self.options.get('inputCol') ?? self.options.get('inputCols')) ?? [];
    let all = taints;
    for (const name of inputs) all = union(all, taintsOfColumn(data, name));
    for (const name of output) copy.columns.set(name, all);
    return copy;
  }
  return m.made(spread(data, taints));
}

/** `VectorAssembler(inputCols=[…])`: the marks of its inputs. */
function assembled(self: Estimator, data: Data): Data {
  const copy = like(data);
  copy.columns = new Map(data.columns);
  let all: readonly Taint[] = NONE;
  const names = columnNames(self.options.get('inputCols'));
  for (const name of names ?? []) all = union(all, taintsOfColumn(data, name));
  if (names === undefined) all = allTaints(data);
  copy.columns.set(columnNames(self.options.get('outputCol'))?.[0] ?? 'features', all);
  return copy;
}

/** Predictions for rows: they carry what the model was chosen by, and what the rows carry. */
export function predicted(m: Machine, self: Estimator, data: Data, call: Call): Data {
  const { rows } = data;
  const learned = data.features ?? data;
  m.facts.join(learned);
  for (const taint of allTaints(learned)) m.facts.asked.add(taint);
  for (const taint of self.taints) if (rows !== undefined) m.facts.meet(taint, rows);
  if (rows === undefined) return makeData({ taints: union(allTaints(learned), self.taints) });
  const asked = m.facts.predicted.get(self) ?? new Set();
  m.facts.predicted.set(self, asked.add(rows));
  const by = [{ by: self, fits: self.fits, rows, place: call.place }];
  return m.made(
    like(learned, {
      taints: union(allTaints(learned), self.taints),
      columns: undefined,
      rows,
      predictions: by,
      name: undefined,
    }),
  );
}

function scored(m: Machine, self: Estimator, call: Call): Value {
  const first = m.asData(call.given.at(0, 'X', 'x', 'test_data', 'data', 'dataset'));
  if (first === undefined) return makeData({ isSummary: true });
  if (first.predictions.length > 0) return scoreOf(m, first.predictions, call);
  const predictions = predicted(m, self, first, call).predictions;
  return scoreOf(m, predictions, call);
}

/** `layer.adapt(x)`: what the layer has learned stays in every model that it is part of. */
function adapted(m: Machine, self: Estimator, call: Call): Estimator {
  fitted(m, self, call, false);
  self.taints = union(self.taints, fittedTaints(m, self));
  self.fits = [];
  return self;
}

function resampled(m: Machine, self: Estimator, call: Call): Value {
  fitted(m, self, call, false);
  const [x, y] = [m.asData(call.given.at(0, 'X')), m.asData(call.given.at(1, 'y'))];
  const taints = fittedTaints(m, self);
  const results = [x, y].map((data) => m.made(spread(data ?? makeData({}), taints)));
  return tuple(...results.map((data, i) => like(data, { name: i === 1 ? y?.name : undefined })));
}

/** A method of an estimator. Undefined where it has no meaning of its own. */
export function estimatorMethod(m: Machine, self: Estimator, call: Call): Value | undefined {
  const { name, given } = call;
  if (name === 'split' && isSplitter(self.name)) return foldsOf(m, self, call);
  if (
    /^(fit|partial_fit|fit_partial|train|fit_generator|run_fit)$/.test(name) &&
    (given.positional.length > 0 || given.named.size > 0)
  ) {
    return fitted(m, self, call, name.includes('partial'));
  }
  if (name === 'fit' && self.fits.length > 0) return self;
  if (/^fit_(transform|predict)$/.test(name)) {
    fitted(m, self, call, false);
    return transformed(m, self, input(m, given), call);
  }
  if (name === 'adapt') return adapted(m, self, call);
  if (name === 'add' && given.positional[0]?.kind === 'estimator') {
    self.positional = [...self.positional, given.positional[0]];
    return self;
  }
  if (/^fit_(re)?sample$/.test(name)) return resampled(m, self, call);
  if (name === 'transform') return transformed(m, self, input(m, given), call);
  if (
    /^((staged_)?predict\w*|decision_function|test|forward|rank_items|estimate|recommend|transform_predict)$/.test(
      name,
    )
  ) {
    const all = given.positional.map((value) => m.asData(value)).filter((data) => data?.rows !== undefined);
    const data = input(m, given) ?? all[0];
    return data === undefined
      ? makeData({})
      : predicted(m, self, data.rows === undefined ? (all[0] ?? data) : data, call);
  }
  if (/^(score|evaluate|score_samples)$/.test(name)) return scored(m, self, call);
  if (
    /^(set_params|set_output|clone|copy|eval|train|to|cuda|cpu|double|float|compile|setParams|set\w*Col\w*|get_booster|overwrite|build|requires_grad_)$/.test(
      name,
    )
  )
    return self;
  if (
    /^(get_support|get_feature_names_out|get_feature_names|inverse_transform|feature_importance|get_score|get_feature_importance)$/.test(
      name,
    )
  ) {
    const data = input(m, given);
    return makeData({
      taints: union(data?.taints ?? NONE, fittedTaints(m, self)),
      rows: data?.rows,
      isSummary: data === undefined,
    });
  }
  return undefined;
}

/** `cross_val_score(model, x, y, cv=…)`. */
export function crossValidation(m: Machine, call: Call): Value {
  const { given, name } = call;
  const self = given.at(0, 'estimator', 'algo', 'model');
  const data = m.asData(given.at(1, 'X', 'data'));
  const label = m.asData(given.at(2, 'y'));
  if (data === undefined) return makeData({ isSummary: true });
  if (label?.name !== undefined) m.facts.labels.add(label.name);
  m.facts.learn(data, label !== undefined);
  const parts = crossValidated(m, data, given.at(4, 'cv'), name, call);
  for (const taint of allTaints(data))
    if (isOversampling(taint) && taint.rows !== undefined && outerRole(taint.rows) !== undefined)
      m.facts.inner.add(taint);
  if (parts === undefined) return makeData({ isSummary: true });
  const [train, test] = parts;
  if (self?.kind === 'estimator') {
    const fits = [{ rows: train, place: call.place, callers: [], data: undefined }];
    m.facts.evaluate({ by: self, fits, rows: test, place: call.place, named: roleIn(m.purpose) });
  }
  const isPrediction = name === 'cross_val_predict';
  return isPrediction
    ? makeData({ rows: data.rows })
    : makeData({ isSummary: true, scores: [{ rows: test, place: call.place, depth: m.loops }] });
}

const isOversampling = ({ what }: Taint): boolean => /SMOTE|ADASYN|OverSampler/.test(what);
