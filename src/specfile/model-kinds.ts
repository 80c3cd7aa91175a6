/** What is known of a kind of models by the spec alone. Its traits are in the report's folder, where the panel reads them, too. */
import { MODEL_TRAITS } from '../report/model-kinds.ts';
import type { ModelSpec, ProbeSpec } from './schema.ts';

type Kinds = typeof MODEL_TRAITS;

/** The models with a trait: `ModelScored<'here'>` are those that the spec's ranker reads. */
export type ModelScored<Where extends Kinds[keyof Kinds]['scored']> = Extract<
  ModelSpec,
  { kind: { [Kind in keyof Kinds]: Kinds[Kind]['scored'] extends Where ? Kind : never }[keyof Kinds] }
>;

export function isScoredHere(model: ModelSpec): model is ModelScored<'here'> {
  return MODEL_TRAITS[model.kind].scored === 'here';
}

/** The probes that a model asks for. */
export const probesOf = (model: ModelSpec): readonly ProbeSpec[] =>
  isScoredHere(model) ? (model.probe ?? []) : [];
