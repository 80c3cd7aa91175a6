/**
 * Intervals of metrics other than AUC: a Poisson bootstrap over users. In each replicate every user counts Poisson(1)
 * times, which is resampling users with replacement without having to fix their number (N. Chamandy et al., Estimating
 * uncertainty for massive data streams, 2012). Replicates reweigh per-user sums; nothing is scored again.
 */
import { randomBits } from '../../common/random.ts';
import type { Estimate } from '../../report/schema.ts';
import type { OnPiece } from '../auc.ts';
import { tooFewUsers } from '../failures.ts';
import { effectiveCount } from './clusters.ts';
import { studentInterval } from './interval.ts';
import type { UserSums } from './user-sums.ts';
import { average, combineVariance, type DifferenceParts } from './variance-parts.ts';

export interface BootstrapOptions {
  /** Of the resampling. One seed gives every contrast of a run the same resamples. */
  seed: number;
  /** Default 1,000: the standard error is then known to 1/√2000 = 2.2 %. */
  replicates?: number | undefined;
  /** Default 0.95. */
  level?: number | undefined;
  /** Called every few milliseconds; stop by throwing. */
  onPiece?: OnPiece | undefined;
}

const REPLICATES = 1000;

/** P(Poisson(1) ≤ n) · 2³², until 32 bits cannot tell it from 1. */
const POISSON = (() => {
  const bounds: number[] = [];
  let mass = Math.exp(-1);
  let below = 0;
  for (let n = 0; below * 2 ** 32 < 2 ** 32 - 1; n++) {
    below += mass;
    bounds.push(below * 2 ** 32);
    mass /= n + 1;
  }
  return bounds;
})();

/** Poisson(1) from 32 random bits, by inversion. */
export function poisson(bits: number): number {
  const known = BY_HIGH_BITS[bits >>> 16]!;
  return known === OPEN ? invert(bits) : known;
}

function invert(bits: number): number {
  let n = 0;
  while (n < POISSON.length && bits >= POISSON[n]!) n++;
  return n;
}

/** The answer where the upper 16 bits already decide it: a look-up has no branches to guess wrong. */
const OPEN = 255;
const BY_HIGH_BITS = new Uint8Array(2 ** 16).map((_, high) => {
  const least = invert(high * 2 ** 16);
  return least === invert(high * 2 ** 16 + 0xffff) ? least : OPEN;
});

/**
 * The difference a − b of a metric, averaged over paired seeds, with its interval over users and seeds.
 *
 * The variance over users is that of the replicates, times I/(I−1) for I users, since weights of variance 1 give Σd²/I²
 * as the plug-in does. Seeds enter as in `contrast`. Degrees of freedom: effective users by what each weighs in the
 * metric, less one. The interval is Student's around the difference itself.
 *
 * @param a per seed, from `userSums` of the same rows and metric as b, seeds in the same order
 * @throws Failure `too-few-users` below two users whom the metric counts; Error where arms are not paired
 */
export function bootstrapDifference(
  a: readonly UserSums[],
  b: readonly UserSums[],
  options: BootstrapOptions,
): Estimate {
  const { level = 0.95 } = options;
  const difference = bootstrapParts(a, b, options);
  const value = average(difference.differences);
  const parts = combineVariance(difference);
  const se = Math.sqrt(parts.users + (parts.seeds ?? 0));
  return {
    value,
    ...studentInterval(value, se, parts.df, level),
    level,
    se,
    df: parts.df,
    variance: { users: parts.users, seeds: parts.seeds },
  };
}

/** What `bootstrapDifference` is made of. Replicates are linear in a − b, so their variances are quadratic forms of it. */
export function bootstrapParts(
  a: readonly UserSums[],
  b: readonly UserSums[],
  options: BootstrapOptions,
): DifferenceParts {
  checkPaired(a, b);
  const { replicates = REPLICATES } = options;
  const table = tabulate(a, b);
  // Each ratio over all users is the metric itself; only in a resample do they differ.
  const differences = evaluateSums(table, totals(table)).map((sum) => sum / table.terms);
  if (!differences.every(Number.isFinite)) throw new Error('the sums of an arm are not finite');
  const moments = resample(table, options.seed, replicates, options.onPiece);
  const correction = table.users / (table.users - 1);
  const [ofMean, ...ofSeeds] = moments.map((variance) => variance * correction);
  return { differences, ofMean: ofMean!, ofSeeds, usersDf: table.df };
}

function checkPaired(a: readonly UserSums[], b: readonly UserSums[]): void {
  if (a.length === 0 || b.length === 0) throw new Error('an arm without seeds cannot be compared');
  const seedsOf = (arm: readonly UserSums[]) => arm.map(({ seed }) => seed).join(', ');
  if (seedsOf(a) !== seedsOf(b))
    throw new Error(`arms are not paired: seeds ${seedsOf(a)} against ${seedsOf(b)}`);
  const shapeOf = (arm: readonly UserSums[]) =>
    [...new Set(arm.map(({ terms }) => terms.map(({ denominator }) => denominator.length).join('+')))].join();
  if (shapeOf(a) !== shapeOf(b)) throw new Error('the arms were scored on other evaluation rows');
}

/** The users that count, a row each; per term the denominator and then the difference a − b of every seed's numerator. */
interface Table {
  users: number;
  terms: number;
  seeds: number;
  /** users × terms × (1 + seeds) */
  cells: Float64Array;
  df: number;
}

function tabulate(a: readonly UserSums[], b: readonly UserSums[]): Table {
  const denominators = a[0]!.terms.map(({ denominator }) => denominator);
  const counted: number[] = [];
  for (let user = 0; user < denominators[0]!.length; user++) {
    if (denominators.some((denominator) => denominator[user]! > 0)) counted.push(user);
  }
  let df = Number.POSITIVE_INFINITY;
  for (const denominator of denominators) {
    const withWeight = denominator.reduce((count, weight) => count + Number(weight > 0), 0);
    if (withWeight < 2) throw tooFewUsers('measurable', withWeight);
    df = Math.min(df, Math.max(1, effectiveCount(denominator) - 1));
  }
  const width = denominators.length * (1 + a.length);
  const cells = new Float64Array(counted.length * width);
  for (const [t, denominator] of denominators.entries()) {
    const first = t * (1 + a.length);
    for (let i = 0; i < counted.length; i++) cells[i * width + first] = denominator[counted[i]!]!;
    for (let k = 0; k < a.length; k++) {
      // Read once for all users: they may lie in a file.
      const [ofA, ofB] = [a[k]!.terms[t]!.numerator, b[k]!.terms[t]!.numerator];
      for (let i = 0; i < counted.length; i++)
        cells[i * width + first + 1 + k] = ofA[counted[i]!]! - ofB[counted[i]!]!;
    }
  }
  return { users: counted.length, terms: denominators.length, seeds: a.length, cells, df };
}

function totals({ users, cells }: Table): Float64Array {
  const width = cells.length / users;
  const sums = new Float64Array(width);
  for (let at = 0; at < cells.length; at++) sums[at % width]! += cells[at]!;
  return sums;
}

/** Per seed, the sum of the terms' ratios, from column sums. Not finite where a term has no weight. */
function evaluateSums({ terms, seeds }: Table, sums: Float64Array): number[] {
  const ofSeeds = new Array<number>(seeds).fill(0);
  for (let t = 0; t < terms; t++) {
    const first = t * (1 + seeds);
    for (let k = 0; k < seeds; k++) ofSeeds[k]! += sums[first + 1 + k]! / sums[first]!;
  }
  return ofSeeds;
}

/** Multiplications between two calls of `onPiece`: some 10 ms. */
const PIECE = 1 << 23;

/** Variance over replicates of the mean over seeds, and then of each seed. */
function resample(table: Table, seed: number, replicates: number, onPiece: OnPiece | undefined): number[] {
  const { users, cells } = table;
  const width = cells.length / users;
  const bits = randomBits(seed);
  const spread = new RunningVariance(1 + table.seeds);
  const sums = new Float64Array(width);
  let sincePiece = 0;
  while (spread.count < replicates) {
    sums.fill(0);
    for (let user = 0, at = 0; user < users; user++, at += width) {
      const times = poisson(bits());
      for (let c = 0; c < width; c++) sums[c]! += times * cells[at + c]!;
    }
    sincePiece += cells.length;
    if (sincePiece >= PIECE) {
      onPiece?.();
      sincePiece = 0;
    }
    const ofSeeds = evaluateSums(table, sums);
    const value = average(ofSeeds);
    // A resample that drew nobody who counts has no value; it happens with a handful of users only.
    if (Number.isFinite(value)) spread.add([value, ...ofSeeds]);
  }
  return spread.variances();
}

/** Welford's update: replicates lie close together, and a difference of sums of squares would cancel. */
class RunningVariance {
  count = 0;
  readonly #means: Float64Array;
  readonly #squares: Float64Array;

  constructor(columns: number) {
    this.#means = new Float64Array(columns);
    this.#squares = new Float64Array(columns);
  }

  add(values: readonly number[]): void {
    this.count++;
    for (let i = 0; i < values.length; i++) {
      const off = values[i]! - this.#means[i]!;
      this.#means[i]! += off / this.count;
      this.#squares[i]! += off * (values[i]! - this.#means[i]!);
    }
  }

  variances(): number[] {
    return Array.from(this.#squares, (squares) => squares / (this.count - 1));
  }
}
