/** The scores of the trainings of one plan and seed, kept for later runs. */

import { type LogRows, placesOf } from '../../../common/some-rows.ts';
import type { Made } from '../../../data/kept/store.ts';
import type { TrainTask } from '../../tasks/jobs.ts';
import type { BaseCache, Found } from './cache.ts';

/** Bytes of an entry beside its scores, at most. */
const MORE_BYTES = 2 ** 10;

/**
 * @param trainings all of one plan and seed
 * @param count rows of the dataset
 * @param rows those that have a place; all where absent
 * @returns as `gatherScores`, where an earlier run has kept them with a number for each row that a training scores
 */
export function keptScores(
  cache: BaseCache,
  trainings: readonly TrainTask[],
  count: number,
  rows: LogRows,
): Promise<Found<Float32Array, Made>> {
  const size = 4 * (rows?.length ?? count);
  const content = { rows: count, trainings, ...(rows !== undefined && { of: rows }) };
  return cache.find({ scores: content }, MORE_BYTES + size, ({ bytes }) => {
    if (bytes.length !== size) return undefined;
    const scores = new Float32Array(new SharedArrayBuffer(size));
    bytesOf(scores).set(bytes);
    const whole = trainings.every(({ parts }) =>
      placesOf(parts.evaluate, rows).every((place) => Number.isFinite(scores[place])),
    );
    return whole ? scores : undefined;
  });
}

export const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
