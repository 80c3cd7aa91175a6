/**
 * One training run of one model, quarter epoch by quarter epoch. It may be laid aside after any quarter and taken up again, in
 * another thread too: the model then is, byte for byte, the one that never stopped.
 */

import { Cancelled } from '../common/failure.ts';
import { BLOCK_ROWS } from './kinds.ts';
import { Model, type Snapshot } from './model.ts';
import type { AnyBlock, RankTask, TaskHooks } from './ranker.ts';
import { isFile } from './rows/code-file.ts';
import { spanOf, Visits, windowsOf } from './rows/visits.ts';

/** Quarters of an epoch: training is checked after each. */
export const QUARTERS = 4;

/** A run laid aside. The order of the rows is not in it: it follows from the seed, the rows and the number of quarters. */
export interface Checkpoint extends Snapshot {
  /** Quarters trained from the beginning. */
  quarters: number;
}

/** What a run trains: a task without what is asked of it. */
export type CourseTask = Pick<RankTask<AnyBlock>, 'options' | 'seed' | 'blocks' | 'missing' | 'label'>;

/** Log-odds of the positive rate of `rows`, with one row of each class added: finite for any labels. */
export function logOdds(label: Uint8Array, rows: Uint32Array): number {
  let positives = 0;
  for (let i = 0; i < rows.length; i++) positives += label[rows[i]!]!; // an iterator takes seconds for many millions
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
  /** Windows of the log. */
  readonly #windows: number;
  #visits: Visits;
  #rows = 0;
  /** Whether other rows were read since the window of the training was opened. */
  #hasScored = false;

  /** @throws Failure `resource` where the table does not fit. */
  constructor(task: CourseTask, hooks: Pick<TaskHooks, 'isCancelled'>) {
    this.#task = task;
    this.#model = new Model(task.options, task.blocks, task.label, task.missing);
    this.#windows = windowsIn(task.blocks);
    this.#poll = () => {
      if (hooks.isCancelled()) throw new Cancelled();
    };
    this.#visits = this.#visitsOf(new Uint32Array(0));
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
    const q = this.quarters % QUARTERS;
    if (q === 0) this.#visits.begin();
    if (this.#hasScored) this.#visits.reopen();
    this.#hasScored = false;
    const end = quarterStart(this.#rows, q + 1);
    while (this.#visits.done < end) {
      this.#poll();
      const { order, from, to } = this.#visits.next(Math.min(BLOCK_ROWS, end - this.#visits.done));
      this.#model.train(order, from, to);
      onRows(to - from);
    }
    this.quarters++;
  }

  /** Logits of `rows`: not finite where the run diverged. */
  score(rows: Uint32Array): Float32Array {
    const scores = new Float32Array(rows.length);
    if (!this.#model.inWindows) {
      this.#scoreInto(scores, rows);
      return scores;
    }
    this.#hasScored = true;
    for (let window = 0; window < this.#windows; window++) {
      this.#poll();
      const places = placesIn(window, this.#windows, rows);
      if (places.length === 0) continue;
      const inside = places.map((place) => rows[place]!);
      const found = new Float32Array(inside.length);
      this.#model.open(spanOf(window, inside));
      this.#scoreInto(found, inside);
      for (let i = 0; i < places.length; i++) scores[places[i]!] = found[i]!;
    }
    return scores;
  }

  /** @param shared on shared memory, to be taken up by another thread without a copy */
  checkpoint(shared = false): Checkpoint {
    return { quarters: this.quarters, ...this.#model.snapshot(shared) };
  }

  #scoreInto(scores: Float32Array, rows: Uint32Array): void {
    for (let from = 0; from < rows.length; from += BLOCK_ROWS) {
      this.#poll();
      this.#model.score(rows, from, Math.min(rows.length, from + BLOCK_ROWS), scores);
    }
  }

  #visitsOf(rows: Uint32Array): Visits {
    const { seed } = this.#task;
    return new Visits(rows, this.#windows, seed, this.#poll, (opened) => this.#model.open(opened));
  }

  /** Puts the rows in the order that they have after so many quarters. */
  #arrange(rows: Uint32Array, quarters: number): void {
    this.#rows = rows.length;
    this.#visits = this.#visitsOf(rows);
    for (let begun = 0; begun < quarters; begun += QUARTERS) this.#visits.begin();
    if (quarters % QUARTERS > 0) this.#visits.goTo(quarterStart(rows.length, quarters % QUARTERS));
    this.quarters = quarters;
  }
}

/** Windows of the log that a task's blocks are of; a file says its own. */
function windowsIn(blocks: CourseTask['blocks']): number {
  const files = blocks.flatMap(({ codes }) => (isFile(codes) ? [codes.windows] : []));
  return files[0] ?? windowsOf(blocks[0]?.codes.rows ?? 0);
}

/** Places of `rows` that belong to a window, ascending. */
function placesIn(window: number, windows: number, rows: Uint32Array): Uint32Array {
  const places = new Uint32Array(rows.length);
  let count = 0;
  for (let i = 0; i < rows.length; i++) if (rows[i]! % windows === window) places[count++] = i;
  return places.slice(0, count);
}
