/** The score that a production ranker logged when it served a row, as the base score of a head. */

import { Failure, type Warning } from '../../common/failure.ts';
import type { Dataset } from '../../data/dataset.ts';
import { auc } from '../../metrics/auc.ts';
import type { LoggedRanker } from '../../specfile/schema-ranker.ts';
import { isProbability, logit, rankLogit } from './logits.ts';

/** An AUC that no ranker reaches on rows that it has not seen. */
const LABEL_AUC = 0.999;
/** A ranker that ranks the rows before the cut so much better than those after it was trained on them. */
const IN_SAMPLE_GAP = 0.05;
/** A scale that changes from slice to slice costs as much when slices are ranked together. */
const DRIFT = 0.01;

export interface LoggedRows {
  training: Uint32Array;
  evaluate: Uint32Array;
}

/**
 * @param scores per row of the dataset, NaN where missing
 * @param specPath of the column's name
 * @returns a logit per row, on shared memory, and what to warn of; rows without a score have the median
 * @throws Failure `no-score`, `score-constant`, `score-is-label`, `score-in-sample`
 */
export function loggedLogits(
  data: Pick<Dataset, 'label' | 'timeline'>,
  scores: Float64Array,
  { score: column, inSample }: LoggedRanker,
  rows: LoggedRows,
  specPath: readonly (string | number)[],
): { logits: Float32Array; warnings: Warning[] } {
  const refuse = (code: string, message: string): Failure => new Failure('data', code, message, { specPath });
  const present = (rowNumbers: Uint32Array): Uint32Array =>
    rowNumbers.filter((row) => Number.isFinite(scores[row]!));
  const [training, evaluate] = [present(rows.training), present(rows.evaluate)];
  for (const [part, found, all] of [
    ['training', training, rows.training],
    ['evaluation', evaluate, rows.evaluate],
  ] as const) {
    if (2 * found.length >= all.length) continue;
    throw refuse(
      'no-score',
      `\`${column}\` holds a score in ${found.length} of ${all.length} ${part} rows: name a column with a score in most rows.`,
    );
  }
  const first = scores[evaluate[0]!]!;
  if (evaluate.every((row) => scores[row] === first))
    throw refuse('score-constant', `\`${column}\` is ${first} in every evaluation row, and ranks none.`);
  const after = aucOf(scores, data.label, evaluate);
  const before = aucOf(scores, data.label, training);
  if (after >= LABEL_AUC)
    throw refuse(
      'score-is-label',
      `\`${column}\` ranks the evaluation rows with an AUC of ${after.toFixed(4)}: it holds the label, not a prediction.`,
    );
  if (before - after > IN_SAMPLE_GAP && inSample !== 'allow')
    throw refuse(
      'score-in-sample',
      `\`${column}\` ranks the rows before the cut with an AUC of ${before.toFixed(4)} and those after it with ${after.toFixed(4)}: a ranker that was trained on the former wrote it. Log scores when rows are served, or write \`inSample: allow\`.`,
    );
  const logits = toLogits(scores, training);
  const missing = rows.training.length + rows.evaluate.length - training.length - evaluate.length;
  return {
    logits,
    warnings: [
      ...(missing === 0 ? [] : [missingWarning(column, missing)]),
      ...driftWarning(column, data, scores, evaluate, after),
    ],
  };
}

/** Probabilities become logits. Any other score becomes the logit of its rank among the training rows. */
function toLogits(scores: Float64Array, training: Uint32Array): Float32Array {
  const sorted = Float64Array.from(training, (row) => scores[row]!).sort();
  const areProbabilities = isProbability(sorted[0]!) && isProbability(sorted.at(-1)!);
  const ofScore = areProbabilities ? logit : (score: number) => rankLogit(sorted, score);
  const median = ofScore(sorted[Math.floor(sorted.length / 2)]!);
  const logits = new Float32Array(new SharedArrayBuffer(4 * scores.length));
  for (const [row, score] of scores.entries()) logits[row] = Number.isFinite(score) ? ofScore(score) : median;
  return logits;
}

function aucOf(scores: Float64Array, label: Uint8Array, rows: Uint32Array): number {
  const value = auc(
    Float64Array.from(rows, (row) => scores[row]!),
    Uint8Array.from(rows, (row) => label[row]!),
  );
  return Number.isNaN(value) ? 0.5 : value;
}

function missingWarning(column: string, count: number): Warning {
  const rows = count === 1 ? '1 row has' : `${count} rows have`;
  return {
    code: 'score-missing',
    message: `${rows} no score in \`${column}\`: the median stands in for it.`,
    count,
  };
}

/** Slices ranked each for itself, against all of them together. */
function driftWarning(
  column: string,
  { label, timeline }: Pick<Dataset, 'label' | 'timeline'>,
  scores: Float64Array,
  evaluate: Uint32Array,
  together: number,
): Warning[] {
  if (timeline === undefined) return [];
  const bySlice = new Map<number, number[]>();
  const { slice: sliceOf } = timeline;
  for (const row of evaluate) {
    const slice = sliceOf[row]!;
    const rows = bySlice.get(slice);
    if (rows === undefined) bySlice.set(slice, [row]);
    else rows.push(row);
  }
  let [sum, pairs] = [0, 0];
  for (const rows of bySlice.values()) {
    const positives = rows.reduce((count, row) => count + label[row]!, 0);
    const weight = positives * (rows.length - positives);
    sum += weight * aucOf(scores, label, Uint32Array.from(rows));
    pairs += weight;
  }
  const apart = sum / pairs;
  if (pairs === 0 || apart - together < DRIFT) return [];
  const message = `\`${column}\` ranks the rows of one slice with an AUC of ${apart.toFixed(4)} and those of all slices with ${together.toFixed(4)}: its scale changes over time, which every gain over it may repair.`;
  return [{ code: 'score-drifts', message }];
}
