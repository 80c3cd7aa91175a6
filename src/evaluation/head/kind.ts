/** What differs between the kinds of heads, in one place a kind: a new one is a file that exports this, and a line in kinds.ts. */
import type { HeadColumn } from '../../ranker/head/index.ts';
import type { TaskHooks } from '../../ranker/ranker.ts';
import type { HeadKind } from './choice.ts';
import type { HeadJob, HeadJobResult } from './job.ts';
import type { ModelOf } from './model.ts';
import type { HeadCounts } from './rows.ts';

export interface HeadKindOf<Kind extends HeadKind = HeadKind> {
  /**
   * Fits a head and scores the evaluation rows, on a worker thread.
   * @param added the arm's own columns
   * @throws Failure, Cancelled
   */
  run(job: HeadJob, added: readonly HeadColumn[], hooks: TaskHooks): FittedHead;
  /** Scores rows by a head that it fitted: the same as if they had been among its evaluation rows. @throws Cancelled */
  score(
    model: ModelOf<Kind>,
    columns: readonly HeadColumn[],
    base: Float32Array,
    rows: Uint32Array,
    hooks: TaskHooks,
  ): Float32Array;
  /** Whether the heads of arms begin where that of the base, on the columns that they share, has ended: it is then fitted first. */
  beginsAtBase: boolean;
  /**
   * How often rows are visited, for the expected time: each visit takes as long as that of a row by a tree.
   * @param trees of a head of trees, where early stopping decides; it has as many as it can where these are more
   * @param chooses whether validation rows choose the head's size
   */
  visits(rows: HeadCounts, trees: number, chooses: boolean): number;
  /** Such visits that the score of one evaluation row takes. */
  scoring(rows: HeadCounts, trees: number): number;
}

/** What a head says of the evaluation rows, with its size and the rows that were visited. */
export type FittedHead = Omit<HeadJobResult, 'arm' | 'seed' | 'seconds'>;
