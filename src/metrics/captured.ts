/**
 * How much of a reference gain another gain is: the ratio of two paired differences with Fieller's interval, which stays right
 * where the denominator is itself uncertain (E. C. Fieller, Journal of the Royal Statistical Society B 16, 1954).
 */
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import type { Estimate } from '../report/schema.ts';

/** Three contrasts of the same rows and seeds. */
export interface RatioParts {
  /** A: M(model) − M(base). */
  gain: Estimate;
  /** L: M(leaked) − M(base). */
  reference: Estimate;
  /** A − L: M(model) − M(leaked). */
  difference: Estimate;
}

/**
 * A / L. The interval holds the ρ for which A − ρL does not differ from 0; it is finite where L's own interval excludes 0, else
 * nothing is returned. Variances are quadratic forms of the contrast, so the covariance follows from three of them:
 * C = (Var A + Var L − Var(A − L)) / 2, for users and for seeds alike. `se` is the delta method's, `p` that of "A is 0", and the
 * degrees of freedom are the fewest of the three.
 */
export function ratioOf({ gain, reference, difference }: RatioParts, level = 0.95): Estimate | undefined {
  const df = Math.min(gain.df, reference.df, difference.df);
  const t = tQuantile((1 + level) / 2, df);
  const covariance = (of: (estimate: Estimate) => number): number =>
    (of(gain) + of(reference) - of(difference)) / 2;
  const whole = (estimate: Estimate): number => estimate.se ** 2;
  const value = gain.value / reference.value;
  const c = covariance(whole);
  const ofGain = whole(gain);
  const ofReference = whole(reference);
  const g = (t * t * ofReference) / reference.value ** 2;
  if (!(g < 1)) return undefined;
  const delta = (of: (estimate: Estimate) => number): number =>
    Math.max(0, of(gain) - 2 * value * covariance(of) + value ** 2 * of(reference)) / reference.value ** 2;
  const lost = ofReference === 0 ? 0 : (g * c) / ofReference;
  const explained = ofReference === 0 ? 0 : g * (ofGain - (c * c) / ofReference);
  const inner = ofGain - 2 * value * c + value ** 2 * ofReference - explained;
  const centre = (value - lost) / (1 - g);
  const half = (t * Math.sqrt(Math.max(0, inner))) / (Math.abs(reference.value) * (1 - g));
  const seeds = [gain, reference, difference].every(({ variance }) => variance.seeds !== null)
    ? delta(({ variance }) => variance.seeds!)
    : null;
  return {
    value,
    low: centre - half,
    high: centre + half,
    level,
    se: Math.sqrt(delta(whole)),
    df,
    p: gain.p,
    variance: { users: delta(({ variance }) => variance.users), seeds },
  };
}
