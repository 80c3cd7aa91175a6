/** The metrics that a report holds beside AUC and log loss, of one arm and seed, and their mean over seeds. */
import type { RankingMetrics } from '../report/schema.ts';
import type { OnPiece } from './auc.ts';
import { gaucWeights, groupAucs } from './gauc.ts';
import { type GroupedRows, groupMean, groupRows } from './groups.ts';
import { groupNdcgs, groupRecalls } from './ndcg.ts';
import { bestFirst } from './ranked.ts';
import { weightedAuc } from './weighted-auc.ts';

/** Lengths of the list after which NDCG and recall look. */
export const CUTOFFS = [5, 10] as const;

/**
 * @param scores finite, one per evaluation row
 * @param group request, impression list or user per row: any codes. Without it GAUC, NDCG and recall are left out.
 * @param weight ≥ 0 on positives. Without it weighted AUC is left out.
 * @returns only what is defined: GAUC needs a group of both classes, NDCG and recall one with a positive
 * @throws Failure `non-finite-scores`, `bad-weights`, `no-weight`, `one-class`, `no-rows`
 */
export function rankingMetrics(
  scores: Float32Array | Float64Array,
  label: Uint8Array,
  group?: Uint32Array,
  weight?: Float64Array,
  onPiece?: OnPiece,
): RankingMetrics {
  const lists = group === undefined ? undefined : groupRows(group, label);
  return rankingOf(scores, { label, lists, weight }, onPiece);
}

/** What all arms and seeds share; see `rankingMetrics`. */
export interface RankingRows {
  label: Uint8Array;
  /** `groupRows(group, label)` */
  lists?: GroupedRows | undefined;
  weight?: Float64Array | undefined;
}

/** As `rankingMetrics`, of rows that were grouped before. @throws as `rankingMetrics` */
export function rankingOf(
  scores: Float32Array | Float64Array,
  { label, lists, weight }: RankingRows,
  onPiece?: OnPiece,
): RankingMetrics {
  return {
    ...(lists !== undefined && listMetrics(scores, lists, onPiece)),
    ...(weight !== undefined && { weightedAuc: weightedAuc(scores, label, weight, onPiece) }),
  };
}

function listMetrics(
  scores: Float32Array | Float64Array,
  grouped: GroupedRows,
  onPiece: OnPiece | undefined,
): RankingMetrics {
  const ranked = bestFirst(grouped, scores);
  onPiece?.();
  const aucs = groupAucs(ranked);
  onPiece?.();
  const { used, skipped } = groupMean(aucs);
  const mean = (weighting: 'impressions' | 'positives' | 'equal'): number =>
    groupMean(aucs, gaucWeights(grouped, weighting)).value!;
  const result: RankingMetrics = { groups: { used, skipped } };
  if (used > 0) {
    result.gauc = { impressions: mean('impressions'), positives: mean('positives'), equal: mean('equal') };
  }
  if (grouped.positives.some((positives) => positives > 0)) {
    const byCutoff = (values: (k: number) => Float64Array) =>
      Object.fromEntries(CUTOFFS.map((k) => [String(k), groupMean(values(k)).value!]));
    result.ndcg = byCutoff((k) => groupNdcgs(ranked, k));
    onPiece?.();
    result.recall = byCutoff((k) => groupRecalls(ranked, k));
    onPiece?.();
  }
  return result;
}

/**
 * Means over the seeds of one arm. All seeds share rows, groups and weights, so they define the same metrics.
 * @param perSeed at least one
 */
export function meanRanking(perSeed: readonly RankingMetrics[]): RankingMetrics {
  const [first] = perSeed;
  if (first === undefined) throw new Error('no seed to average');
  const mean = (pick: (seed: RankingMetrics) => number): number =>
    perSeed.reduce((sum, seed) => sum + pick(seed), 0) / perSeed.length;
  const byCutoff = (name: 'ndcg' | 'recall') =>
    Object.fromEntries(Object.keys(first[name]!).map((k) => [k, mean((seed) => seed[name]![k]!)]));
  return {
    ...(first.groups !== undefined && { groups: first.groups }),
    ...(first.gauc !== undefined && {
      gauc: {
        impressions: mean((seed) => seed.gauc!.impressions),
        positives: mean((seed) => seed.gauc!.positives),
        equal: mean((seed) => seed.gauc!.equal),
      },
    }),
    ...(first.weightedAuc !== undefined && { weightedAuc: mean((seed) => seed.weightedAuc!) }),
    ...(first.ndcg !== undefined && { ndcg: byCutoff('ndcg'), recall: byCutoff('recall') }),
  };
}
