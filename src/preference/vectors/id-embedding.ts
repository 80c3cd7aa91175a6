/**
 * `build: id-embedding`: how similar the candidate is to what the user liked before, by the item vectors that the ranker
 * itself learns on the visible slices (SimTier features; see vector-features.ts).
 */

import { foldedArms, permutedItems } from '../features/folded-items.ts';
import { BUILT_ARMS, type SourceKindOf } from '../features/kind.ts';
import { PlaceboPermuter } from '../features/placebo.ts';
import type { PhiColumn, SourceBuilder, SourceFeatures } from '../features/source.ts';
import { namedFeatures } from './embeddings.ts';
import type { IdEmbeddingSpec } from './id-vectors.ts';
import { trainedVectors } from './trained-vectors.ts';
import { featuresOf, vectorBytes } from './vector-bytes.ts';
import { VECTOR_FEATURES, VectorReader } from './vector-features.ts';

/** @throws Failure `usage` where training diverges, `resource` where a table does not fit */
const build: SourceBuilder<IdEmbeddingSpec> = async (input, spec, pause) => {
  const vectors = trainedVectors(input, spec);
  const reader = new VectorReader(input, vectors.dimension, spec.history);
  const { honest, headline, total } = await foldedArms(input, vectors, reader, pause);
  const kept = namedFeatures(spec.use);
  const columns = (values: Float32Array[]): PhiColumn[] =>
    kept.map((f) => ({ name: VECTOR_FEATURES[f]!, type: 'numeric', values: values[f]! }));
  const arms: SourceFeatures['arms'] = [
    { arm: 'honest', columns: columns(honest) },
    { arm: 'leaked', columns: columns(headline) },
  ];
  if (total !== undefined) arms.push({ arm: 'leaked-total', columns: columns(total) });
  return {
    provenance: 'built',
    arms,
    placebo: async (seed, pausePlacebo) => {
      const permuter = new PlaceboPermuter(input, seed);
      const permutation = (last: number): Uint32Array => permuter.permutation(last);
      return columns(await permutedItems(input, vectors, reader, permutation, pausePlacebo));
    },
    touched: Uint8Array.from(headline[0]!, (max) => Number(!Number.isNaN(max))),
    warnings: [],
  };
};

export const idEmbedding: SourceKindOf<IdEmbeddingSpec> = {
  build,
  atOnce: () => true,
  arms: () => BUILT_ARMS,
  features: featuresOf,
  bytes: ({ history }, input, column) =>
    vectorBytes(input.idRanker?.options.factors ?? 0, history, input, column),
};
