/**
 * Sources that are made of another source: `clusters-of` reads the vectors of the one that `of` names. What it is made of decides
 * what it may be: built from the log, or declared by a file.
 */
import type { Spec } from './schema.ts';
import type { SourceOf, SourceSpec } from './sources/index.ts';
import { type KindsWith, TRAITS } from './sources/traits.ts';

/** The sources under evaluation, then those that are only read by one of them. */
export function readSources(spec: Pick<Spec, 'sources' | 'bases'>): readonly SourceSpec[] {
  return [...spec.sources, ...(spec.bases ?? [])];
}

/** The source that another one is made of; itself where it is made of none. */
export function baseOf(source: SourceSpec, sources: readonly SourceSpec[]): SourceSpec {
  if (source.kind !== 'clusters-of') return source;
  return sources.find(({ name }) => name === source.of) ?? source;
}

/** Whether a source is built from the log, so that its time and its users are known. */
export function isBuilt(source: SourceSpec, sources: readonly SourceSpec[]): boolean {
  return TRAITS[baseOf(source, sources).kind].origin === 'built';
}

/** Whether a source is declared data that does not say whose it is, which cannot be cross-fitted: it has no transferable LIS. */
export function isTotalOnly(source: SourceSpec, sources: readonly SourceSpec[]): boolean {
  return !isBuilt(source, sources) && !(source.kind === 'pairs' && source.user !== undefined);
}

/** The kinds of source that have item vectors. */
export type VectorSource = SourceOf<KindsWith<'gives', 'vectors'>>;

/** The kinds of source whose data is pairs of items. */
export type PairSource = SourceOf<KindsWith<'gives', 'pairs'>>;

export function givesPairs(source: SourceSpec): source is PairSource {
  return TRAITS[source.kind].gives === 'pairs';
}

/** Whether one of the sources compares items by the vectors that the ranker itself learns. */
export function hasIdVectors(sources: readonly SourceSpec[]): boolean {
  return sources.some(({ kind }) => kind === 'id-embedding');
}

export function hasVectors(source: SourceSpec): source is VectorSource {
  return TRAITS[source.kind].gives === 'vectors';
}
