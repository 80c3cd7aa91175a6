/**
 * What each user contributes to the deviation of a metric from its expectation, to first order: the terms whose squares the
 * variances over users are made of. Summed by groups of users they fit into a report, and two reports on the same users
 * then tell how far they vary together. Groups are clusters like users, only larger and fewer.
 */

import type { ScoredSeed } from '../scored-arm.ts';
import { type EvaluationRows, effectiveCount } from './clusters.ts';
import type { RatioOfSums } from './user-sums.ts';

/** Users by group: a function of the user alone, so that it is the same in every run. */
export interface UserGroups {
  /** Group per user; length `rows.users`. */
  groupOf: Uint8Array | Uint32Array;
  count: number;
}

/** M of one arm and seed, and the influence of each group on it; the sums add up to 0. */
export interface GroupInfluence {
  value: number;
  /** Length `groups.count`. */
  sums: Float64Array;
}

/**
 * Of an AUC θ, user u contributes Σ(V10 − θ)/m + Σ(V01 − θ)/n over u's positives and negatives (Hájek's projection); of a
 * ratio of sums r = Σ a / Σ b, (aᵤ − r·bᵤ) / Σ b.
 */
export function groupInfluence(
  rows: EvaluationRows,
  { auc, positiveSums, negativeSums, terms }: ScoredSeed,
  groups: UserGroups,
): GroupInfluence {
  const sums = new Float64Array(groups.count);
  if (terms !== undefined) {
    const ratios = terms.map((term) => addRatio(term, groups, sums));
    return { value: ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length, sums };
  }
  for (let user = 0; user < rows.users; user++) {
    const ofPositives = positiveSums[user]! - auc * rows.positivesPerUser[user]!;
    const ofNegatives = negativeSums[user]! - auc * rows.negativesPerUser[user]!;
    sums[groups.groupOf[user]!]! += ofPositives / rows.positives + ofNegatives / rows.negatives;
  }
  return { value: auc, sums };
}

/** Adds the influence on one ratio. @returns the ratio. */
function addRatio(
  { numerator, denominator }: RatioOfSums,
  { groupOf }: UserGroups,
  sums: Float64Array,
): number {
  const below = total(denominator);
  const ratio = total(numerator) / below;
  for (let user = 0; user < groupOf.length; user++)
    sums[groupOf[user]!]! += (numerator[user]! - ratio * denominator[user]!) / below;
  return ratio;
}

function total(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/**
 * Degrees of freedom of a variance over groups: their effective number by what each weighs in the metric, less one, as for
 * users (`clusterDf`); the scarcer class, or the scarcer term, decides.
 * @param terms of any arm, where the metric is not AUC: all share the denominators
 */
export function groupDf(
  rows: EvaluationRows,
  groups: UserGroups,
  terms?: readonly Pick<RatioOfSums, 'denominator'>[],
): number {
  const weights = terms?.map(({ denominator }) => denominator) ?? [
    rows.positivesPerUser,
    rows.negativesPerUser,
  ];
  const effective = weights.map((weight) => {
    const sizes = new Float64Array(groups.count);
    for (let user = 0; user < rows.users; user++) sizes[groups.groupOf[user]!]! += weight[user]!;
    return effectiveCount(sizes);
  });
  return Math.max(1, Math.min(...effective) - 1);
}
