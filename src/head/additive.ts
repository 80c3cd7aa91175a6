/**
 * The additive head, for logs of few rows: a penalised additive model (Hastie and Tibshirani 1990; the penalty of Eilers and Marx 1996 with
 * a base of single bins) on the calibrated base score. How much it is penalised is chosen by the log loss on the validation rows: first for
 * the columns that all arms have, then, given that, for an arm's own. So an arm whose columns do not help is the base.
 */
import { AdditiveModel } from './additive-model.ts';
import { layoutOf } from './additive-rows.ts';
import { calibrate } from './calibrate.ts';
import type { Calibration, HeadColumn, HeadHooks, HeadTask } from './head.ts';
import { usefulColumns } from './rows.ts';
import { bothClasses, pollOf, requireFinite, throttled } from './train.ts';

/** Rows scored at a time. */
const BLOCK_ROWS = 2 ** 14;

const NONE = Number.POSITIVE_INFINITY;
/** Penalties tried, the highest first: a value of 1 in one bin costs half of it in log loss. Without any the columns are left out. */
export const PENALTIES: readonly number[] = [NONE, 3000, 1000, 300, 100, 30, 10, 3, 1];
/** Penalties without a lower validation loss before it stops. */
const PATIENCE = 3;

/** How much values are penalised; infinity where the columns are left out. */
export interface Penalties {
  /** Of the columns that all arms have. */
  shared: number;
  /** Of the arm's own. */
  own: number;
}

export interface AdditiveTask extends Pick<HeadTask, 'base' | 'label' | 'fit' | 'validate' | 'evaluate'> {
  shared: readonly HeadColumn[];
  own: readonly HeadColumn[];
  /** Absent where the validation loss chooses. */
  penalties?: Penalties | undefined;
}

export interface AdditiveResult {
  /** Logits of `evaluate`. */
  scores: Float32Array;
  /** Of the final model. */
  penalties: Penalties;
  /** Where the final model starts from, on fit and validation rows. */
  calibration: Calibration;
  /** Mean log losses on the validation rows in the order in which penalties were tried; empty where these chose nothing. */
  validationLoss: { penalties: Penalties; loss: number }[];
  /** Passes over rows and columns. */
  passes: number;
  seconds: number;
}

/**
 * Chooses the penalties on `validate` unless the task names them, fits on fit + validate, and scores `evaluate`. Where no model lowers the
 * validation loss, or fit or validation rows have one class, the scores are the calibrated base. Same task → byte-identical scores.
 * @throws Failure (columns that cannot be, a base score that is not finite), Cancelled
 */
export function runAdditive(task: AdditiveTask, hooks: HeadHooks): AdditiveResult {
  const started = performance.now();
  const { base, label, fit, validate, evaluate } = task;
  const poll = pollOf(hooks);
  const report = throttled(hooks);
  requireFinite(task);
  const rows = new Uint32Array(fit.length + validate.length);
  rows.set(fit);
  rows.set(validate, fit.length);
  const { narrow, wide } = usefulColumns([...task.shared, ...task.own], rows);
  const columns = [...narrow, ...wide];
  const own = new Set(task.own);
  let passes = 0;
  /** With the columns that are penalised at all. */
  const modelOf = (penalties: Penalties): AdditiveModel => {
    const penaltyOf = (column: HeadColumn): number => penalties[own.has(column) ? 'own' : 'shared'];
    const used = columns.filter((column) => penaltyOf(column) !== NONE);
    return new AdditiveModel({ layout: layoutOf(used, penaltyOf), base, label, rows }, poll);
  };
  const validationLoss: AdditiveResult['validationLoss'] = [];
  let penalties = task.penalties ?? { shared: NONE, own: NONE };
  if (task.penalties === undefined && bothClasses(label, fit) && bothClasses(label, validate)) {
    const calibration = calibrate(base, label, fit, poll);
    const alone = modelOf(penalties);
    alone.start(calibration);
    let least = alone.loss(fit.length, rows.length);
    validationLoss.push({ penalties, loss: least });
    for (const part of ['shared', 'own'] as const) {
      if (!columns.some((column) => own.has(column) === (part === 'own'))) continue;
      const fixed = penalties;
      const model = modelOf({ ...fixed, [part]: PENALTIES[1] });
      model.start(calibration);
      let best = 0;
      for (let step = 1; step < PENALTIES.length && step - best <= PATIENCE; step++) {
        // Each starts from the one before: little is left to change.
        const tried = { ...fixed, [part]: PENALTIES[step]! };
        model.penalise((column) => tried[own.has(column) ? 'own' : 'shared']);
        model.fit(fit.length);
        const loss = model.loss(fit.length, rows.length);
        validationLoss.push({ penalties: tried, loss });
        if (loss < least) [best, least, penalties] = [step, loss, tried];
        report((part === 'own' ? 0.4 : 0) + (0.4 * step) / PENALTIES.length);
      }
      passes += model.passes;
    }
  }
  const calibration = calibrate(base, label, rows, poll);
  const model = modelOf(penalties);
  model.start(calibration);
  if (penalties.shared !== NONE || penalties.own !== NONE) model.fit(rows.length);
  const scores = model.score(evaluate, base, BLOCK_ROWS);
  hooks.onFraction(1);
  const seconds = (performance.now() - started) / 1000;
  return { scores, penalties, calibration, validationLoss, passes: passes + model.passes, seconds };
}
