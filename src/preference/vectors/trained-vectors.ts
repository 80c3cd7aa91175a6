/**
 * Vectors that several sources of a run read, trained once: an `id-embedding` source, others with the same settings, and the
 * clusters of either. What is learnt depends on the window, the fold, the epochs, the ranker and its seed alone.
 */
import type { SourceSpec } from '../../specfile/schema.ts';
import { baseOf } from '../../specfile/source-bases.ts';
import { remembered } from '../features/remembered.ts';
import type { SourceInput, TrainedVectors } from '../features/source.ts';
import { type IdEmbeddingSpec, IdVectors } from './id-vectors.ts';

/** The source whose vectors a source reads, where these are trained. */
export function trainedBase(source: SourceSpec, sources: readonly SourceSpec[]): IdEmbeddingSpec | undefined {
  const base = baseOf(source, sources);
  return base.kind === 'id-embedding' ? base : undefined;
}

const keyOf = ({ window, epochs }: IdEmbeddingSpec): string => `${window} ${epochs}`;

/** The sources, in their order, those together that read the same trained vectors. @param all those they may be made of */
export function byTraining(sources: readonly SourceSpec[], all: readonly SourceSpec[]): SourceSpec[][] {
  const groups: SourceSpec[][] = [];
  const known = new Map<string, SourceSpec[]>();
  for (const source of sources) {
    const base = trainedBase(source, all);
    const group = base === undefined ? undefined : known.get(keyOf(base));
    if (group !== undefined) {
      group.push(source);
      continue;
    }
    const created = [source];
    groups.push(created);
    if (base !== undefined) known.set(keyOf(base), created);
  }
  return groups;
}

/** What each source that shares its training with another holds in common with it, as an input's `trained`. */
export function sharedTrainings(
  sources: readonly SourceSpec[],
  all: readonly SourceSpec[],
): ReadonlyMap<SourceSpec, NonNullable<SourceInput['trained']>> {
  const groups = byTraining(sources, all).filter(({ length }) => length > 1);
  return new Map(
    groups.flatMap((group) => {
      const trained = new Map<string, TrainedVectors>();
      return group.map((source) => [source, trained] as const);
    }),
  );
}

/** The vectors of `base`: those that the input holds already, or trained on demand and kept while they are small together. */
export function trainedVectors(input: SourceInput, base: IdEmbeddingSpec): TrainedVectors {
  const known = input.trained?.get(keyOf(base));
  if (known !== undefined) return known;
  const vectors = new IdVectors(input, base);
  const kept = remembered(vectors, ({ start, values }) => start.byteLength + values.byteLength);
  const made = { ...kept, dimension: vectors.dimension };
  input.trained?.set(keyOf(base), made);
  return made;
}
