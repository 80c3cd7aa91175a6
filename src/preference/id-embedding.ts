/**
 * `build: id-embedding`: how similar the candidate is to what the user liked before, by the item vectors that the ranker
 * itself learns on the visible slices (SimTier features; see vector-features.ts).
 */
import { keptFeatures } from './embeddings.ts';
import { foldedArms, permutedItems } from './folded-items.ts';
import { type IdEmbeddingSpec, IdVectors } from './id-vectors.ts';
import { PlaceboPermuter } from './placebo.ts';
import { remembered } from './remembered.ts';
import type { PhiColumn, SourceBuilder } from './source.ts';
import { VECTOR_FEATURES, VectorReader } from './vector-features.ts';

/** @throws Failure `usage` where training diverges, `resource` where a table does not fit */
export const idEmbeddingSource: SourceBuilder<IdEmbeddingSpec> = async (input, spec, pause) => {
  const trained = new IdVectors(input, spec);
  const vectors = remembered(trained, ({ start, values }) => start.byteLength + values.byteLength);
  const reader = new VectorReader(input, trained.dimension, spec.history);
  const { honest, leaked = [], total } = await foldedArms(input, vectors, reader, pause);
  const kept = keptFeatures(leaked, spec.use);
  const columns = (values: Float32Array[]): PhiColumn[] =>
    kept.map((f) => ({ name: VECTOR_FEATURES[f]!, type: 'numeric', values: values[f]! }));
  return {
    provenance: 'built',
    arms: [
      { arm: 'honest', columns: columns(honest) },
      { arm: 'leaked', columns: columns(leaked) },
      { arm: 'leaked-total', columns: columns(total) },
    ],
    placebo: async (seed, pausePlacebo) => {
      const permuter = new PlaceboPermuter(input.data, input.timeline, seed);
      const permutation = (last: number): Uint32Array => permuter.permutation(last);
      return columns(await permutedItems(input, vectors, reader, permutation, pausePlacebo));
    },
    touched: Uint8Array.from(leaked[0]!, (max) => Number(!Number.isNaN(max))),
    warnings: [],
  };
};
