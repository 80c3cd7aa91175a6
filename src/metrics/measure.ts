/** The metric M of a spec where it is not AUC: what its differences are computed from. */
import { groupRows } from './groups.ts';
import type { UserMetric } from './intervals/user-sums.ts';

export interface Measure {
  metric: UserMetric;
  /** Of the bootstrap over users. */
  seed: number;
}

export type Metric = 'auc' | 'gauc' | 'ndcg' | 'recall' | 'weighted-auc' | 'ipw-auc';

/** Whether rows count by weights. */
export const isWeighed = (metric: Metric): boolean => metric === 'weighted-auc' || metric === 'ipw-auc';

/** The list is cut here where the spec says `ndcg` or `recall`. */
const CUTOFF = 10;

/**
 * @param metric of the spec or of an objective: `gauc` is weighted by impressions, `ndcg` and `recall` look at ten rows
 * @param group request, list or user of each evaluation row
 * @param weight of each evaluation row, for `weighted-auc` and `ipw-auc`
 * @returns undefined for AUC, whose intervals need no bootstrap
 * @throws Failure `no-rows`
 */
export function measureOf(
  metric: Metric,
  label: Uint8Array,
  group: Uint32Array,
  seed: number,
  weight?: Float64Array,
): Measure | undefined {
  if (metric === 'auc') return undefined;
  if (metric === 'weighted-auc' || metric === 'ipw-auc') {
    if (weight === undefined) throw new Error(`${metric} needs weights`);
    return { metric: metric === 'ipw-auc' ? { kind: metric, weight } : { kind: metric, weight }, seed };
  }
  const groups = groupRows(group, label);
  return {
    metric:
      metric === 'gauc'
        ? { kind: metric, weighting: 'impressions', groups }
        : { kind: metric, k: CUTOFF, groups },
    seed,
  };
}
