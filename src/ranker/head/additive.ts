/**
 * The additive head, for logs of few rows: a penalised additive model (Hastie and Tibshirani 1990; the penalty of Eilers and Marx 1996 with
 * a base of single bins) on the calibrated base score. The validation rows decide how much it is penalised: first which penalty the columns
 * that all arms have get, then, given that, how much each penalty of an arm's own columns counts. If the best one alone
 * were taken, an arm could be the same as the base with one seed and not with the next; a mean by likelihood hardly moves where two penalties
 * are equally good.
 */
import { AdditiveModel } from './additive-model.ts';
import { layoutOf } from './additive-rows.ts';
import { type Coefficients, meanModel, scoreRows } from './additive-scores.ts';
import { calibrations } from './calibrate.ts';
import type { Calibration, HeadColumn, HeadHooks, HeadTask } from './head.ts';
import { usefulColumns } from './rows.ts';
import { bothClasses, pollOf, requireFinite, throttled } from './train.ts';

const NONE = Number.POSITIVE_INFINITY;
/** Penalties tried, the highest first: a value of 1 in one bin costs half of it in log loss. With an infinite one columns are left out. */
export const PENALTIES: readonly number[] = [NONE, 3000, 1000, 300, 100, 30, 10, 3, 1];
/** So many penalties are tried after the best one, if each has a higher validation loss. */
const PATIENCE = 3;
/** A model of less weight is not fitted. */
const NO_WEIGHT = 0.002;

export interface Penalties {
  /** Of the columns that all arms have; infinity where they are left out. */
  shared: number;
  /** The weight of each of `PENALTIES` for the arm's own columns; those left out at the end are 0. They add up to 1. */
  own: readonly number[];
}

export interface AdditiveTask
  extends Pick<HeadTask, 'base' | 'label' | 'calibrations' | 'fit' | 'validate' | 'evaluate'> {
  shared: readonly HeadColumn[];
  own: readonly HeadColumn[];
  /** Absent where the validation loss chooses. */
  penalties?: Penalties | undefined;
}

export interface AdditiveResult {
  /** Logits of `evaluate`. */
  scores: Float32Array;
  penalties: Penalties;
  /** Where the final models start from, on fit and validation rows. */
  calibration: Calibration;
  /** Mean log losses on the validation rows in the order in which penalties were tried; empty where these chose nothing. */
  validationLoss: { shared: number; own: number; loss: number }[];
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
  const calibrated = task.calibrations ?? calibrations(task, poll);
  const paths = new Paths(task, rows, poll);
  const validationLoss: AdditiveResult['validationLoss'] = [];
  let penalties = task.penalties ?? { shared: NONE, own: [1] };
  if (task.penalties === undefined && bothClasses(label, fit) && bothClasses(label, validate)) {
    const start = calibrated.fit;
    const shared = paths.validate(start, fit.length, (penalty) => ({ shared: penalty, own: NONE }));
    report(0.3);
    const best = PENALTIES[lowest(shared)]!;
    const own = paths.hasOwn
      ? paths.validate(start, fit.length, (penalty) => ({ shared: best, own: penalty }))
      : [shared[lowest(shared)]!];
    report(0.7);
    penalties = { shared: best, own: weightsOf(own, validate.length) };
    for (const [step, loss] of shared.entries())
      validationLoss.push({ shared: PENALTIES[step]!, own: NONE, loss });
    for (const [step, loss] of own.entries())
      if (step > 0) validationLoss.push({ shared: best, own: PENALTIES[step]!, loss });
  }
  const calibration = calibrated.all;
  const models = paths.fit(calibration, penalties);
  const scores = scoreRows(meanModel(models), base, evaluate, poll);
  hooks.onFraction(1);
  const seconds = (performance.now() - started) / 1000;
  return { scores, penalties, calibration, validationLoss, passes: paths.passes, seconds };
}

/** A penalty for the shared columns, and one for the own. */
type Pair = Record<'shared' | 'own', number>;

/** Fits along the path of penalties. */
class Paths {
  readonly #task: AdditiveTask;
  readonly #rows: Uint32Array;
  readonly #poll: () => void;
  readonly #columns: readonly HeadColumn[];
  readonly #own: ReadonlySet<HeadColumn>;
  passes = 0;

  constructor(task: AdditiveTask, rows: Uint32Array, poll: () => void) {
    this.#task = task;
    this.#rows = rows;
    this.#poll = poll;
    const { narrow, wide } = usefulColumns([...task.shared, ...task.own], rows);
    this.#columns = [...narrow, ...wide];
    this.#own = new Set(task.own);
  }

  get hasOwn(): boolean {
    return this.#columns.some((column) => this.#own.has(column));
  }

  /** Validation losses with each of `PENALTIES` in turn, until they rise. */
  validate(start: Calibration, fit: number, pairOf: (penalty: number) => Pair): number[] {
    const losses: number[] = [];
    for (const [step, model] of this.#along(start, fit, PENALTIES.map(pairOf))) {
      losses[step] = model.loss(fit, this.#rows.length);
      if (step - lowest(losses) >= PATIENCE) break;
    }
    return losses;
  }

  /** The models of all rows, with their weights. */
  fit(start: Calibration, { shared, own }: Penalties): [number, Coefficients][] {
    const used = own.flatMap((weight, step) => (weight > 0 ? [{ weight, step }] : []));
    const pairs = used.map(({ step }) => ({ shared, own: PENALTIES[step]! }));
    const models: [number, Coefficients][] = [];
    for (const [at, model] of this.#along(start, this.#rows.length, pairs))
      models.push([used[at]!.weight, model.coefficients]);
    return models;
  }

  /** The model of the first `rows` rows with each pair: from the one before, where the same columns are penalised, as little is left to change. */
  *#along(start: Calibration, rows: number, pairs: readonly Pair[]): Generator<[number, AdditiveModel]> {
    let model: AdditiveModel | undefined;
    let width = -1;
    for (const [at, pair] of pairs.entries()) {
      const penaltyOf = (column: HeadColumn): number => pair[this.#own.has(column) ? 'own' : 'shared'];
      const used = this.#columns.filter((column) => penaltyOf(column) !== NONE);
      if (model === undefined || used.length !== width) {
        const { base, label } = this.#task;
        const layout = layoutOf(used, penaltyOf);
        model = new AdditiveModel({ layout, base, label, rows: this.#rows }, this.#poll);
        model.start(start);
        width = used.length;
      } else model.penalise(penaltyOf);
      const before = model.passes;
      if (width > 0) model.fit(rows);
      this.passes += model.passes - before;
      yield [at, model];
    }
  }
}

const lowest = (losses: readonly number[]): number => losses.indexOf(Math.min(...losses));

/** Likelihoods of the validation rows, each as a share of all; those that hardly count as 0. */
function weightsOf(losses: readonly number[], rows: number): number[] {
  const least = Math.min(...losses);
  const likelihoods = losses.map((loss) => Math.exp(-(loss - least) * rows));
  const share = (of: readonly number[]): number[] => {
    const sum = of.reduce((a, b) => a + b, 0);
    return of.map((x) => x / sum);
  };
  return share(share(likelihoods).map((weight) => (weight < NO_WEIGHT ? 0 : weight)));
}
