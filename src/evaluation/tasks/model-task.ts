/**
 * Builds the features of one model's vectors on a worker thread. They are the same for every seed: a representation is frozen,
 * and no user is left out of it.
 */

import { modelVectors } from '../../data/dataset.ts';
import type { SourceInput } from '../../preference/features/source.ts';
import { vectorColumns, vectorsOf } from '../../preference/vectors/embeddings.ts';
import type { FieldBlock } from '../../ranker/ranker.ts';
import type { EmbeddingsModel } from '../../specfile/schema.ts';
import { columnBlock, type FieldForm } from '../arms/fields.ts';
import { armColumns, type NamedAuc } from '../judge/leak-columns.ts';

export interface ModelTask {
  model: EmbeddingsModel;
  input: SourceInput;
  training: Uint32Array;
  evaluate: Uint32Array;
  form: FieldForm;
}

export interface ModelResult {
  model: string;
  /** Names of the block's fields, in order. */
  features: readonly string[];
  block: FieldBlock;
  /** How well each feature tells the label alone. */
  columns: NamedAuc[];
  /** 1 per row of the log whose candidate and history have vectors. */
  touched: Uint8Array;
}

export async function buildModel(
  { model, input, training, evaluate, form }: ModelTask,
  pause: (fraction: number) => Promise<void>,
): Promise<ModelResult> {
  const table = vectorsOf(input.data.vectors, modelVectors(model.name));
  const { columns, touched } = await vectorColumns(input, table, model, { lag: 0 }, pause);
  const block = await columnBlock(columns, training, form, () => pause(1));
  const { label } = input.data;
  return {
    model: model.name,
    features: columns.map(({ name }) => name),
    block,
    columns: armColumns(columns, block, { training, evaluate, label }),
    touched,
  };
}
