/** All kinds of models that are scored here: what they give becomes features. What the spec says of them is in src/specfile/schema-models.ts. */
import type { ModelScored } from '../specfile/model-kinds.ts';
import type { ModelKindOf } from './features/model-kind.ts';
import { vectorModel } from './vectors/vector-model.ts';

type Model = ModelScored<'here'>;

type Table = { readonly [Kind in Model['kind']]: ModelKindOf<Extract<Model, { kind: Kind }>> };

const KINDS: Table = { embeddings: vectorModel };

/** What a model is: the table's entry takes the models of its own kind. */
export const modelKindOf = (model: Model): ModelKindOf<Model> => KINDS[model.kind];
