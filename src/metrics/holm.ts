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
