/** What a run would train, by the spec alone: the arms of each source and model, and the fields that these add to a row. */
import { PROJECTION } from '../../preference/vectors/projected.ts';
import { TIERS } from '../../preference/vectors/vector-kernel.ts';
import type { Spec } from '../../specfile/schema.ts';
import { baseOf, hasVectors } from '../../specfile/source-bases.ts';
import { FEATURES_TO_DROP } from '../describe/feature-diagnostics.ts';

type Source = Spec['sources'][number];
type Model = Spec['models'][number];

/** Arms of a source besides `base`, by what it is made of: what is sliced has an honest arm, what knows its users a cross-fitted one. */
export function plannedArms(made: Source, sources: readonly Source[]): string[] {
  const source = baseOf(made, sources);
  const built = 'build' in source;
  const has = (column: 'time' | 'user') =>
    built || (column in source && source[column as never] !== undefined);
  return [
    ...(has('time') ? ['honest'] : []),
    ...(built && source.build === 'co-click' ? ['fresh'] : []),
    ...(has('user') ? ['leaked'] : []),
    'leaked-total',
    'placebo',
  ];
}

/** Arms of a model: one that is trained on its vectors, or two that are read from its score files. */
export function plannedModelArms(model: Model): string[] {
  return 'embeddings' in model ? ['model'] : ['baseline', 'model'];
}

/** Arms of a model's probes, by the source that each is trained on: where the run holds it. */
export function plannedProbes(model: Model, { sources }: Pick<Spec, 'sources'>): string[] {
  const wanted = 'embeddings' in model ? (model.probe ?? []).map(({ source }) => source) : [];
  return wanted.filter((source) => sources.some(({ name }) => name === source));
}

/** Features that a source adds to a row, at most: a tier of cosines that no row has is left out. */
export function plannedFeatures(source: Source, sources: readonly Source[]): number {
  if ('of' in source) {
    const base = baseOf(source, sources);
    const fixed = 'embeddings' in base && base.time === undefined;
    return source.levels * (fixed ? 3 : 2);
  }
  if ('columns' in source) return source.columns.length;
  if (hasVectors(source)) return vectorFeatures(source);
  if ('ids' in source) return source.ids.length * (source.time === undefined ? 3 : 2);
  return 'use' in source ? source.use.length : 4;
}

export function vectorFeatures({ use }: { use: readonly string[] }): number {
  return use.reduce((sum, one) => sum + (one === 'tiers' ? TIERS : 1), 0);
}

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
  const projected = Number('embeddings' in source && source.use.includes(PROJECTION));
  return Math.min(plannedFeatures(source, sources) - projected, FEATURES_TO_DROP) + projected;
}
