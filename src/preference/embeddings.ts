/**
 * Item vectors from a file as preference data: how similar the candidate is to what the user liked before (SimTier: X.-R. Sheng
 * et al., 2024). A file proves nothing about where it came from, so there is the total, and with a time column an honest arm.
 */
import type { VectorTable } from '../data/dataset.ts';
import { Failure } from '../report/failure.ts';
import type { Spec } from '../spec/schema.ts';
import { PlaceboPermuter } from './placebo.ts';
import type { PhiColumn, SourceBuilder, SourceFeatures } from './source.ts';
import { VECTOR_FEATURES, vectorFeatures } from './vector-features.ts';

export type EmbeddingsSpec = Extract<Spec['sources'][number], { embeddings: unknown }>;

/** @throws Failure `internal` where the data layer has not loaded the source's vectors. */
export const embeddingsSource: SourceBuilder<EmbeddingsSpec> = async (input, spec, pause) => {
  const table = vectorsOf(input.data.vectors, spec.name);
  const { history, use } = spec;
  const total = await vectorFeatures(input, table, { history, lag: 0 }, (share) => pause(share / 2));
  const honest =
    table.slice === undefined
      ? undefined
      : await vectorFeatures(input, table, { history, lag: 1 }, (share) => pause((1 + share) / 2));
  const kept = keptFeatures(total, use);
  const columns = (values: Float32Array[]): PhiColumn[] =>
    kept.map((f) => ({ name: VECTOR_FEATURES[f]!, type: 'numeric', values: values[f]! }));
  const arms: SourceFeatures['arms'] = [];
  if (honest !== undefined) arms.push({ arm: 'honest', columns: columns(honest) });
  arms.push({ arm: 'leaked-total', columns: columns(total) });
  return {
    provenance: 'declared',
    arms,
    placebo: async (seed, pausePlacebo) => {
      const permuter = new PlaceboPermuter(input.data, input.timeline, seed);
      const permutation = (last: number): Uint32Array => permuter.permutation(last);
      return columns(await vectorFeatures(input, table, { history, lag: 0, permutation }, pausePlacebo));
    },
    touched: Uint8Array.from(total[0]!, (max) => Number(!Number.isNaN(max))),
    warnings: [],
  };
};

export function vectorsOf(
  vectors: Readonly<Record<string, VectorTable>> | undefined,
  name: string,
): VectorTable {
  const table = vectors?.[name];
  if (table !== undefined) return table;
  throw new Failure('internal', 'vectors-not-loaded', `the vectors of ${name} were not loaded.`);
}

/**
 * Positions in `VECTOR_FEATURES` that `use` names. A tier that no row has a history item in says nothing and is left out, so
 * that the ranker does not carry fields of one value.
 */
export function keptFeatures(
  values: readonly Float32Array[],
  use: readonly ('max' | 'mean' | 'tiers')[],
): number[] {
  return VECTOR_FEATURES.flatMap((name, f) => {
    if (name === 'max' || name === 'mean') return use.includes(name) ? [f] : [];
    return use.includes('tiers') && values[f]!.some((count) => count > 0) ? [f] : [];
  });
}
