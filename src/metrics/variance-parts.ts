/** How the variance of a mean over seeds divides between users and seeds: the same for every metric. */

/** Var = users + seeds/K: the two parts as they enter the standard error, and their degrees of freedom. */
export interface VarianceParts {
  users: number;
  /** Null where one seed says nothing about it. */
  seeds: number | null;
  df: number;
}

/**
 * Splits the variance of a mean over K seeds.
 *
 * The spread s² of the single-seed differences holds the seeds' own effect σ² and the part W of each seed's sampling
 * noise that other seeds do not share. The clustered variance of one seed has mean U + W, that of the average U + W/K,
 * so W = (v̄ − V)·K/(K−1), and V + max(0, s² − W)/K counts W once.
 *
 * @param ofMean V, clustered variance of the seed-averaged components
 * @param ofSeeds clustered variance of each seed's components; their mean is v̄
 * @param differences the difference of AUCs of each seed
 * @param usersDf degrees of freedom of V
 */
export function combineVariance(
  ofMean: number,
  ofSeeds: readonly number[],
  differences: readonly number[],
  usersDf: number,
): VarianceParts {
  const seeds = differences.length;
  if (seeds < 2) return { users: ofMean, seeds: null, df: usersDf };
  const mean = average(differences);
  let squares = 0;
  for (const difference of differences) squares += (difference - mean) ** 2;
  const spread = squares / (seeds - 1);
  const noise = Math.max(0, ((average(ofSeeds) - ofMean) * seeds) / (seeds - 1));
  const seedPart = Math.max(0, spread - noise) / seeds;
  return { users: ofMean, seeds: seedPart, df: satterthwaite(ofMean, usersDf, seedPart, seeds - 1) };
}

/** Degrees of freedom of a sum of two independent variances: (x + y)² / (x²/df + y²/df). */
function satterthwaite(x: number, xDf: number, y: number, yDf: number): number {
  if (y === 0) return xDf;
  return (x + y) ** 2 / (x ** 2 / xDf + y ** 2 / yDf);
}

export function average(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
