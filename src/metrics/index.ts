/** Metrics and their intervals: what a report says about an arm, and about the difference of two. */
export { auc, type OnPiece, type Placements, placements } from './auc.ts';
export { type EvaluationRows, effectiveCount, evaluationRows } from './clusters.ts';
export { clusteredVariance, plainVariance } from './delong.ts';
export {
  clusterDf,
  combineVariance,
  contrast,
  minimumDetectable,
  type VarianceParts,
} from './estimate.ts';
export { logLoss } from './logloss.ts';
export { ScoredArm, type ScoredSeed } from './scored-arm.ts';
