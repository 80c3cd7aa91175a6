/** Scores that rank backwards are not weak: they were written the wrong way around. */
import type { EvaluationRows } from './intervals/clusters.ts';
import { clusteredVariance } from './intervals/delong.ts';
import type { ScoredArm } from './scored-arm.ts';

/** Standard errors below ½ at which an AUC is no weak ranker's. */
const BELOW_CHANCE = 3;

/** Whether the AUC lies too far below ½ for chance, by the spread of the first seed. */
export function isBelowChance(rows: EvaluationRows, arm: ScoredArm): boolean {
  const first = arm.perSeed[0];
  if (first === undefined || rows.usersWithPositives < 2 || rows.usersWithNegatives < 2) return false;
  const variance = clusteredVariance(rows, first.positiveSums, first.negativeSums, first.auc);
  return arm.auc < 0.5 - BELOW_CHANCE * Math.sqrt(variance);
}
