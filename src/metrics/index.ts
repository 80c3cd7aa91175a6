/** Metrics and their intervals: what a report says about an arm, and about the difference of two. */
export { auc, type OnPiece, type Placements, placements } from './auc.ts';
export { type BootstrapOptions, bootstrapDifference, poisson } from './bootstrap.ts';
export { type EvaluationRows, effectiveCount, evaluationRows } from './clusters.ts';
export { clusteredVariance, crossedVariance, plainVariance } from './delong.ts';
export {
  clusterDf,
  combineVariance,
  contrast,
  minimumDetectable,
  type VarianceParts,
} from './estimate.ts';
export { type GaucWeighting, gauc } from './gauc.ts';
export { type GroupedRows, type GroupMean, groupRows } from './groups.ts';
export { holm } from './holm.ts';
export { adjustedInterval } from './interval.ts';
export { logLoss } from './logloss.ts';
export { ndcg, recall } from './ndcg.ts';
export { type Power, power } from './power.ts';
export { CUTOFFS, meanRanking, rankingMetrics } from './ranking.ts';
export { relaImpr } from './rela-impr.ts';
export { ScoredArm, type ScoredSeed } from './scored-arm.ts';
export { type UserMetric, type UserSums, userSums } from './user-sums.ts';
export { weightedAuc } from './weighted-auc.ts';
