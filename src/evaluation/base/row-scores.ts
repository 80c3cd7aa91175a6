/** A number per row, of all rows of the log or of those that something reads. */
import { type LogRows, picked, placesOf } from '../../common/some-rows.ts';
import { broken } from '../../ranker/broken.ts';

export interface RowScores {
  /** The rows that have a place; all where absent. */
  rows: LogRows;
  /** Row by row, on shared memory; NaN where a row has no score. */
  values: Float32Array;
}

/** @param values of every row */
export const ofAllRows = (values: Float32Array): RowScores => ({ rows: undefined, values });

/** @param wanted some of the rows that have a place, in any order @returns their scores, on shared memory @throws as `placesOf` */
export function scoresAt({ rows, values }: RowScores, wanted: LogRows): Float32Array {
  if (wanted === rows) return values;
  return wanted === undefined ? allRows({ rows, values }) : picked(values, placesOf(wanted, rows));
}

/** @throws Failure `internal` where not every row has a place */
export function allRows({ rows, values }: RowScores): Float32Array {
  if (rows !== undefined) throw broken('scores of some rows, where those of all are wanted');
  return values;
}
