/** Scores of any scale as logits, which is what a head starts from. */

/** A probability is kept this far from 0 and 1, where its logit has no end. */
const SUREST = 1e-6;

export const isProbability = (score: number): boolean => score >= 0 && score <= 1;

export function logit(probability: number): number {
  const kept = Math.min(1 - SUREST, Math.max(SUREST, probability));
  return Math.log(kept / (1 - kept));
}

/** @returns the logit of the share of values below `score`, ties counted half; the share is never 0 nor 1 */
export function rankLogit(sorted: Float64Array, score: number): number {
  const bound = (after: boolean): number => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle]! < score || (after && sorted[middle] === score)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return logit(((bound(false) + bound(true)) / 2 + 0.5) / (sorted.length + 1));
}
