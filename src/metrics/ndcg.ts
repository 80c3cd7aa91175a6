/**
 * NDCG@k and Recall@k of each group's list. Equal scores have no order, so a tie counts by its expected value over all
 * orders of the tied rows, each equally likely: no metric then depends on how rows happened to be stored, and a constant
 * score gets what guessing gets. scikit-learn's `ndcg_score` does the same by default.
 */
import { bestFirst, type GroupedRows, type GroupMean, groupMean, tiedUntil } from './groups.ts';

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
function expectedWorth(
  grouped: GroupedRows,
  scores: Float32Array | Float64Array,
  order: Uint32Array,
  g: number,
  sums: Float64Array,
): number {
  const start = grouped.starts[g]!;
  const end = grouped.starts[g + 1]!;
  const k = sums.length - 1;
  let worth = 0;
  for (let from = start; from < end && from - start < k; ) {
    const to = tiedUntil(order, scores, from, end);
    let positives = 0;
    for (let i = from; i < to; i++) positives += grouped.label[order[i]!]!;
    const positions = sums[Math.min(k, to - start)]! - sums[from - start]!;
    worth += (positives * positions) / (to - from);
    from = to;
  }
  return worth;
}

/**
 * NDCG@k per group: gain 2^y − 1, which is y for labels 0 and 1; discount log₂(i + 2) of position i from 0; divided by
 * the same sum with all positives first. NaN for groups without positives.
 * @param order `bestFirst(grouped, scores)`
 */
export function groupNdcgs(
  grouped: GroupedRows,
  scores: Float32Array | Float64Array,
  order: Uint32Array,
  k: number,
): Float64Array {
  checkCutoff(k);
  const sums = discountSums(k);
  return new Float64Array(grouped.groups).map((_, g) => {
    const positives = grouped.positives[g]!;
    if (positives === 0) return Number.NaN;
    return expectedWorth(grouped, scores, order, g, sums) / sums[Math.min(k, positives)]!;
  });
}

/**
 * Recall@k per group: expected positives among the first k rows over all positives of the group. NaN for groups without
 * positives.
 * @param order `bestFirst(grouped, scores)`
 */
export function groupRecalls(
  grouped: GroupedRows,
  scores: Float32Array | Float64Array,
  order: Uint32Array,
  k: number,
): Float64Array {
  checkCutoff(k);
  const sums = new Float64Array(k + 1).map((_, n) => n);
  return new Float64Array(grouped.groups).map((_, g) => {
    const positives = grouped.positives[g]!;
    return positives === 0 ? Number.NaN : expectedWorth(grouped, scores, order, g, sums) / positives;
  });
}

/**
 * Mean NDCG@k over the groups with a positive; the others are skipped and counted.
 * @throws Failure `non-finite-scores`
 */
export function ndcg(scores: Float32Array | Float64Array, grouped: GroupedRows, k: number): GroupMean {
  return groupMean(groupNdcgs(grouped, scores, bestFirst(grouped, scores), k));
}

/** Mean Recall@k, as `ndcg`. */
export function recall(scores: Float32Array | Float64Array, grouped: GroupedRows, k: number): GroupMean {
  return groupMean(groupRecalls(grouped, scores, bestFirst(grouped, scores), k));
}
