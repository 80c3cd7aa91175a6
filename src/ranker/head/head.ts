/** What the head reads and gives: columns beside a base score, and scores of the evaluation rows. */
import type { HeadOptions } from './options.ts';

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
  /** Whether the trees are wanted, to score other rows by. */
  keeps?: boolean | undefined;
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

/** Trees that outlive the memory they were grown in. */
export interface TreesModel {
  /** Names of the columns that they read, in the order of a row's codes. */
  columns: readonly string[];
  /** Steps from each tree's first node to its farthest leaf. */
  depths: readonly number[];
  /** The trees one behind the other; nodes refer to each other from the first of their tree. */
  nodes: Uint8Array;
  calibration: Calibration;
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
  /** With `keeps`. */
  model?: TreesModel | undefined;
  seconds: number;
}

export interface HeadHooks {
  /** Polled at least every 50 ms of work. */
  isCancelled(): boolean;
  /** Fraction 0..1 of this task, at most ten times a second. */
  onFraction(fraction: number): void;
}
