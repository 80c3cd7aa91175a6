/**
 * The additive head, for logs of few rows: a penalised additive model (Hastie and Tibshirani 1990; the penalty of Eilers and Marx 1996 with
 * a base of single bins) on the calibrated base score. The validation rows decide how much it is penalised: first which penalty the columns
 * that all arms have get, then, given that, how much each penalty of an arm's own columns counts. If the best one alone
 * were taken, an arm could be the same as the base with one seed and not with the next; a mean by likelihood hardly moves where two penalties
 * are equally good.
 */
import { lowest, Path, PENALTIES } from './additive-path.ts';
import { type Coefficients, meanModel, scoreRows } from './additive-scores.ts';
import { calibrations } from './calibrate.ts';
import type { Calibration, Calibrations, HeadColumn, HeadHooks, HeadTask } from './head.ts';
import { usefulColumns } from './rows.ts';
import { bothClasses, pollOf, requireFinite, throttled } from './train.ts';

const NONE = Number.POSITIVE_INFINITY;
/** A model of less weight is not fitted. */
const NO_WEIGHT = 0.002;

export interface Penalties {
  /** Of the columns that all arms have; infinity where they are left out. */
  shared: number;
  /** The weight of each of `PENALTIES` for the arm's own columns; those left out at the end are 0. They add up to 1. */
  own: readonly number[];
}

/** What was found with the shared columns alone: where all heads of one base score, the same shared columns and rows start. */
export interface SharedFit {
  /** Of the shared columns; infinity where they are left out. */
  penalty: number;
  /** By the rows to fit, and by these and the validation rows. */
  fit: Coefficients;
  all: Coefficients;
}

export interface AdditiveTask
  extends Pick<HeadTask, 'base' | 'label' | 'calibrations' | 'fit' | 'validate' | 'evaluate'> {
  shared: readonly HeadColumn[];
  own: readonly HeadColumn[];
  /** Absent where the validation loss chooses. */
  penalties?: Penalties | undefined;
  /** Of a head on the same shared columns, and of the same penalty of these; absent where it is to be found: the scores are the same. */
  start?: SharedFit | undefined;
}

export interface AdditiveResult {
  /** Logits of `evaluate`. */
  scores: Float32Array;
  penalties: Penalties;
  /** The model of the scores: other rows can be scored by it. */
  model: Coefficients;
  start: SharedFit;
  /** Of the base alone, on fit and validation rows. */
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
 * @throws Failure (columns that cannot be, a base score that is not finite, memory), Cancelled
 */
export function runAdditive(task: AdditiveTask, hooks: HeadHooks): AdditiveResult {
  const started = performance.now();
  const { base, label, fit, validate, evaluate } = task;
  const poll = pollOf(hooks);
  requireFinite(task);
  const calibrated = task.calibrations ?? calibrations(task, poll);
  const head = new AdditiveHead(task, calibrated, throttled(hooks), poll);
  const chooses = task.penalties === undefined && bothClasses(label, fit) && bothClasses(label, validate);
  const start = task.start ?? head.start(chooses ? undefined : (task.penalties?.shared ?? NONE));
  const weights = task.penalties?.own ?? (chooses ? head.weigh(start) : [1]);
  const model = ordered(meanModel(head.fit(start, weights)), head.columns);
  const scores = scoreRows(model, head.columns, base, evaluate, poll);
  hooks.onFraction(1);
  return {
    ...{
      scores,
      model,
      start,
      penalties: { shared: start.penalty, own: weights },
      calibration: calibrated.all,
    },
    ...{ validationLoss: head.validationLoss, passes: head.passes },
    seconds: (performance.now() - started) / 1000,
  };
}

class AdditiveHead {
  readonly #task: AdditiveTask;
  readonly #calibrated: Calibrations;
  readonly #rows: Uint32Array;
  readonly #report: (fraction: number) => void;
  readonly #poll: () => void;
  readonly #ownColumns: ReadonlySet<HeadColumn>;
  /** Those that differ somewhere. */
  readonly columns: readonly HeadColumn[];
  readonly validationLoss: AdditiveResult['validationLoss'] = [];
  readonly #paths: Path[] = [];

  constructor(
    task: AdditiveTask,
    calibrated: Calibrations,
    report: (fraction: number) => void,
    poll: () => void,
  ) {
    const { fit, validate } = task;
    this.#task = task;
    this.#calibrated = calibrated;
    this.#rows = new Uint32Array(fit.length + validate.length);
    this.#rows.set(fit);
    this.#rows.set(validate, fit.length);
    [this.#report, this.#poll] = [report, poll];
    const { narrow, wide } = usefulColumns([...task.shared, ...task.own], this.#rows);
    this.columns = [...narrow, ...wide];
    this.#ownColumns = new Set(task.own);
  }

  get passes(): number {
    return this.#paths.reduce((sum, { passes }) => sum + passes, 0);
  }

  /** The models of the shared columns alone. @param wanted their penalty; absent where the validation loss chooses */
  start(wanted: number | undefined): SharedFit {
    const { fit, all } = this.#calibrated;
    const bare = (calibration: Calibration): Coefficients => ({ values: new Map(), ...calibration });
    const found = { penalty: wanted ?? NONE, fit: bare(fit), all: bare(all) };
    const columns = this.columns.filter((column) => !this.#ownColumns.has(column));
    if (columns.length === 0 || wanted === NONE) return found;
    const path = this.#path(columns, (_, penalty) => penalty);
    if (wanted === undefined) {
      const { losses, best } = path.validate(found.fit, (fraction) => this.#report(0.3 * fraction));
      [found.penalty, found.fit] = [PENALTIES[lowest(losses)]!, best];
      for (const [step, loss] of losses.entries())
        this.validationLoss.push({ shared: PENALTIES[step]!, own: NONE, loss });
    }
    if (found.penalty !== NONE) [found.all] = path.fit(found.all, [found.penalty]) as [Coefficients];
    return found;
  }

  /** Weights of the penalties of the own columns. */
  weigh(start: SharedFit): number[] {
    const path = this.#whole(start);
    if (path === undefined) return [1];
    const { losses } = path.validate(start.fit, (fraction) => this.#report(0.3 + 0.4 * fraction));
    for (const [step, loss] of losses.entries())
      this.validationLoss.push({ shared: start.penalty, own: PENALTIES[step]!, loss });
    return weightsOf(losses, this.#task.validate.length);
  }

  /** The models of all rows, with their weights. */
  fit(start: SharedFit, [none = 0, ...others]: readonly number[]): [number, Coefficients][] {
    const models: [number, Coefficients][] = none > 0 ? [[none, start.all]] : [];
    const used = others.flatMap((weight, at) =>
      weight > 0 ? [{ weight, penalty: PENALTIES[at + 1]! }] : [],
    );
    if (used.length === 0) return models;
    const fitted = this.#whole(start)?.fit(
      start.all,
      used.map(({ penalty }) => penalty),
    );
    // Without own columns all penalties are as good.
    for (const [i, { weight }] of used.entries()) models.push([weight, fitted?.[i] ?? start.all]);
    return models;
  }

  #known: Path | undefined;

  /** With own columns, and with the shared ones unless they are left out; none without own ones. */
  #whole({ penalty: shared }: SharedFit): Path | undefined {
    const columns = this.columns.filter((column) => shared !== NONE || this.#ownColumns.has(column));
    if (!columns.some((column) => this.#ownColumns.has(column))) return undefined;
    this.#known ??= this.#path(columns, (column, penalty) =>
      this.#ownColumns.has(column) ? penalty : shared,
    );
    return this.#known;
  }

  #path(columns: readonly HeadColumn[], costOf: (column: HeadColumn, penalty: number) => number): Path {
    const { base, label, fit } = this.#task;
    const input = { columns, base, label, rows: this.#rows, fit: fit.length, costOf };
    const path = new Path(input, this.#poll);
    this.#paths.push(path);
    return path;
  }
}

/** With the columns in the order in which scores add their values: another order would round otherwise. */
function ordered({ values, ...rest }: Coefficients, columns: readonly HeadColumn[]): Coefficients {
  const known = columns.flatMap(({ name }): [string, Float64Array][] => {
    const binValues = values.get(name);
    return binValues === undefined ? [] : [[name, binValues]];
  });
  return { ...rest, values: new Map(known) };
}

/** Likelihoods of the validation rows, each as a share of all; those that hardly count as 0. */
function weightsOf(losses: readonly number[], rows: number): number[] {
  const least = Math.min(...losses);
  const likelihoods = losses.map((loss) => Math.exp(-(loss - least) * rows));
  const share = (list: readonly number[]): number[] => {
    const sum = list.reduce((a, b) => a + b, 0);
    return list.map((x) => x / sum);
  };
  return share(share(likelihoods).map((weight) => (weight < NO_WEIGHT ? 0 : weight)));
}
