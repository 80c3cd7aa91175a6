/** The log loss of knowing the positive rate alone. */
import { logLoss } from '../../metrics/logloss.ts';
import { logOdds } from '../../ranker/course.ts';
import { labelsOf } from '../../ranker/train.ts';
import type { SearchRows } from './sample.ts';

/** @returns of the positive rate of the training rows, on the validation rows; nats per row */
export function constantLoss(label: Uint8Array, { fit, validate }: SearchRows): number {
  const rate = logOdds(label, fit);
  return logLoss(new Float32Array(validate.length).fill(rate), labelsOf(label, validate));
}
