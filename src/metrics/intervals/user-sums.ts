/**
 * A metric taken apart by user: sums whose ratios give the metric again when users are counted more than once or not at
 * all. A bootstrap over users then needs no scores, only these sums.
 */

import { type GaucWeighting, gaucWeights, groupAucs } from '../gauc.ts';
import type { GroupedRows } from '../groups.ts';
import { ipwComponents } from '../ipw-auc.ts';
import { groupNdcgs, groupRecalls } from '../ndcg.ts';
import { bestFirst } from '../ranked.ts';
import { weightedComponents } from '../weighted-auc.ts';
import type { EvaluationRows } from './clusters.ts';

/** A metric that is a mean over groups of rows, or an AUC with weights: on positives alone, or on all rows. */
export type UserMetric =
  | { kind: 'gauc'; weighting: GaucWeighting; groups: GroupedRows }
  | { kind: 'ndcg' | 'recall'; k: number; groups: GroupedRows }
  | { kind: 'weighted-auc'; weight: Float64Array }
  | { kind: 'ipw-auc'; weight: Float64Array };

/** Σ numerator / Σ denominator over users. Both have length `users`; all arms of a run share the denominator. They may be read from a file, each time they are asked for. */
export interface RatioOfSums {
  readonly numerator: Float64Array;
  readonly denominator: Float64Array;
}

/**
 * One arm and seed. Each term over all users is the metric. Where user u counts c times instead, the metric changes by the
 * sum over terms of the change of Σ c·numerator / Σ c·denominator.
 *
 * Group means have one term, and this is exact. An AUC has two, the components of positives and of negatives: the sum of
 * their changes is its own to first order (Hájek's projection), which is what the clustered DeLong variance is made of.
 */
export interface UserSums {
  seed: number;
  terms: RatioOfSums[];
}

/**
 * Σ wᵢ · partᵢ, of the same rows and metric: the numerators are linear, the denominators are shared.
 * @param parts at least one
 */
export function mixTerms(parts: readonly (readonly [number, readonly RatioOfSums[]])[]): RatioOfSums[] {
  return parts[0]![1].map(({ denominator }, t) => {
    const numerator = new Float64Array(denominator.length);
    for (const [weight, terms] of parts) {
      const sums = terms[t]!.numerator;
      for (let u = 0; u < numerator.length; u++) numerator[u]! += weight * sums[u]!;
    }
    return { numerator, denominator };
  });
}

/**
 * The terms of one arm and seed.
 * @param rows evaluation rows; labels and users are read
 * @param scores finite, in the order of the rows
 * @throws Failure `non-finite-scores`, `bad-weights`, `no-weight`
 */
export function userSums(
  rows: EvaluationRows,
  metric: UserMetric,
  scores: Float32Array | Float64Array,
): RatioOfSums[] {
  if (metric.kind === 'weighted-auc') {
    const { weight } = metric;
    const components = weightedComponents(scores, rows.label, weight);
    return aucTerms(rows, components, (row) => (rows.label[row] === 0 ? 1 : weight[row]!));
  }
  if (metric.kind === 'ipw-auc') {
    const { weight } = metric;
    return aucTerms(rows, ipwComponents(scores, rows.label, weight), (row) => weight[row]!);
  }
  const { groups } = metric;
  const ranked = bestFirst(groups, scores);
  switch (metric.kind) {
    case 'gauc': {
      const aucs = groupAucs(ranked);
      return [groupTerm(rows, groups, aucs, gaucWeights(groups, metric.weighting))];
    }
    case 'ndcg':
      return [groupTerm(rows, groups, groupNdcgs(ranked, metric.k))];
    case 'recall':
      return [groupTerm(rows, groups, groupRecalls(ranked, metric.k))];
  }
}

/**
 * A group belongs to the user of its rows. Where a group has rows of several users, each counts by their share of them: a
 * group then stays in a resample to the mean degree of its users.
 */
function groupTerm(
  { user, users }: EvaluationRows,
  groups: GroupedRows,
  values: Float64Array,
  weights?: ArrayLike<number>,
): RatioOfSums {
  const numerator = new Float64Array(users);
  const denominator = new Float64Array(users);
  for (let g = 0; g < groups.groups; g++) {
    const value = values[g]!;
    if (Number.isNaN(value)) continue;
    const start = groups.starts[g]!;
    const end = groups.starts[g + 1]!;
    const weight = weights === undefined ? 1 : weights[g]!;
    const ofRow = weight / (end - start);
    for (let i = start; i < end; i++) {
      const u = user[groups.rows[i]!]!;
      numerator[u]! += ofRow * value;
      denominator[u]! += ofRow;
    }
  }
  return { numerator, denominator };
}

/** @param weightOf what a row counts */
function aucTerms(
  { label, user, users }: EvaluationRows,
  components: Float64Array,
  weightOf: (row: number) => number,
): RatioOfSums[] {
  const term = (): RatioOfSums => ({
    numerator: new Float64Array(users),
    denominator: new Float64Array(users),
  });
  const positive = term();
  const negative = term();
  for (let row = 0; row < label.length; row++) {
    const u = user[row]!;
    const sums = label[row] === 0 ? negative : positive;
    const counts = weightOf(row);
    sums.numerator[u]! += counts * components[row]!;
    sums.denominator[u]! += counts;
  }
  return [positive, negative];
}
