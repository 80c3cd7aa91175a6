/** The rows that arms are scored on, and what of a spec says how. */
import type { Dataset } from '../../data/dataset.ts';
import { evaluationRows } from '../../metrics/intervals/clusters.ts';
import { type Metric, measureOf } from '../../metrics/measure.ts';
import type { RowParts } from '../../ranker/ranker.ts';
import type { Spec } from '../../specfile/schema.ts';

/** What of a spec says how arms are scored; the metric may be that of an objective. */
export type ScoredBy = Pick<Spec, 'log' | 'seed'> & { metric: Metric };

/** The rows that arms are scored on, and M where it is not AUC. Lists are the rows of `log.group`, or of a user. */
export function evaluated(data: Dataset, spec: ScoredBy, { evaluate }: RowParts) {
  const label = gather(data.label, evaluate);
  const rows = evaluationRows(label, gather(data.user, evaluate), gather(data.item, evaluate));
  const group = gather(data.group ?? data.user, evaluate);
  const weight = data.weight === undefined ? undefined : gather(data.weight, evaluate);
  return { label, rows, group, weight, measure: measureOf(spec.metric, label, group, spec.seed, weight) };
}

export function gather<T extends Uint8Array | Uint32Array | Float64Array>(values: T, rows: Uint32Array): T {
  const picked = new (values.constructor as new (length: number) => T)(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i]!]!;
  return picked;
}
