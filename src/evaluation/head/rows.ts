/** Which of the rows with a base score a head is trained on. */
import type { Spec } from '../../spec/schema.ts';
import { sampleRows } from '../base/sample.ts';

/** More rows than this move no gain that a head can find, and cost time in every arm: so many where the spec does not say. */
export const HEAD_ROWS = 250_000;

/** Rows that a head is trained on, at most. */
export const headRowsMost = ({ headRows }: Pick<Spec, 'headRows'>): number => headRows ?? HEAD_ROWS;

/** Stream of the sample, apart from those of shuffles and permutations. */
const STREAM = 0x68656164;

export interface HeadRows {
  fit: Uint32Array;
  validate: Uint32Array;
}

/**
 * At most `most` rows, of both parts the same share. The same seed keeps the same rows, in every arm.
 * @returns row numbers, ascending
 */
export function sampleHeadRows({ fit, validate }: HeadRows, seed: number, most = HEAD_ROWS): HeadRows {
  const share = Math.min(1, most / (fit.length + validate.length));
  const stream = (seed ^ STREAM) >>> 0;
  return {
    fit: sampleRows(fit, Math.floor(fit.length * share), stream),
    validate: sampleRows(validate, Math.floor(validate.length * share), stream + 1),
  };
}
