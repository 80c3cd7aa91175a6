/** The scores of the trainings of one plan and seed, kept for later runs. */

import type { Made } from '../../../data/kept/store.ts';
import type { TrainTask } from '../../tasks/jobs.ts';
import type { BaseCache, Found } from './cache.ts';

/** Bytes of an entry beside its scores, at most. */
const MORE_BYTES = 2 ** 10;

/**
 * @param trainings all of one plan and seed
 * @param rows of the dataset
 * @returns as `gatherScores`, where an earlier run has kept them with a number for each row that a training scores
 */
export function keptScores(
  cache: BaseCache,
  trainings: readonly TrainTask[],
  rows: number,
): Promise<Found<Float32Array, Made>> {
  return cache.find({ scores: { rows, trainings } }, MORE_BYTES + 4 * rows, ({ bytes }) => {
    if (bytes.length !== 4 * rows) return undefined;
    const scores = new Float32Array(new SharedArrayBuffer(4 * rows));
    bytesOf(scores).set(bytes);
    const whole = trainings.every(({ parts }) => parts.evaluate.every((row) => Number.isFinite(scores[row])));
    return whole ? scores : undefined;
  });
}

export const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
