/** Builds the features of one model on a worker thread. */

import type { PhiColumn, SourceInput } from '../../preference/features/source.ts';
import { modelKindOf } from '../../preference/models.ts';
import type { FieldBlock } from '../../ranker/ranker.ts';
import type { ModelScored } from '../../specfile/model-kinds.ts';
import { columnBlock, columnEdges, type Edges, type FieldForm } from '../arms/fields.ts';
import { armColumns, type NamedAuc } from '../judge/leak-columns.ts';
import { type LaterRows, laterBlock } from './later-rows.ts';

export interface ModelTask {
  model: ModelScored<'here'>;
  input: SourceInput;
  /** Numbers of rows of the input, as those of a source's task. */
  training: Uint32Array;
  evaluate: Uint32Array;
  form: FieldForm;
  /** As those of a source's task. */
  keeps?: true | undefined;
  later?: LaterRows | undefined;
}

export interface ModelResult {
  model: string;
  /** Names of the block's fields, in order. */
  features: readonly string[];
  block: FieldBlock;
  /** How well each feature tells the label alone; of none where rows follow or have followed, as in a source's result. */
  columns: NamedAuc[];
  /** 1 per row of the input in which a feature has a value. */
  touched: Uint8Array;
  /** As those of a source's result. */
  edges?: Edges | undefined;
  phi?: readonly PhiColumn[] | undefined;
}

/** The one arm that a model has. */
export const MODEL = 'model';

export async function buildModel(
  { model, input, training, evaluate, form, keeps, later }: ModelTask,
  pause: (fraction: number) => Promise<void>,
): Promise<ModelResult> {
  const { columns, touched } = await modelKindOf(model).build(input, model, pause);
  const breathe = (): Promise<void> => pause(1);
  const named = { model: model.name, features: columns.map(({ name }) => name) };
  if (later !== undefined) {
    const block = await laterBlock(columns, later, MODEL, form, breathe);
    return { ...named, block, columns: [], touched, phi: columns };
  }
  const edges = keeps ? columnEdges(columns, training, form) : undefined;
  const block = await columnBlock(columns, training, form, breathe, edges);
  const known = { ...named, block, touched };
  if (keeps) return { ...known, columns: [], edges, phi: columns };
  const { label } = input.data;
  return { ...known, columns: armColumns(columns, block, { training, evaluate, label }) };
}
