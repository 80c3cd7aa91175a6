/** The head of an arm and seed: what a worker thread is given, and what it answers. */
import type { Calibrations, HeadColumn, Penalties, SharedFit } from '../../ranker/head/index.ts';
import type { ArmResult, FieldBlock, RowParts } from '../../ranker/ranker.ts';
import type { HeadKind } from './choice.ts';
import type { HeadModel } from './model.ts';

/** Its rows are those that heads of the seed read, numbered by their order. */
export interface HeadJob {
  /** As in the report, with those that only serve a diagnostic. */
  arm: string;
  seed: number;
  /** The base's logit per row. */
  score: Float32Array;
  /** Of that logit on the rows: the same for all arms. */
  calibrations: Calibrations;
  /** The score and the base's columns. */
  columns: readonly HeadColumn[];
  /** The arm's own fields, and which of them it is to do without. */
  own: FieldBlock | undefined;
  /** The score that stands for the arm's vectors. */
  projected: Float32Array | undefined;
  without: string | undefined;
  label: Uint8Array;
  rows: RowParts;
  kind: HeadKind;
  /** Whether the fitted head is wanted, to score other rows by. */
  keeps?: true | undefined;
  /** How many trees there are to be, or the penalties of an additive head; absent where the validation rows choose. */
  trees?: number | undefined;
  penalties?: Penalties | undefined;
  /** What the head of the base has found on the same columns, of a kind that begins there; absent where it is to be found: the scores are the same. */
  start?: SharedFit | undefined;
}

/** Rows to score by a head that was fitted before. */
export interface ScoreJob extends Pick<HeadJob, 'score' | 'columns' | 'own' | 'projected'> {
  /** What it was fitted on. */
  head: HeadJob;
  model: HeadModel;
  /** Number in the log of the first row. */
  first: number;
}

export interface HeadJobResult extends ArmResult {
  /** Of a job that keeps it. */
  model?: HeadModel | undefined;
  /** Of the base's head, of a kind whose other heads begin there. */
  start?: SharedFit | undefined;
}
