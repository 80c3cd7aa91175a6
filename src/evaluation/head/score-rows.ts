/** Scores of further rows by heads that are there: each row is scored once. */
import { roomToBuild } from '../tasks/memory.ts';
import type { PooledRun } from '../tasks/pool.ts';
import type { HeadJob, HeadJobResult } from './job.ts';
import { scoreMemory } from './jobs.ts';

/** A head with the job that it was fitted by. */
export interface Fitted {
  job: HeadJob;
  result: HeadJobResult;
}

/** What has been scored of a log by some heads: row numbers, ascending, and for each head a logit per row. */
export interface ScoredRows {
  rows: Uint32Array;
  scores: ReadonlyMap<Fitted, Float32Array>;
}

export const NOTHING_SCORED: ScoredRows = { rows: new Uint32Array(0), scores: new Map() };

/**
 * @param wanted all rows that are to have a score, ascending; those of `before` among them
 * @param before what is scored already, of any of the heads; a head that it does not have scores all of `wanted`
 * @throws Failure, Cancelled
 */
export async function scoreRows(
  heads: readonly Fitted[],
  wanted: Uint32Array,
  before: ScoredRows,
  context: PooledRun,
  onProgress: (fraction: number, message: string) => void,
): Promise<ScoredRows> {
  const isNew = newRows(wanted, before.rows);
  const more = wanted.filter((_, i) => isNew[i] === 1);
  const tasks = heads.map((head) => {
    const rows = before.scores.has(head) ? more : wanted;
    return { head: head.job, model: head.result.model!, rows };
  });
  const made = await context.pool.run('score', tasks, {
    ...roomToBuild(tasks.map(scoreMemory), context),
    onProgress: (fraction, running) => {
      const names = [...new Set(running.map(({ head }) => head.arm))].join(' and ');
      onProgress(fraction, `scoring more users by ${names}`);
    },
  });
  const scores = heads.map((head, h): [Fitted, Float32Array] => {
    const known = before.scores.get(head);
    return [head, known === undefined ? made[h]!.scores : merged(known, made[h]!.scores, isNew)];
  });
  return { rows: wanted, scores: new Map(scores) };
}

/** 1 for each of `wanted` that is not among `known`; both ascend. */
function newRows(wanted: Uint32Array, known: Uint32Array): Uint8Array {
  let next = 0;
  return Uint8Array.from(wanted, (row) => {
    if (known[next] !== row) return 1;
    next++;
    return 0;
  });
}

function merged(known: Float32Array, more: Float32Array, isNew: Uint8Array): Float32Array {
  const all = new Float32Array(isNew.length);
  let [ofKnown, ofMore] = [0, 0];
  for (let i = 0; i < all.length; i++) all[i] = isNew[i] === 1 ? more[ofMore++]! : known[ofKnown++]!;
  return all;
}
