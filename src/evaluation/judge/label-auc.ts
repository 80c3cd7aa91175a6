/**
 * How well one column alone tells the label: of numbers by their order, of anything by the share of positives that its values, or
 * its bins, had in training. The second is fitted on training rows and scored on evaluation rows, so that an id of one row each
 * says nothing.
 */
import { auc, type OnPiece } from '../../metrics/auc.ts';
import { labelsOf } from '../../ranker/train.ts';

/** Training rows of the mean that a value's own rows are shrunk by: a value of few rows says little. */
const PRIOR_ROWS = 10;

/** The rows that a column is judged on. */
export interface LabelRows {
  training: Uint32Array;
  evaluate: Uint32Array;
  /** 0 or 1 per row of the log. */
  label: Uint8Array;
}

/**
 * AUC of the order of a column's values, either way round; missing ones rank below all others, or above where that tells more: a value
 * that only one class has is such a case.
 */
export function orderAuc(
  values: Float32Array | Float64Array,
  { evaluate, label }: Omit<LabelRows, 'training'>,
  onPiece?: OnPiece,
): number {
  const labels = labelsOf(label, evaluate);
  const ranked = (missing: number): number => {
    const scores = new Float64Array(evaluate.length);
    for (let i = 0; i < evaluate.length; i++) {
      const value = values[evaluate[i]!]!;
      scores[i] = Number.isNaN(value) ? missing : value;
    }
    return eitherWay(auc(scores, labels, onPiece));
  };
  const below = ranked(-Number.MAX_VALUE);
  return evaluate.some((row) => Number.isNaN(values[row]!))
    ? Math.max(below, ranked(Number.MAX_VALUE))
    : below;
}

/** AUC of the share of positives that the training rows of each code had. @param codeOf a row's code, 0..cardinality−1 */
export function rateAuc(
  codeOf: (row: number) => number,
  cardinality: number,
  { training, evaluate, label }: LabelRows,
  onPiece?: OnPiece,
): number {
  const rows = new Float64Array(cardinality);
  const positives = new Float64Array(cardinality);
  let all = 0;
  for (let i = 0; i < training.length; i++) {
    const row = training[i]!;
    const code = codeOf(row);
    rows[code]!++;
    positives[code]! += label[row]!;
    all += label[row]!;
  }
  const mean = all / training.length;
  const rates = positives.map((count, code) => (count + PRIOR_ROWS * mean) / (rows[code]! + PRIOR_ROWS));
  const scores = new Float64Array(evaluate.length);
  for (let i = 0; i < evaluate.length; i++) scores[i] = rates[codeOf(evaluate[i]!)]!;
  return auc(scores, labelsOf(label, evaluate), onPiece);
}

export const eitherWay = (area: number): number => Math.max(area, 1 - area);
