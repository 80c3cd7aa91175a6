/** The head of an arm and seed, on a worker thread. */
import {
  type Calibrations,
  type HeadColumn,
  headOptions,
  type Penalties,
  runAdditive,
  runHead,
  type SharedFit,
} from '../../ranker/head/index.ts';
import type { ArmResult, FieldBlock, RowParts, TaskHooks } from '../../ranker/ranker.ts';
import type { HeadKind } from './choice.ts';
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
  kind: HeadKind;
  /** How many trees there are to be, or the penalties of an additive head; absent where the validation rows choose. */
  trees?: number | undefined;
  penalties?: Penalties | undefined;
  /** What the additive head of the base has found on the same columns; absent where it is to be found: the scores are the same. */
  start?: SharedFit | undefined;
}

export interface HeadJobResult extends ArmResult {
  /** Of an additive head of the base alone: where other arms start. */
  start?: SharedFit | undefined;
}

export function runHeadJob(job: HeadJob, hooks: TaskHooks): HeadJobResult {
  const started = performance.now();
  const {
    arm,
    seed,
    score,
    calibrations,
    own: armBlock,
    projected,
    without,
    label,
    rows,
    trees: wanted,
  } = job;
  const added = armColumns(armBlock, projected, without, rows.fit);
  const all = rows.fit.length + rows.validate.length;
  if (job.kind === 'additive') {
    const task = {
      shared: job.columns,
      own: added,
      base: score,
      label,
      calibrations,
      ...rows,
      penalties: job.penalties,
      start: job.start,
    };
    const { scores, penalties, passes, start } = runAdditive(task, hooks);
    const result = { arm, seed, scores, penalties, rowsTrained: passes * all };
    return { ...result, seconds: secondsSince(started), ...(armBlock === undefined && { start }) };
  }
  const columns = [...job.columns, ...added];
  const options = headOptions(all);
  const task = { columns, base: score, label, calibrations, ...rows, trees: wanted, options, seed };
  const { scores, trees, validationLoss } = runHead(task, hooks);
  // A tree visits each row; those that chose how many there are to be were grown on the rows to fit.
  const rowsTrained = Math.max(0, validationLoss.length - 1) * rows.fit.length + trees * all;
  return { arm, seed, scores, trees, rowsTrained, seconds: secondsSince(started) };
}

const secondsSince = (started: number): number => (performance.now() - started) / 1000;
