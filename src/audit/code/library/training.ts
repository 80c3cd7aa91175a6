/** Training by functions: `lgb.train`, `xgb.train`; and the data sets that they and networks are given. */
import type { Call, Machine } from '../flow/machine.ts';
import { union } from '../flow/taints.ts';
import { allTaints, type Data, like, makeData, type Value } from '../flow/values.ts';
import { makeEstimator } from './estimators.ts';
import { crossValidated } from './splits.ts';
import { stopsOn } from './stopping.ts';

/** `lgb.Dataset(x, label=y)`, `TensorDataset(x, y)`: features and label of the same rows. */
export function dataset(m: Machine, call: Call): Data {
  const { given } = call;
  const [first, ...others] = given.positional
    .map((value) => m.asData(value))
    .filter((data) => data !== undefined);
  const features = m.asData(given.at(0, 'data', 'X', 'df', 'dataset', 'dataframe')) ?? first;
  const label = m.asData(given.at(99, 'label', 'y', 'labels')) ?? others.at(-1);
  if (features === undefined) return makeData({});
  if (features.features !== undefined)
    return like(features, { features: features.features, label: features.label });
  if (label?.name !== undefined) m.facts.labels.add(label.name);
  let taints = allTaints(features);
  for (const other of others) if (other !== label) taints = union(taints, allTaints(other));
  const isPair = label !== undefined && label !== features;
  return m.made(
    makeData({
      rows: features.rows,
      taints,
      features,
      ...(isPair && { label }),
      ...(!isPair && features.columns && { columns: new Map(features.columns), taints: features.taints }),
    }),
  );
}

/** `lgb.train(params, train, valid_sets=[test])`. */
export function trained(m: Machine, path: string, call: Call): Value {
  const { given, place } = call;
  const model = makeEstimator(m, path.replace(/train$/, 'Booster'), call);
  const data = m.asData(given.at(1, 'train_set', 'dtrain', 'pool'));
  stopsOn(m, model, call);
  if (data === undefined) return model;
  const learned = data.features ?? data;
  m.facts.learn(learned, data.label !== undefined);
  model.fits = [{ rows: data.rows, place, callers: [], data: learned }];
  return model;
}

/** `lgb.cv(params, data)`. */
export function crossTrained(m: Machine, call: Call): Value {
  const data = m.asData(call.given.at(1, 'train_set', 'dtrain', 'pool'));
  if (data === undefined) return makeData({});
  m.facts.learn(data.features ?? data, data.label !== undefined);
  crossValidated(m, data, call.given.at(99, 'folds'), 'cv', call);
  return makeData({ isSummary: true });
}
