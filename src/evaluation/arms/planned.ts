/** What a run would train, by the spec alone: the arms of each source and model, and the fields that these add to a row. */
import { kindOf } from '../../preference/sources.ts';
import { PROJECTION } from '../../preference/vectors/projected.ts';
import { isScoredHere, probesOf } from '../../specfile/model-kinds.ts';
import type { Spec } from '../../specfile/schema.ts';
import { baseOf } from '../../specfile/source-bases.ts';
import { FEATURES_TO_DROP } from '../describe/feature-diagnostics.ts';

type Source = Spec['sources'][number];
type Model = Spec['models'][number];

/** Arms of a source besides `base`: those of what it is made of. */
export function plannedArms(source: Source, sources: readonly Source[]): string[] {
  const base = baseOf(source, sources);
  return [...kindOf(base).arms(base), 'placebo'];
}

/** Arms of a model: one that is trained on what it gave, or two whose scores are read. */
export function plannedModelArms(model: Model): string[] {
  return isScoredHere(model) ? ['model'] : ['baseline', 'model'];
}

/** Arms of a model's probes, by the source that each is trained on: where the run holds it. */
export function plannedProbes(model: Model, { sources }: Pick<Spec, 'sources'>): string[] {
  const wanted = probesOf(model).map(({ source }) => source);
  return wanted.filter((source) => sources.some(({ name }) => name === source));
}

/** Features that a source adds to a row, at most. */
export const plannedFeatures = (source: Source, sources: readonly Source[]): number =>
  kindOf(source).features(source, baseOf(source, sources));

/** User, item, the spec's features, and the four as-of counts. */
export function baseFields(spec: Spec): number {
  const { log, items, users } = spec;
  const features = log.features.length + (items?.features.length ?? 0) + (users?.features.length ?? 0);
  return 2 + features + countFields(spec);
}

export const countFields = ({ log }: Pick<Spec, 'log'>): number =>
  (log.counts ?? log.time !== undefined) ? 4 : 0;

/** Trainings of a seed without one of the features of a source, at most: of a head, any of them; of a ranker, the strongest. */
export function plannedDrops(source: Source, sources: readonly Source[], ofHead: boolean): number {
  if (ofHead) return plannedFeatures(source, sources);
  const projected = Number(hasProjection(source));
  return Math.min(plannedFeatures(source, sources) - projected, FEATURES_TO_DROP) + projected;
}

/** Whether a ranker learns a projection of its vectors. */
export const hasProjection = (part: Source | Model): boolean =>
  part.kind === 'embeddings' && part.use.includes(PROJECTION);
