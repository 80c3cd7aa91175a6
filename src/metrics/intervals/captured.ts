/**
 * How much of a reference gain another gain is: the ratio of two paired differences with Fieller's interval, which stays right
 * where the denominator is itself uncertain (E. C. Fieller, Journal of the Royal Statistical Society B 16, 1954).
 */
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import type { Estimate } from '../../report/schema.ts';
import type { ScoredArm } from '../scored-arm.ts';
import type { EvaluationRows } from './clusters.ts';
import { differenceParts } from './estimate.ts';
import { studentInterval } from './interval.ts';
import { average, combineVariance, type DifferenceParts } from './variance-parts.ts';

export interface Gains {
  /** The arm whose gain is divided, and the one whose gain it is divided by. */
  arm: ScoredArm;
  reference: ScoredArm;
  /** Both gain over this one. */
  base: ScoredArm;
}

/**
 * A / L with A = M(arm) − M(base) and L = M(reference) − M(base). The interval holds the ρ for which the contrast A − ρL, with
 * its own variance over users and seeds and its own degrees of freedom, does not differ from 0. It is finite where L's own interval
 * excludes 0; else nothing is returned. `se` is the delta method's, `df` that of the contrast at A / L, and `p` that of "A is 0".
 * @throws as `contrast`
 */
export function ratioOfGains(
  rows: EvaluationRows,
  { arm, reference, base }: Gains,
  level = 0.95,
): Estimate | undefined {
  const gain = differenceParts(rows, arm, base);
  const whole = differenceParts(rows, reference, base);
  const between = differenceParts(rows, arm, reference);
  const l = average(whole.differences);
  const value = average(gain.differences) / l;
  const at = (rho: number) => {
    const difference = minusScaled(gain, whole, between, rho);
    const { users, seeds, df } = combineVariance(difference);
    return { value: average(difference.differences), users, seeds, df, se: Math.sqrt(users + (seeds ?? 0)) };
  };
  const beyond = (rho: number): boolean => {
    const { value: off, se, df } = at(rho);
    return Math.abs(off) > tQuantile((1 + level) / 2, df) * se;
  };
  const ofReference = combineVariance(whole);
  const seReference = Math.sqrt(ofReference.users + (ofReference.seeds ?? 0));
  const { low: lowest, high: highest } = studentInterval(l, seReference, ofReference.df, level);
  if (lowest <= 0 && highest >= 0) return undefined;
  const here = at(value);
  const se = here.se / Math.abs(l);
  const ofGain = combineVariance(gain);
  const seGain = Math.sqrt(ofGain.users + (ofGain.seeds ?? 0));
  return {
    value,
    low: se === 0 ? value : edge(value, -se, beyond),
    high: se === 0 ? value : edge(value, se, beyond),
    level,
    se,
    df: here.df,
    p: studentInterval(average(gain.differences), seGain, ofGain.df, level).p,
    variance: { users: here.users / l ** 2, seeds: here.seeds === null ? null : here.seeds / l ** 2 },
  };
}

/** The parts of A − ρL. Quadratic forms give the covariance of A and L by those of A, L and A − L. */
function minusScaled(
  a: DifferenceParts,
  l: DifferenceParts,
  between: DifferenceParts,
  rho: number,
): DifferenceParts {
  const form = (ofA: number, ofL: number, ofBoth: number): number =>
    Math.max(0, ofA - rho * (ofA + ofL - ofBoth) + rho * rho * ofL);
  return {
    differences: a.differences.map((difference, k) => difference - rho * l.differences[k]!),
    ofMean: form(a.ofMean, l.ofMean, between.ofMean),
    ofSeeds: a.ofSeeds.map((ofSeed, k) => form(ofSeed, l.ofSeeds[k]!, between.ofSeeds[k]!)),
    usersDf: a.usersDf,
  };
}

/** Doublings of the first step until the edge is passed, and halvings until it is known to the last bit. */
const DOUBLINGS = 64;
const HALVINGS = 100;

/** Where the interval ends, walking from its middle by growing steps. */
function edge(from: number, step: number, beyond: (rho: number) => boolean): number {
  let inside = from;
  let outside = from + step;
  for (let n = 0; n < DOUBLINGS && !beyond(outside); n++) {
    inside = outside;
    outside = from + step * 2 ** (n + 1);
  }
  for (let n = 0; n < HALVINGS; n++) {
    const middle = (inside + outside) / 2;
    if (middle === inside || middle === outside) break;
    if (beyond(middle)) outside = middle;
    else inside = middle;
  }
  return outside;
}
