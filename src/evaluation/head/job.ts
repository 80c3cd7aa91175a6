/** The head of an arm and seed, on a worker thread. */
import { type Calibrations, type HeadColumn, headOptions, runHead } from '../../head/index.ts';
import type { ArmResult, FieldBlock, RowParts, TaskHooks } from '../../ranker/ranker.ts';
import { armColumns } from './columns.ts';

export interface HeadJob {
  /** As in the report, with those that only serve a diagnostic. */
  arm: string;
  seed: number;
  /** The base's logit per row of the dataset. */
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
  /** How many trees there are to be; absent where the validation rows choose. */
  trees?: number | undefined;
}

export function runHeadJob(job: HeadJob, hooks: TaskHooks): ArmResult {
  const started = performance.now();
  const { arm, seed, score, calibrations, own, projected, without, label, rows, trees: wanted } = job;
  const columns = [...job.columns, ...armColumns(own, projected, without, rows.fit)];
  const all = rows.fit.length + rows.validate.length;
  const options = headOptions(all);
  const task = { columns, base: score, label, calibrations, ...rows, trees: wanted, options, seed };
  const { scores, trees, validationLoss } = runHead(task, hooks);
  // A tree visits each row; those that chose how many there are to be were grown on the rows to fit.
  const rowsTrained = Math.max(0, validationLoss.length - 1) * rows.fit.length + trees * all;
  return { arm, seed, scores, trees, rowsTrained, seconds: (performance.now() - started) / 1000 };
}
