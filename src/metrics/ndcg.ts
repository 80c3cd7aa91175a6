/**
 * NDCG@k and Recall@k of each group's list. Equal scores have no order, so a tie counts by its expected value over all
 * orders of the tied rows, each equally likely: no metric then depends on how rows happened to be stored, and a constant
 * score gets what guessing gets. scikit-learn's `ndcg_score` does the same by default.
 */
import { type GroupedRows, type GroupMean, groupMean } from './groups.ts';
import { bestFirst, type RankedRows, tiedUntil } from './ranked.ts';

/** Σ of the discounts 1 / log₂(i + 2) of positions 0..n−1, for n = 0..k. */
function discountSums(k: number): Float64Array {
  const sums = new Float64Array(k + 1);
  for (let i = 0; i < k; i++) sums[i + 1] = sums[i]! + 1 / Math.log2(i + 2);
  return sums;
}

function checkCutoff(k: number): void {
  if (!Number.isInteger(k) || k < 1) throw new Error(`a list is cut after a whole number of rows, not ${k}`);
}

/**
 * Σ over the group's positives of the expected worth of their position, where the first n positions are worth
 * `sums[min(n, k)]` together. Positives of a tie at positions p..q−1 hold each of them with equal chance.
 */
function expectedWorth({ grouped, value, label }: RankedRows, g: number, sums: Float64Array): number {
  const start = grouped.starts[g]!;
  const end = grouped.starts[g + 1]!;
  const k = sums.length - 1;
  let worth = 0;
  for (let from = start; from < end && from - start < k; ) {
    const to = tiedUntil(value, from, end);
    let positives = 0;
    for (let i = from; i < to; i++) positives += label[i]!;
    const positions = sums[Math.min(k, to - start)]! - sums[from - start]!;
    worth += (positives * positions) / (to - from);
    from = to;
  }
  return worth;
}

/**
 * NDCG@k per group: gain 2^y − 1, which is y for labels 0 and 1; discount log₂(i + 2) of position i from 0; divided by
 * the same sum with all positives first. NaN for groups without positives.
 */
export function groupNdcgs(ranked: RankedRows, k: number): Float64Array {
  checkCutoff(k);
  const sums = discountSums(k);
  return ofGroups(ranked, (g, positives) => expectedWorth(ranked, g, sums) / sums[Math.min(k, positives)]!);
}

/** A number per group; NaN for groups without positives. */
function ofGroups(
  { grouped }: RankedRows,
  worth: (group: number, positives: number) => number,
): Float64Array {
  const found = new Float64Array(grouped.groups).fill(Number.NaN);
  for (let g = 0; g < found.length; g++)
    if (grouped.positives[g]! > 0) found[g] = worth(g, grouped.positives[g]!);
  return found;
}

/**
 * Recall@k per group: expected positives among the first k rows over all positives of the group. NaN for groups without
 * positives.
 * @param order `bestFirst(grouped, scores)`
 */
export function groupRecalls(ranked: RankedRows, k: number): Float64Array {
  checkCutoff(k);
  const sums = new Float64Array(k + 1).map((_, n) => n);
  return ofGroups(ranked, (g, positives) => expectedWorth(ranked, g, sums) / positives);
}

/**
 * Mean NDCG@k over the groups with a positive; the others are skipped and counted.
 * @throws Failure `non-finite-scores`
 */
export function ndcg(scores: Float32Array | Float64Array, grouped: GroupedRows, k: number): GroupMean {
  return groupMean(groupNdcgs(bestFirst(grouped, scores), k));
}

/** Mean Recall@k, as `ndcg`. */
export function recall(scores: Float32Array | Float64Array, grouped: GroupedRows, k: number): GroupMean {
  return groupMean(groupRecalls(bestFirst(grouped, scores), k));
}
