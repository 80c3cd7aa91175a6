/**
 * One training run of one model, quarter epoch by quarter epoch. It may be laid aside after any quarter and taken up again, in
 * another thread too: the model then is, byte for byte, the one that never stopped.
 */

import { Cancelled } from '../common/failure.ts';
import { randomBits, shuffle } from '../common/random.ts';
import { BLOCK_ROWS } from './kinds.ts';
import { Model, type Snapshot } from './model.ts';
import type { RankTask, TaskHooks } from './ranker.ts';

/** Quarters of an epoch: training is checked after each. */
export const QUARTERS = 4;

/** A run laid aside. The order of the rows is not in it: it follows from the seed, the rows and the number of quarters. */
export interface Checkpoint extends Snapshot {
  /** Quarters trained from the beginning. */
  quarters: number;
}

/** What a run trains: a task without what is asked of it. */
export type CourseTask = Pick<RankTask, 'options' | 'seed' | 'blocks' | 'missing' | 'label'>;

/** Log-odds of the positive rate of `rows`, with one row of each class added: finite for any labels. */
export function logOdds(label: Uint8Array, rows: Uint32Array): number {
  let positives = 0;
  for (const row of rows) positives += label[row]!;
  return Math.log((positives + 1) / (rows.length - positives + 1));
}

/** Where quarter q (0, 1, …) of an epoch over n rows begins. */
const quarterStart = (n: number, q: number): number => Math.floor((n * q) / QUARTERS);

export class Course {
  /** Quarters trained from the beginning. */
  quarters = 0;
  readonly #task: CourseTask;
  readonly #model: Model;
  readonly #poll: () => void;
  #order = new Uint32Array(0);
  #bits = randomBits(0);

  /** @throws Failure `resource` where the table does not fit. */
  constructor(task: CourseTask, hooks: Pick<TaskHooks, 'isCancelled'>) {
    this.#task = task;
    this.#model = new Model(task.options, task.blocks, task.label, task.missing);
    this.#poll = () => {
      if (hooks.isCancelled()) throw new Cancelled();
    };
  }

  /** Starts from scratch on `rows`. */
  begin(rows: Uint32Array): void {
    const { seed, label } = this.#task;
    this.#model.reset(seed, logOdds(label, rows), this.#poll);
    this.#arrange(rows, 0);
  }

  /** Goes on from a checkpoint of a run on the same rows of the same task. */
  resume(rows: Uint32Array, { quarters, ...snapshot }: Checkpoint): void {
    this.#model.restore(snapshot);
    this.#arrange(rows, quarters);
  }

  /**
   * Trains for one more quarter of an epoch.
   * @param onRows told of every block of rows that is done
   */
  quarter(onRows: (rows: number) => void = () => {}): void {
    const order = this.#order;
    const q = this.quarters % QUARTERS;
    if (q === 0) shuffle(order, this.#bits, this.#poll);
    const end = quarterStart(order.length, q + 1);
    for (let from = quarterStart(order.length, q); from < end; from += BLOCK_ROWS) {
      const to = Math.min(end, from + BLOCK_ROWS);
      this.#poll();
      this.#model.train(order, from, to);
      onRows(to - from);
    }
    this.quarters++;
  }

  /** Logits of `rows`: not finite where the run diverged. */
  score(rows: Uint32Array): Float32Array {
    const scores = new Float32Array(rows.length);
    for (let from = 0; from < rows.length; from += BLOCK_ROWS) {
      this.#poll();
      this.#model.score(rows, from, Math.min(rows.length, from + BLOCK_ROWS), scores);
    }
    return scores;
  }

  /** @param shared on shared memory, to be taken up by another thread without a copy */
  checkpoint(shared = false): Checkpoint {
    return { quarters: this.quarters, ...this.#model.snapshot(shared) };
  }

  /** Puts the rows in the order that they have after so many quarters. */
  #arrange(rows: Uint32Array, quarters: number): void {
    this.#order = rows.slice();
    this.#bits = randomBits(this.#task.seed);
    for (let begun = 0; begun < quarters; begun += QUARTERS) shuffle(this.#order, this.#bits, this.#poll);
    this.quarters = quarters;
  }
}
