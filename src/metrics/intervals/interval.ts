/** From a standard error and its degrees of freedom to Student's interval and p: one rule for every estimate. */
import tCdf from '@stdlib/stats-base-dists-t-cdf';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import type { Estimate } from '../../report/schema.ts';

export interface Interval {
  low: number;
  high: number;
  /** Two-sided p of "no difference". */
  p: number;
}

/** Student's interval and two-sided p. A difference without any variance is certain: p is 1 at 0 and 0 elsewhere. */
export function studentInterval(value: number, se: number, df: number, level: number): Interval {
  const half = se === 0 ? 0 : tQuantile((1 + level) / 2, df) * se;
  const p = se === 0 ? Number(value === 0) : 2 * tCdf(-Math.abs(value) / se, df);
  return { low: value - half, high: value + half, p };
}

/**
 * The same estimate with its interval at another confidence level; all else, p too, stays.
 *
 * For verdicts over a family: where Holm multiplies a p by f = pHolm / p, the interval at level 1 − 0.05 / f excludes 0
 * exactly where pHolm < 0.05.
 * @param level between 0 and 1
 */
export function adjustedInterval(estimate: Estimate, level: number): Estimate {
  if (!(level > 0 && level < 1)) throw new Error(`a confidence level lies between 0 and 1, not at ${level}`);
  const { low, high } = studentInterval(estimate.value, estimate.se, estimate.df, level);
  return { ...estimate, low, high, level };
}
