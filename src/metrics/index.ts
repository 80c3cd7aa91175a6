/** Metrics and their intervals: what a report says about an arm, and about the difference of two. */
export { auc, type OnPiece, type Placements, placements } from './auc.ts';
export { type GaucWeighting, gauc } from './gauc.ts';
export { type GroupedRows, type GroupMean, groupRows } from './groups.ts';
export { type BootstrapOptions, bootstrapDifference, poisson } from './intervals/bootstrap.ts';
export { type EvaluationRows, effectiveCount, evaluationRows } from './intervals/clusters.ts';
export { clusteredVariance, crossedVariance, plainVariance } from './intervals/delong.ts';
export { clusterDf, contrast } from './intervals/estimate.ts';
export { holm } from './intervals/holm.ts';
export { adjustedInterval } from './intervals/interval.ts';
export { overlappingContrast, type WeightedDifference } from './intervals/overlap.ts';
export { minimumDetectable, type Power, power } from './intervals/power.ts';
export {
  mixTerms,
  type RatioOfSums,
  type UserMetric,
  type UserSums,
  userSums,
} from './intervals/user-sums.ts';
export { combineVariance, type VarianceParts } from './intervals/variance-parts.ts';
export { logLoss } from './logloss.ts';
export { type Measure, measureOf } from './measure.ts';
export { ndcg, recall } from './ndcg.ts';
export { CUTOFFS, meanRanking, rankingMetrics } from './ranking.ts';
export { relaImpr } from './rela-impr.ts';
export { ScoredArm, type ScoredSeed } from './scored-arm.ts';
export { weightedAuc } from './weighted-auc.ts';
