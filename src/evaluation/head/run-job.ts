/** The head of an arm and seed, on a worker thread. */
import type { TaskHooks } from '../../ranker/ranker.ts';
import { armColumns } from './columns.ts';
import type { HeadJob, HeadJobResult, ScoreJob } from './job.ts';
import type { HeadKindOf } from './kind.ts';
import { HEADS } from './kinds.ts';

/** @throws Failure, Cancelled */
export function runHeadJob(job: HeadJob, hooks: TaskHooks): HeadJobResult {
  const started = performance.now();
  const { arm, seed, own: armBlock, projected, without, rows } = job;
  const added = armColumns(armBlock, projected, without, rows.fit);
  const fitted = HEADS[job.kind].run(job, added, hooks);
  return { arm, seed, ...fitted, seconds: (performance.now() - started) / 1000 };
}

/** @throws Cancelled */
export function runScoreJob(job: ScoreJob, hooks: TaskHooks): { scores: Float32Array } {
  const { head, model, columns, score, own: block, projected: scores } = job;
  const { own: armBlock, projected, without, rows: fitted } = head;
  const kind = HEADS[model.kind] as HeadKindOf;
  const added = armColumns(armBlock, projected, without, fitted.fit, { block, projected: scores });
  const rows = new Uint32Array(score.length).map((_, row) => row);
  return { scores: kind.score(model, [...columns, ...added], score, rows, hooks) };
}
