/**
 * The additive head, for logs of few rows: a penalised additive model (Hastie and Tibshirani 1990; the penalty of Eilers and Marx 1996 with
 * a base of single bins) on the calibrated base score. How much it is penalised is chosen by the log loss on the validation rows.
 */
import { AdditiveModel } from './additive-model.ts';
import { layoutOf } from './additive-rows.ts';
import { calibrate } from './calibrate.ts';
import type { Calibration, HeadHooks, HeadTask } from './head.ts';
import { usefulColumns } from './rows.ts';
import { bothClasses, pollOf, requireFinite, throttled } from './train.ts';

/** Rows scored at a time. */
const BLOCK_ROWS = 2 ** 14;

/** Penalties tried, from the calibrated base alone on: a value of 1 in one bin costs half of it in log loss. */
export const PENALTIES: readonly number[] = [Number.POSITIVE_INFINITY, 3000, 1000, 300, 100, 30, 10, 3, 1];
/** Penalties without a lower validation loss before it stops. */
const PATIENCE = 3;

export interface AdditiveTask
  extends Pick<HeadTask, 'columns' | 'base' | 'label' | 'fit' | 'validate' | 'evaluate'> {
  /** The penalty, or infinity; absent where the validation loss chooses. */
  penalty?: number | undefined;
}

export interface AdditiveResult {
  /** Logits of `evaluate`. */
  scores: Float32Array;
  /** Of the final model; infinity where none lowered the validation loss. */
  penalty: number;
  /** Where the final model starts from, on fit and validation rows. */
  calibration: Calibration;
  /** Mean log loss on the validation rows with each of `PENALTIES` that was tried; empty where these chose nothing. */
  validationLoss: number[];
  /** Passes over rows and columns. */
  passes: number;
  seconds: number;
}

/**
 * Chooses the penalty on `validate` unless the task names it, fits on fit + validate, and scores `evaluate`. Where no model lowers the
 * validation loss, or fit or validation rows have one class, the scores are the calibrated base. Same task → byte-identical scores.
 * @throws Failure (columns that cannot be, a base score that is not finite), Cancelled
 */
export function runAdditive(task: AdditiveTask, hooks: HeadHooks): AdditiveResult {
  const started = performance.now();
  const { columns, base, label, fit, validate, evaluate } = task;
  const poll = pollOf(hooks);
  const report = throttled(hooks);
  requireFinite(task);
  const rows = new Uint32Array(fit.length + validate.length);
  rows.set(fit);
  rows.set(validate, fit.length);
  const { narrow, wide } = usefulColumns(columns, rows);
  const model = new AdditiveModel({ layout: layoutOf([...narrow, ...wide]), base, label, rows }, poll);
  const validationLoss: number[] = [];
  let penalty = task.penalty ?? Number.POSITIVE_INFINITY;
  if (task.penalty === undefined && bothClasses(label, fit) && bothClasses(label, validate)) {
    model.start(calibrate(base, label, fit, poll));
    let best = 0;
    for (const [step, own] of PENALTIES.entries()) {
      if (step - best > PATIENCE) break;
      // Each starts from the one before: little is left to change.
      if (own !== Number.POSITIVE_INFINITY) model.fit(fit.length, own);
      validationLoss.push(model.loss(fit.length, rows.length));
      if (validationLoss[step]! < validationLoss[best]!) best = step;
      report((0.8 * (step + 1)) / PENALTIES.length);
    }
    penalty = PENALTIES[best]!;
  }
  const calibration = calibrate(base, label, rows, poll);
  model.start(calibration);
  if (penalty !== Number.POSITIVE_INFINITY) model.fit(rows.length, penalty);
  const scores = model.score(evaluate, base, BLOCK_ROWS);
  hooks.onFraction(1);
  const seconds = (performance.now() - started) / 1000;
  return { scores, penalty, calibration, validationLoss, passes: model.passes, seconds };
}
