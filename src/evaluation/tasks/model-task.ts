/** Builds the features of one model on a worker thread. */

import type { SourceInput } from '../../preference/features/source.ts';
import { modelKindOf } from '../../preference/models.ts';
import type { FieldBlock } from '../../ranker/ranker.ts';
import type { ModelScored } from '../../specfile/model-kinds.ts';
import { columnBlock, type FieldForm } from '../arms/fields.ts';
import { armColumns, type NamedAuc } from '../judge/leak-columns.ts';

export interface ModelTask {
  model: ModelScored<'here'>;
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
  /** 1 per row of the log in which a feature has a value. */
  touched: Uint8Array;
}

export async function buildModel(
  { model, input, training, evaluate, form }: ModelTask,
  pause: (fraction: number) => Promise<void>,
): Promise<ModelResult> {
  const { columns, touched } = await modelKindOf(model).build(input, model, pause);
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
