/** Scores: how well predictions are, and on which rows that was measured. */

import type { Call, Machine } from '../flow/machine.ts';
import { roleIn } from '../flow/names.ts';
import { remembered } from '../flow/remembered.ts';
import { type Data, like, makeData, type Prediction } from '../flow/values.ts';

const METRIC =
  /(^|_)(score|scores|errors?|errs?|losses|maes|rmses|accs|aucs|accuracy|acc|auc|roc|rmse|mse|mae|mape|rmsle|msle|precision|recall|f1|fbeta|ndcg|dcg|hit|hits|hitrate|hr|mrr|map|report|confusion_matrix|r2|evaluate|metric|metrics|logloss|loss|kappa|matthews_corrcoef|brier|coverage|gauc|eval|entropy)(_|$|\d|@)|accuracy|Metric|Score|precision_at|recall_at|auc$|_at_k$|Evaluator/i;

export const isMetric = remembered((name): boolean => METRIC.test(name));

/** A network that the file trains itself is only evaluated where gradients are off. */
const counts = (m: Machine, { by }: Prediction): boolean => m.isFrozen || !isNetwork(by.library);
export const isNetwork = (library: string): boolean => library === 'torch' || library === 'file-network';

/** The score of predictions. The predictions stay with it: a loss is one, and leads back to what is trained. */
export function scoreOf(
  m: Machine,
  predictions: readonly Prediction[],
  call: Pick<Call, 'name' | 'place'>,
  from?: Data,
  isResampled = false,
): Data {
  const counted = predictions.filter((prediction) => counts(m, prediction));
  for (const { by, fits, rows, place } of counted) {
    m.facts.evaluate({ by, fits, rows, place, named: roleIn(m.purpose) });
  }
  // A curve has a score for each threshold: what is taken from it is the best of many.
  const depth = isResampled ? 0 : /_curve$/.test(call.name) ? m.loops + 1 : m.loops;
  const scores = counted.map(({ rows }) => ({ rows, place: call.place, depth }));
  const changes = { isSummary: true, rows: undefined, scores, predictions, columns: undefined };
  return from === undefined ? makeData(changes) : like(from, changes);
}
