/** Which feature map preference data goes through. AIS and LIS divide only where both go through the same one. */
import type { ModelSpec, SourceSpec } from '../../specfile/schema.ts';

/**
 * A name that is equal for equal maps; undefined for data that has a map of its own kind. Similarities of vectors are one map
 * wherever the vectors come from, as long as the history is as long and the same features are used.
 */
export function featureMap(spec: SourceSpec | ModelSpec): string | undefined {
  if (spec.kind !== 'embeddings' && spec.kind !== 'id-embedding') return undefined;
  return JSON.stringify([spec.history, [...new Set(spec.use)].sort()]);
}
