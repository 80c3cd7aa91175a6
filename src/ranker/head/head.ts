/** What the head reads and gives: columns beside a base score, and scores of the evaluation rows. */

/** A column of the head, with one byte per row of the table. */
export interface HeadColumn {
  /** Unique in a task. Which trees a column is drawn for depends on it, and not on what other columns there are. */
  name: string;
  type: 'numeric' | 'categorical';
  /** Codes there are: at most 64 of a numeric column, 256 of a categorical one. */
  bins: number;
  /** 0 is missing; 1..bins−1 are values, in order where numeric. */
  codes: Uint8Array;
}

export interface HeadOptions {
  /** Trees at most. */
  trees: number;
  leaves: number;
  /** Factor of each tree's values. */
  learningRate: number;
  /** Rows of a leaf, at least. */
  minRows: number;
  /** Sum of p(1 − p) over the rows of a leaf, at least. */
  minHessian: number;
  /** L2 of leaf values, in units of p(1 − p) summed over rows. */
  l2: number;
  /** A split must gain more: about what a χ² of one degree of freedom is by chance, taken over all splits tried. */
  minGain: number;
  /** Share of the rows drawn for a tree, and chance of a column. */
  rowShare: number;
  columnShare: number;
  /** It stops where so many trees in a row have lowered the validation loss by less than `leastProgress` nats a row. */
  patience: number;
  leastProgress: number;
  /** Added to the hessian where categories are ordered by G/H. */
  categorySmooth: number;
  /** Added to `l2` where categories are split. */
  categoryL2: number;
  /** Rows of a node that a category must have to be chosen. */
  minCategoryRows: number;
  /** Rows by which a set of categories grows, at least. */
  minGroupRows: number;
  /** Categories on the chosen side of a split, at most. */
  mostCategories: number;
  /**
   * A split of categories must gain so much more for each that it sorted: the best of many sets looks good by chance, the more so where
   * categories stand for few items.
   */
  categoryCost: number;
}

export const HEAD_DEFAULTS: HeadOptions = {
  trees: 300,
  leaves: 15,
  learningRate: 0.06,
  minRows: 100,
  minHessian: 1,
  l2: 10,
  minGain: 0,
  rowShare: 0.8,
  columnShare: 0.8,
  patience: 10,
  leastProgress: 2e-5,
  categorySmooth: 10,
  categoryL2: 10,
  minCategoryRows: 10,
  minGroupRows: 100,
  mostCategories: 32,
  categoryCost: 2,
};

/** With so many rows, trees are added twice as fast as with few: as good, in half the time. */
const MANY_ROWS = 250_000;

/** @param rows that trees are grown on */
export function headOptions(rows: number): HeadOptions {
  const learningRate = HEAD_DEFAULTS.learningRate * (1 + Math.min(1, rows / MANY_ROWS));
  return { ...HEAD_DEFAULTS, learningRate };
}

export interface HeadTask {
  columns: readonly HeadColumn[];
  /** The base score of each row of the table, a logit. */
  base: Float32Array;
  /** 0 or 1 per row of the table. */
  label: Uint8Array;
  /** Row numbers: to train on, to choose the number of trees on, and to score. */
  fit: Uint32Array;
  validate: Uint32Array;
  evaluate: Uint32Array;
  /** Of the base on these rows; absent where they are to be found. Heads of one base and the same rows have them in common. */
  calibrations?: Calibrations | undefined;
  /** How many trees there are to be; absent where the validation loss chooses. */
  trees?: number | undefined;
  options: HeadOptions;
  seed: number;
}

/** The first prediction: slope · base + intercept. */
export interface Calibration {
  slope: number;
  intercept: number;
}

export interface Calibrations {
  /** By the rows to train on. */
  fit: Calibration;
  /** By these and the validation rows. */
  all: Calibration;
}

export interface HeadResult {
  /** Logits of `evaluate`. */
  scores: Float32Array;
  /** Trees of the final model; 0 where none lowered the validation loss. */
  trees: number;
  /** Of the final model, on fit and validation rows. */
  calibration: Calibration;
  /** Mean log loss on the validation rows with 0, 1, … trees; empty where these chose nothing. */
  validationLoss: number[];
  seconds: number;
}

export interface HeadHooks {
  /** Polled at least every 50 ms of work. */
  isCancelled(): boolean;
  /** Fraction 0..1 of this task, at most ten times a second. */
  onFraction(fraction: number): void;
}
