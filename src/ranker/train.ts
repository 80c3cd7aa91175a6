/**
 * Trains one ranker and scores the evaluation rows. The length of training is chosen on the validation part, checked
 * four times an epoch: once an epoch is too coarse, since the choice between one epoch and two would then decide the
 * sign of a small gain.
 */

import { Failure } from '../common/failure.ts';
import { RANKER_TRAITS } from '../report/ranker-kinds.ts';
import { Course, QUARTERS } from './course.ts';
import type { AnyBlock, RankResult, RankTask, TaskHooks } from './ranker.ts';

/** What training needs from outside: the metric is injected because metrics and ranker do not know each other. */
export interface TrainHooks extends TaskHooks {
  /** AUC of `scores` (finite) against 0/1 labels of the same length. */
  auc(scores: Float32Array, label: Uint8Array): number;
}

const FRACTION_INTERVAL_MS = 100;

function concat(a: Uint32Array, b: Uint32Array): Uint32Array {
  const both = new Uint32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** Labels of `rows`, in their order. */
export function labelsOf(label: Uint8Array, rows: Uint32Array): Uint8Array {
  const labels = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) labels[i] = label[rows[i]!]!;
  return labels;
}

/** One run of a task: the model, and what it reports while it goes on. */
class Run {
  rowsTrained = 0;
  readonly #task: RankTask<AnyBlock>;
  readonly #hooks: TrainHooks;
  readonly #course: Course;
  #reported = 0;

  constructor(task: RankTask<AnyBlock>, hooks: TrainHooks) {
    this.#task = task;
    this.#hooks = hooks;
    this.#course = new Course(task, hooks);
  }

  /**
   * Trains from scratch on `rows`, quarter by quarter, as long as `afterQuarter(quarters done)` says so.
   * @param span the part of the task's progress that `quarters` quarters take.
   */
  fit(
    rows: Uint32Array,
    quarters: number,
    span: [number, number],
    afterQuarter: (done: number) => boolean,
  ): void {
    const course = this.#course;
    course.begin(rows);
    const total = (rows.length * quarters) / QUARTERS;
    let trained = 0;
    while (course.quarters < quarters) {
      course.quarter((done) => {
        trained += done;
        this.#report(span[0] + (span[1] - span[0]) * (trained / total));
      });
      if (!afterQuarter(course.quarters)) break;
    }
    this.rowsTrained += trained;
  }

  /** Logits of `rows`. @throws Failure where the ranker diverged. */
  score(rows: Uint32Array): Float32Array {
    const scores = this.#course.score(rows);
    if (!scores.every(Number.isFinite)) {
      const { arm, seed, options } = this.#task;
      throw new Failure(
        'usage',
        'ranker-diverged',
        `The ${options.kind} ranker diverged on arm ${arm}, seed ${seed}, at learning rate ` +
          `${options.learningRate}: lower ranker.learningRate or ranker.${RANKER_TRAITS[options.kind].steadiedBy}.`,
        { specPath: ['ranker', 'learningRate'] },
      );
    }
    return scores;
  }

  /**
   * Trains on `fit` until the validation AUC has not risen for `patience` checks.
   * @returns the number of quarters at the best check, and the AUC at every check. With `keep`, the model is put back
   * to the best check: a copy of the table for each new best costs less than training again.
   */
  choose(quarters: number, span: [number, number], keep: boolean): { quarters: number; aucs: number[] } {
    const { parts, label, options } = this.#task;
    const validateLabel = labelsOf(label, parts.validate);
    const aucs: number[] = [];
    let best = 0;
    let kept = keep ? this.#course.checkpoint() : undefined;
    this.fit(parts.fit, quarters, span, (done) => {
      const auc = this.#hooks.auc(this.score(parts.validate), validateLabel);
      aucs.push(auc);
      if (best === 0 || auc > aucs[best - 1]!) {
        best = done;
        if (keep) kept = this.#course.checkpoint();
      }
      return done - best < options.patience;
    });
    if (kept) this.#course.resume(parts.fit, kept);
    return { quarters: best, aucs };
  }

  #report(fraction: number): void {
    const now = performance.now();
    if (now - this.#reported < FRACTION_INTERVAL_MS) return;
    this.#reported = now;
    this.#hooks.onFraction(fraction);
  }
}

function requireBothClasses(task: RankTask<AnyBlock>): void {
  const { parts, label } = task;
  const positives = labelsOf(label, parts.validate).reduce((sum, y) => sum + y, 0);
  if (positives > 0 && positives < parts.validate.length) return;
  throw new Failure(
    'data',
    'validate-one-class',
    `The ${parts.validate.length} validation rows (the last training slice) all have label ` +
      `${positives > 0 ? 1 : 0}, so early stopping cannot choose: use fewer slices, or more data.`,
    { specPath: ['split'] },
  );
}

/**
 * Runs one arm × seed: chooses the length of training on `validate`, trains again on fit + validate for that many
 * quarter epochs (with `refit: false`: keeps the model of the best check), and scores `evaluate`. Without validation
 * rows it trains for all `epochs` on `fit`. A task with `epochs` of its own chooses nothing. Same task → byte-identical scores.
 * @throws Failure (no training rows, one class in validation, table too large, divergence), Cancelled
 */
export function runTask(task: RankTask<AnyBlock>, hooks: TrainHooks): RankResult {
  const started = performance.now();
  const { parts, options } = task;
  if (parts.fit.length === 0) {
    throw new Failure(
      'data',
      'no-training-rows',
      'The split leaves no rows to train on: move the cut later.',
      {
        specPath: ['split'],
      },
    );
  }
  const most = Math.max(1, Math.round(options.epochs * QUARTERS));
  const run = new Run(task, hooks);
  let stop = { quarters: most, aucs: [] as number[] };
  if (task.epochs !== undefined) {
    stop = { quarters: Math.round(task.epochs * QUARTERS), aucs: [] };
    const rows = options.refit ? concat(parts.fit, parts.validate) : parts.fit;
    run.fit(rows, stop.quarters, [0, 1], () => true);
  } else if (parts.validate.length === 0) {
    run.fit(parts.fit, most, [0, 1], () => true);
  } else {
    requireBothClasses(task);
    stop = run.choose(most, [0, options.refit ? 0.5 : 1], !options.refit);
    if (options.refit) run.fit(concat(parts.fit, parts.validate), stop.quarters, [0.5, 1], () => true);
  }
  const scores = run.score(parts.evaluate);
  hooks.onFraction(1);
  return {
    arm: task.arm,
    seed: task.seed,
    scores,
    stop: { epochs: stop.quarters / QUARTERS, validationAuc: stop.aucs },
    rowsTrained: run.rowsTrained,
    seconds: (performance.now() - started) / 1000,
  };
}
