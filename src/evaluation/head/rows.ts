/** Which of the rows with a base score a head is trained on. */
import type { Spec } from '../../specfile/schema.ts';
import { sampleRows } from '../base/sample.ts';

/** More rows than this move no gain that a head can find, and cost time in every arm: so many where the spec does not say. */
export const HEAD_ROWS = 250_000;

/** Rows that a head is trained on, at most. */
export const headRowsMost = ({ headRows }: Pick<Spec, 'headRows'>): number => headRows ?? HEAD_ROWS;

/** Stream of the sample, apart from those of shuffles and permutations. */
const STREAM = 0x68656164;

/** Numbers of the rows that a head is fitted on, and of those that choose its size. */
export interface HeadRows {
  fit: Uint32Array;
  validate: Uint32Array;
}

/** How many rows there are of each. */
export type HeadCounts = Record<keyof HeadRows, number>;

/** How many rows of each part a sample of at most `most` has. */
export function sampledCounts({ fit, validate }: HeadRows, most: number): HeadCounts {
  const share = Math.min(1, most / (fit.length + validate.length));
  return { fit: Math.floor(fit.length * share), validate: Math.floor(validate.length * share) };
}

/**
 * At most `most` rows, of both parts the same share. The same seed keeps the same rows, in every arm.
 * @returns row numbers, ascending
 */
export function sampleHeadRows(rows: HeadRows, seed: number, most = HEAD_ROWS): HeadRows {
  const counts = sampledCounts(rows, most);
  const stream = (seed ^ STREAM) >>> 0;
  return {
    fit: sampleRows(rows.fit, counts.fit, stream),
    validate: sampleRows(rows.validate, counts.validate, stream + 1),
  };
}
