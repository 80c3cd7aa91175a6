/** Weighted sums of arms as one arm, so that a contrast of several arms gets its own interval. */
import type { EvaluationRows } from '../../metrics/intervals/clusters.ts';
import { mixTerms } from '../../metrics/intervals/user-sums.ts';
import { type Components, heldComponents, ScoredArm } from '../../metrics/scored-arm.ts';

/**
 * Σ wᵢ · armᵢ. AUCs and structural components are linear, so `contrast` of two mixtures with the same Σ w is the paired
 * contrast of what they hold. Arms must have the same seeds in the same order.
 */
export function mixture(rows: EvaluationRows, parts: readonly (readonly [number, ScoredArm])[]): ScoredArm {
  const { measure, perSeed } = parts[0]![1];
  const mixed = new ScoredArm(rows, measure);
  const sum = (pick: (arm: ScoredArm) => Components, length: number): Float64Array => {
    const total = new Float64Array(length);
    for (const [weight, arm] of parts) {
      const values = pick(arm);
      for (let i = 0; i < length; i++) total[i]! += weight * values[i]!;
    }
    return total;
  };
  const value = (pick: (arm: ScoredArm) => number): number =>
    parts.reduce((total, [weight, arm]) => total + weight * pick(arm), 0);
  for (const [k, { seed }] of perSeed.entries()) {
    mixed.perSeed.push({
      seed,
      auc: value((arm) => arm.perSeed[k]!.auc),
      logLoss: null, // a mixture is no ranker
      positiveSums: sum((arm) => arm.perSeed[k]!.positiveSums, rows.users),
      negativeSums: sum((arm) => arm.perSeed[k]!.negativeSums, rows.users),
      ...(measure !== undefined && {
        terms: mixTerms(parts.map(([weight, arm]) => [weight, arm.perSeed[k]!.terms!])),
      }),
    });
  }
  mixed.meanComponents = heldComponents(sum((arm) => arm.meanComponents, rows.rows));
  return mixed;
}
