/**
 * The head: gradient-boosted trees (Friedman 2001; histograms, leaf-wise growth and categories as in LightGBM, Ke et al. 2017) whose first
 * prediction is the calibrated base score. The number of trees is chosen by the log loss on the validation rows.
 */
import { Cancelled, Failure } from '../../common/failure.ts';
import { Booster } from './booster.ts';
import { calibrations } from './calibrate.ts';
import type { HeadHooks, HeadResult, HeadTask } from './head.ts';
import type { HeadOptions } from './options.ts';
import { BLOCK_ROWS } from './tree-scores.ts';

const FRACTION_INTERVAL_MS = 100;

/**
 * Chooses the number of trees on `validate` unless the task names it, grows as many on fit + validate, and scores `evaluate`. Where no tree
 * lowers the validation loss, or fit or validation rows have one class, the scores are the calibrated base. Same task → byte-identical scores.
 * @throws Failure (columns that cannot be, a base score that is not finite, memory), Cancelled
 */
export function runHead(task: HeadTask, hooks: HeadHooks): HeadResult {
  const started = performance.now();
  const { columns, base, label, fit, validate, evaluate, options, seed } = task;
  const poll = pollOf(hooks);
  const report = throttled(hooks);
  requireFinite(task);
  const rows = new Uint32Array(fit.length + validate.length);
  rows.set(fit);
  rows.set(validate, fit.length);
  const block = Math.min(BLOCK_ROWS, evaluate.length);
  const booster = new Booster({ columns, base, label, rows, block, options, seed }, poll);
  const calibrated = task.calibrations ?? calibrations(task, poll);
  const validationLoss: number[] = [];
  let trees = Math.min(task.trees ?? 0, options.trees);
  if (task.trees === undefined && bothClasses(label, fit) && bothClasses(label, validate)) {
    booster.start(calibrated.fit);
    validationLoss.push(booster.loss(fit.length, rows.length));
    for (let tree = 1; tree <= options.trees && isFalling(validationLoss, options); tree++) {
      booster.add(fit.length);
      validationLoss.push(booster.loss(fit.length, rows.length));
      if (validationLoss[tree]! < validationLoss[trees]!) trees = tree;
      report((0.5 * tree) / options.trees);
    }
  }
  const tuning = task.trees === undefined ? 0.5 : 0;
  const calibration = calibrated.all;
  booster.start(calibration);
  for (let tree = 0; tree < trees; tree++) {
    booster.add(rows.length);
    report(tuning + ((1 - tuning) * (tree + 1)) / trees);
  }
  const scores = booster.score(evaluate, calibration);
  const model = task.keeps === true ? booster.model(calibration) : undefined;
  hooks.onFraction(1);
  const seconds = (performance.now() - started) / 1000;
  return { scores, trees, calibration, validationLoss, seconds, ...(model && { model }) };
}

/** Whether the last trees, as many as there is patience for, have lowered the least loss by enough to go on. */
function isFalling(losses: readonly number[], { patience, leastProgress }: HeadOptions): boolean {
  if (losses.length <= patience) return true;
  const before = losses.slice(0, losses.length - patience);
  return Math.min(...before) - Math.min(...losses) >= leastProgress;
}

/** Throws where the task is to stop. */
export function pollOf(hooks: HeadHooks): () => void {
  return () => {
    if (hooks.isCancelled()) throw new Cancelled();
  };
}

export function bothClasses(label: Uint8Array, rows: Uint32Array): boolean {
  const [first] = rows;
  return first !== undefined && rows.some((row) => label[row] !== label[first]);
}

export function throttled(hooks: HeadHooks): (fraction: number) => void {
  let reported = 0;
  return (fraction) => {
    const now = performance.now();
    if (now - reported < FRACTION_INTERVAL_MS) return;
    reported = now;
    hooks.onFraction(fraction);
  };
}

export function requireFinite({
  base,
  fit,
  validate,
  evaluate,
}: Pick<HeadTask, 'base' | 'fit' | 'validate' | 'evaluate'>): void {
  for (const rows of [fit, validate, evaluate]) {
    const row = rows.find((row) => !Number.isFinite(base[row]));
    if (row === undefined) continue;
    throw new Failure(
      'data',
      'head-base',
      `The base score of row ${row} is ${base[row]}, where the head needs a finite logit for every row: leave the row out, or score it.`,
    );
  }
}
