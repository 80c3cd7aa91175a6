/** The head of an arm and seed, on a worker thread. */
import type { TaskHooks } from '../../ranker/ranker.ts';
import { armColumns } from './columns.ts';
import type { HeadJob, HeadJobResult } from './job.ts';
import { HEADS } from './kinds.ts';

/** @throws Failure, Cancelled */
export function runHeadJob(job: HeadJob, hooks: TaskHooks): HeadJobResult {
  const started = performance.now();
  const { arm, seed, own: armBlock, projected, without, rows } = job;
  const added = armColumns(armBlock, projected, without, rows.fit);
  const fitted = HEADS[job.kind].run(job, added, hooks);
  return { arm, seed, ...fitted, seconds: (performance.now() - started) / 1000 };
}
