/**
 * Holm's step-down adjustment (S. Holm, Scand. J. Statist. 6, 1979): of many sources judged at once, the chance that even
 * one useless source passes stays below the level, whatever their dependence.
 */

/** Adjusted p values, in the order given: the i-th smallest of n times n − i (from 0), never below a smaller one's, at most 1. */
export function holm(ps: readonly number[]): number[] {
  const ascending = ps.map((_, i) => i).toSorted((a, b) => ps[a]! - ps[b]!);
  const adjusted = new Array<number>(ps.length);
  let highest = 0;
  ascending.forEach((i, step) => {
    const p = ps[i]!;
    if (!(p >= 0 && p <= 1)) throw new Error(`a p value lies between 0 and 1, not at ${p}`);
    highest = Math.max(highest, Math.min(1, (ps.length - step) * p));
    adjusted[i] = highest;
  });
  return adjusted;
}

/**
 * What Holm's procedure multiplies each p by, without the cap at 1: p · multiplier ≤ α exactly where Holm rejects at α, so
 * the interval at level 1 − α / multiplier is the one to judge by.
 * @returns in the order of `ps`, each from 1 to their number or above
 */
export function holmMultipliers(ps: readonly number[]): number[] {
  const order = [...ps.keys()].sort((a, b) => ps[a]! - ps[b]!);
  const multipliers = new Array<number>(ps.length);
  let highest = 0;
  for (const [rank, index] of order.entries()) {
    const step = ps.length - rank;
    highest = Math.max(highest, step * ps[index]!);
    multipliers[index] = ps[index] === 0 ? step : highest / ps[index]!;
  }
  return multipliers;
}
