/** What many worlds say of the interval: each number with the error that the number of worlds leaves it. */
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import type { Measurement } from './measure.ts';

export interface Summary {
  worlds: number;
  /** Mean AUC of the base's head. */
  base: number;
  /** Mean true gain. */
  truth: number;
  /** Share of worlds in which the arm's head is the base's, so that the estimate and its standard error are 0. */
  zero: number;
  coverage: number;
  /** The same of intervals that hold the trained arms for the only ones. */
  coverageOfSameArms: number;
  /** Mean of estimate − truth, and its standard error. */
  bias: number;
  biasError: number;
  /** Root of the mean claimed variance, and the standard deviation of estimate − truth. */
  claimed: number;
  spread: number;
  /** What the seeds add to the variance that the same trained arms have, as claimed and as it is: square roots of means. */
  claimedSeeds: number;
  realSeeds: number;
  /** Share of worlds whose estimate is a significant gain. */
  significant: number;
  /** Worlds whose truth is below the threshold, and how many of them were said to have headroom. */
  without: number;
  falseHeadroom: number;
}

/** The default of `thresholds.minimumGain`. */
export const MINIMUM_GAIN = 0.001;

/** @param truthOf which truth the estimate is held against */
export function summarise(
  measurements: readonly Measurement[],
  truthOf: (m: Measurement) => number = (m) => m.truth,
): Summary {
  const worlds = measurements.length;
  const errors = measurements.map((m) => m.estimate.value - truthOf(m));
  const bias = mean(errors);
  const spread = Math.sqrt(errors.reduce((sum, e) => sum + (e - bias) ** 2, 0) / (worlds - 1));
  const without = measurements.filter((m) => truthOf(m) < MINIMUM_GAIN);
  return {
    worlds,
    base: mean(measurements.map(({ base }) => base)),
    zero: mean(measurements.map(({ estimate }) => Number(estimate.se === 0))),
    truth: mean(measurements.map(truthOf)),
    coverage: mean(
      measurements.map((m) => Number(m.estimate.low <= truthOf(m) && truthOf(m) <= m.estimate.high)),
    ),
    coverageOfSameArms: mean(
      measurements.map((m) => {
        const half = tQuantile(0.975, m.sameArms.df) * Math.sqrt(m.sameArms.variance);
        return Number(Math.abs(m.estimate.value - truthOf(m)) <= half);
      }),
    ),
    bias,
    biasError: spread / Math.sqrt(worlds),
    claimed: Math.sqrt(mean(measurements.map((m) => m.estimate.se ** 2))),
    spread,
    claimedSeeds: Math.sqrt(
      Math.max(0, mean(measurements.map((m) => m.estimate.se ** 2 - m.sameArms.variance))),
    ),
    realSeeds: Math.sqrt(mean(measurements.map((m) => m.truthOfSeedsPart))),
    significant: mean(measurements.map(({ estimate }) => Number(estimate.low > 0))),
    without: without.length,
    falseHeadroom: without.filter((m) => m.estimate.low >= MINIMUM_GAIN).length,
  };
}

/** Standard error of a share of `n`; never 0, since no run of n shows a share to be exactly 0 or 1. */
export function shareError(share: number, n: number): number {
  const inside = Math.min(Math.max(share, 0.5 / n), 1 - 0.5 / n);
  return Math.sqrt((inside * (1 - inside)) / n);
}

/** One row of the page's table. */
export function tableRow(setting: string, head: string, source: string, s: Summary): string {
  const percent = (x: number) => `${(100 * x).toFixed(1)} %`;
  const gain = (x: number) => `${x < 0 ? '−' : '+'}${Math.abs(x).toFixed(4)}`;
  const rate = s.without === 0 ? Number.NaN : s.falseHeadroom / s.without;
  return `| ${[
    setting,
    head,
    source,
    s.worlds,
    s.base.toFixed(4),
    gain(s.truth),
    percent(s.zero),
    ...[s.coverage, s.coverageOfSameArms].map((c) => `${percent(c)} ± ${percent(shareError(c, s.worlds))}`),
    `${gain(s.bias)} ± ${s.biasError.toFixed(4)}`,
    s.claimed.toFixed(4),
    s.spread.toFixed(4),
    `${s.claimedSeeds.toFixed(4)} / ${s.realSeeds.toFixed(4)}`,
    `${percent(s.significant)} ± ${percent(shareError(s.significant, s.worlds))}`,
    s.without === 0
      ? 'none without gain'
      : `${percent(rate)} ± ${percent(shareError(rate, s.without))} of ${s.without}`,
  ].join(' | ')} |`;
}

export const TABLE_HEAD = `| evaluation users | head | source | worlds | base AUC | mean truth | exactly 0 | 95 % intervals that cover it | … were these seeds the only ones | bias | claimed SE | real SD | added by seeds, claimed / real | significant gain | false \`headroom\` |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|`;

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
