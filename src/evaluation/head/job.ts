/** The head of an arm and seed, on a worker thread. */
import { HEAD_DEFAULTS, type HeadColumn, runHead } from '../../head/index.ts';
import type { ArmResult, FieldBlock, RowParts, TaskHooks } from '../../ranker/ranker.ts';
import { armColumns } from './columns.ts';

export interface HeadJob {
  /** As in the report, with those that only serve a diagnostic. */
  arm: string;
  seed: number;
  /** The base's logit per row of the dataset. */
  score: Float32Array;
  /** The score and the base's columns. */
  columns: readonly HeadColumn[];
  /** The arm's own fields, and those that it lacks. */
  own: FieldBlock | undefined;
  missing: readonly string[];
  label: Uint8Array;
  rows: RowParts;
}

export function runHeadJob(job: HeadJob, hooks: TaskHooks): ArmResult {
  const started = performance.now();
  const { arm, seed, score, own, missing, label, rows } = job;
  const columns = [...job.columns, ...armColumns(own, missing, rows.fit, label.length)];
  const { scores } = runHead({ columns, base: score, label, ...rows, options: HEAD_DEFAULTS, seed }, hooks);
  const rowsTrained = rows.fit.length + rows.validate.length;
  return { arm, seed, scores, rowsTrained, seconds: (performance.now() - started) / 1000 };
}
