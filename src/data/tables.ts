/** What is exchanged with programs as tables of numbers: columns that are written, and scores that are read. */

/** One value per row. Codes stand for `names`; NaN and codes without a name become null. */
export type OutputColumn =
  | { name: string; kind: 'number'; values: ArrayLike<number> }
  | { name: string; kind: 'integer'; values: ArrayLike<number> }
  /** µs since 1970, UTC. */
  | { name: string; kind: 'time'; values: ArrayLike<number> }
  | { name: string; kind: 'name'; values: ArrayLike<number>; names: readonly string[] }
  /** A list of `dimension` numbers per row. */
  | { name: string; kind: 'vector'; values: Float32Array; dimension: number };

/** `probability`: that of the label being 1; `score`: anything that orders the rows. */
export type ScoreColumn = 'probability' | 'score';

export interface RowScores {
  /** Which of the two columns the file has. */
  column: ScoreColumn;
  /** Row number and value of each line, NaN where it is none. */
  row: Float64Array;
  value: Float64Array;
}
