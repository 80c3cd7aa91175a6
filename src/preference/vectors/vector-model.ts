/** A model's item vectors as features: how similar the candidate is to what the user liked before. */
import { modelVectors } from '../../data/dataset.ts';
import type { EmbeddingsModel } from '../../specfile/schema.ts';
import type { ModelKindOf } from '../features/model-kind.ts';
import type { SourceInput } from '../features/source.ts';
import { readsAllRows, vectorColumns, vectorsOf } from './embeddings.ts';
import { featuresOf, vectorBytes } from './vector-bytes.ts';

const tableOf = ({ name }: EmbeddingsModel, { data }: SourceInput) =>
  vectorsOf(data.vectors, modelVectors(name));

export const vectorModel: ModelKindOf<EmbeddingsModel> = {
  build: (input, spec, pause) => vectorColumns(input, tableOf(spec, input), spec, { lag: 0 }, pause),
  atOnce: readsAllRows,
  features: featuresOf,
  bytes: (spec, input) =>
    vectorBytes(tableOf(spec, input).dimension, spec.history, input, 4 * input.data.rows),
};
