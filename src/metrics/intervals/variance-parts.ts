/** How the variance of a mean over seeds divides between users and seeds: the same for every metric. */

/** Var = users + seeds: the two parts as they enter the standard error, and their degrees of freedom. */
export interface VarianceParts {
  /** What all seeds share, since they are measured on the same users. */
  users: number;
  /** What seeds differ in, over their number. Null where one seed says nothing about it. */
  seeds: number | null;
  df: number;
}

/** What a paired difference is made of, before its variance is put together. */
export interface DifferenceParts {
  /** The difference of each seed. */
  differences: number[];
  /** V, and the variance of each seed: arguments of `combineVariance`. Quadratic forms of the difference. */
  ofMean: number;
  ofSeeds: number[];
  /** Degrees of freedom of V. */
  usersDf: number;
}

/**
 * Splits the variance of a mean over K seeds into two parts that are estimated apart.
 *
 * One seed's difference varies by U, the noise of the users that all seeds share, by W, noise of the same users that is the
 * seed's own, and by σ², what another seed would have trained. The mean over seeds varies by U + (W + σ²)/K. The clustered
 * variance of one seed has mean U + W, that of the average V has U + W/K, so U = V − (v̄ − V)/(K − 1); and the spread s² of
 * the single-seed differences has mean W + σ². So U + s²/K has the right mean whatever the parts are.
 *
 * V + max(0, s² − W)/K, which never falls below V, is too large on average: what s² exceeds W by would count, and what it
 * falls short of W by would not. Both are measured: docs/decisions/0020-variance-over-seeds.md.
 *
 * V is the clustered variance of the seed-averaged components (`ofMean`), v̄ the mean of that of each seed's (`ofSeeds`).
 */
export function combineVariance({
  ofMean,
  ofSeeds,
  differences,
  usersDf,
}: Readonly<DifferenceParts>): VarianceParts {
  const seeds = differences.length;
  if (seeds < 2) return { users: ofMean, seeds: null, df: usersDf };
  const mean = average(differences);
  let squares = 0;
  for (const difference of differences) squares += (difference - mean) ** 2;
  const seedPart = squares / (seeds - 1) / seeds;
  // An average is never noisier than its parts; rounding, and seeds that err against each other, are cut off at 0.
  const ownNoise = Math.max(0, (average(ofSeeds) - ofMean) / (seeds - 1));
  const shared = Math.max(0, ofMean - ownNoise);
  const df = satterthwaite([
    { variance: shared, df: usersDf },
    { variance: seedPart, df: seeds - 1 },
  ]);
  return { users: shared, seeds: seedPart, df };
}

/**
 * Degrees of freedom of a sum of independent variances: (Σ x)² / Σ x²/df.
 * @param parts at least one; where none varies, the first decides
 */
export function satterthwaite(parts: readonly { variance: number; df: number }[]): number {
  const varying = parts.filter(({ variance }) => variance > 0);
  if (varying.length < 2) return (varying[0] ?? parts[0]!).df;
  let sum = 0;
  let squares = 0;
  for (const { variance, df } of varying) {
    sum += variance;
    squares += variance ** 2 / df;
  }
  return sum ** 2 / squares;
}

export function average(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
