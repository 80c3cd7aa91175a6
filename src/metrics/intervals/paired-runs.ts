/**
 * The difference of two runs' estimates with its interval. Runs on the same evaluation rows vary together, often so closely
 * that their own intervals say next to nothing of the difference. What they share is in the influence of user groups that
 * reports carry: the influence of a difference is the difference of the influences.
 */
import type { GroupInfluence } from './influence.ts';
import { type Interval, studentInterval } from './interval.ts';
import { average, combineVariance, satterthwaite, type VarianceParts } from './variance-parts.ts';

/** An estimate of one run, seed by seed: a difference of two arms, or one arm alone. */
export interface RunEstimate {
  seeds: number[];
  /** One for each seed; all have as many groups. */
  perSeed: GroupInfluence[];
}

/** The estimate arm − minus of a run. Without `minus`, the metric of the arm itself. */
export function subtractArms(
  arm: readonly GroupInfluence[],
  minus: readonly GroupInfluence[] | undefined,
): GroupInfluence[] {
  return arm.map((value, k) => (minus === undefined ? value : difference(value, minus[k]!)));
}

export interface RunDifference extends Interval {
  /** later − first. */
  value: number;
  se: number;
  df: number;
}

/**
 * later − first, averaged over the seeds of each, with its interval over users and seeds.
 *
 * Runs with the same seeds are paired by seed, as arms of one run are: a seed gives both the same initial values and
 * shuffles. Otherwise the seeds of each run enter by themselves, and only users are shared. Var = V − W₁/K₁ − W₂/K₂ + s₁²/K₁ +
 * s₂²/K₂, with V the variance over groups of the difference of the means and the rest as in `combineVariance`.
 *
 * Where two runs hardly differ but by their seeds, that hangs on the spread of a few of them, which may be small by chance. V is
 * known from all users, and only a part of the variance: the interval is never narrower than V alone makes it.
 * @param groupsDf degrees of freedom of a variance over the groups
 * @returns identical runs give 0 ± 0
 */
export function runDifference(
  first: RunEstimate,
  later: RunEstimate,
  groupsDf: number,
  level = 0.95,
): RunDifference {
  const value = average(valuesOf(later.perSeed)) - average(valuesOf(first.perSeed));
  const paired = first.seeds.join() === later.seeds.join();
  const whole = paired ? pairedVariance(first, later, groupsDf) : unpairedVariance(first, later, groupsDf);
  const ofUsers = {
    variance: groupVariance(difference(meanOf(later.perSeed), meanOf(first.perSeed)).sums),
    df: groupsDf,
  };
  const [a, b] = [whole, ofUsers].map(({ variance, df }) => {
    const se = Math.sqrt(variance);
    return { value, ...studentInterval(value, se, df, level), se, df };
  });
  return b!.high - b!.low > a!.high - a!.low ? b! : a!;
}

interface Variance {
  variance: number;
  df: number;
}

function pairedVariance(first: RunEstimate, later: RunEstimate, groupsDf: number): Variance {
  const { users, seeds, df } = partsOf(
    later.perSeed.map((seed, k) => difference(seed, first.perSeed[k]!)),
    groupsDf,
  );
  return { variance: users + (seeds ?? 0), df };
}

function unpairedVariance(first: RunEstimate, later: RunEstimate, groupsDf: number): Variance {
  const runs = [first, later].map(({ seeds, perSeed }) => {
    const parts = partsOf(perSeed, groupsDf);
    const mean = meanOf(perSeed);
    // What the seeds of a run have of their own is in V once, and in the spread of its seeds again.
    return {
      mean,
      ofSeeds: groupVariance(mean.sums) - parts.users,
      spread: parts.seeds,
      seeds: seeds.length,
    };
  });
  const ofMeans = groupVariance(difference(runs[1]!.mean, runs[0]!.mean).sums);
  const users = Math.max(0, ofMeans - runs[0]!.ofSeeds - runs[1]!.ofSeeds);
  const spreads = runs.flatMap(({ spread, seeds }) =>
    spread === null ? [] : [{ variance: spread, df: seeds - 1 }],
  );
  const parts = [{ variance: users, df: groupsDf }, ...spreads];
  return { variance: parts.reduce((sum, { variance }) => sum + variance, 0), df: satterthwaite(parts) };
}

function partsOf(perSeed: readonly GroupInfluence[], groupsDf: number): VarianceParts {
  return combineVariance({
    differences: valuesOf(perSeed),
    ofMean: groupVariance(meanOf(perSeed).sums),
    ofSeeds: perSeed.map(({ sums }) => groupVariance(sums)),
    usersDf: groupsDf,
  });
}

/** n/(n − 1) · Σ s² over the n groups whose sum is not 0: sums of independent users, around 0. */
function groupVariance(sums: Float64Array): number {
  let squares = 0;
  let used = 0;
  for (const sum of sums) {
    squares += sum * sum;
    used += Number(sum !== 0);
  }
  return used < 2 ? squares : (squares * used) / (used - 1);
}

function difference(a: GroupInfluence, b: GroupInfluence): GroupInfluence {
  return { value: a.value - b.value, sums: a.sums.map((sum, group) => sum - b.sums[group]!) };
}

function meanOf(perSeed: readonly GroupInfluence[]): GroupInfluence {
  const sums = new Float64Array(perSeed[0]!.sums.length);
  for (const value of perSeed)
    for (const [group, sum] of value.sums.entries()) sums[group]! += sum / perSeed.length;
  return { value: average(valuesOf(perSeed)), sums };
}

const valuesOf = (perSeed: readonly GroupInfluence[]): number[] => perSeed.map(({ value }) => value);
