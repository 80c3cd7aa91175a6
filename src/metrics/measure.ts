/** The metric M of a spec where it is not AUC: what its differences are computed from. */
import { groupRows } from './groups.ts';
import type { UserMetric } from './intervals/user-sums.ts';

export interface Measure {
  metric: UserMetric;
  /** Of the bootstrap over users. */
  seed: number;
}

/** The list is cut here where the spec says `ndcg` or `recall`. */
const CUTOFF = 10;

/**
 * @param metric of the spec: `gauc` is weighted by impressions, `ndcg` and `recall` look at ten rows
 * @param group request, list or user of each evaluation row
 * @returns undefined for AUC, whose intervals need no bootstrap
 * @throws Failure `no-rows`
 */
export function measureOf(
  metric: 'auc' | 'gauc' | 'ndcg' | 'recall',
  label: Uint8Array,
  group: Uint32Array,
  seed: number,
): Measure | undefined {
  if (metric === 'auc') return undefined;
  const groups = groupRows(group, label);
  return {
    metric:
      metric === 'gauc'
        ? { kind: metric, weighting: 'impressions', groups }
        : { kind: metric, k: CUTOFF, groups },
    seed,
  };
}
