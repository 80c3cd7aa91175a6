/**
 * Item vectors from a file as preference data: how similar the candidate is to what the user liked before (SimTier: X.-R. Sheng
 * et al., 2024). A file proves nothing about where it came from, so there is the total, and with a time column an honest arm.
 */
import type { VectorTable } from '../data/dataset.ts';
import { Failure } from '../report/failure.ts';
import type { Spec } from '../spec/schema.ts';
import { PlaceboPermuter } from './placebo.ts';
import { PROJECTION, projectedVectors } from './projected.ts';
import type { Pause, PhiColumn, SourceBuilder, SourceFeatures } from './source.ts';
import { VECTOR_FEATURES, type VectorReading, vectorFeatures } from './vector-features.ts';

export type EmbeddingsSpec = Extract<Spec['sources'][number], { embeddings: unknown }>;

/** @throws Failure `internal` where the data layer has not loaded the source's vectors. */
export const embeddingsSource: SourceBuilder<EmbeddingsSpec> = async (input, spec, pause) => {
  const table = vectorsOf(input.data.vectors, spec.name);
  const { history, use } = spec;
  const read = (reading: VectorReading, pausePart: Pause): Promise<Float32Array[]> =>
    use.some((feature) => feature !== PROJECTION)
      ? vectorFeatures(input, table, reading, pausePart)
      : Promise.resolve(VECTOR_FEATURES.map(() => new Float32Array()));
  const total = await read({ history, lag: 0 }, (share) => pause(share / 2));
  const kept = keptFeatures(total, use);
  const columns = async (
    values: Float32Array[],
    reading: Pick<VectorReading, 'lag' | 'permutation'>,
    pausePart: Pause,
  ): Promise<PhiColumn[]> => [
    ...kept.map((f): PhiColumn => ({ name: VECTOR_FEATURES[f]!, type: 'numeric', values: values[f]! })),
    ...(use.includes(PROJECTION) ? [await projectedVectors(input, table, reading, pausePart)] : []),
  ];
  const totalColumns = await columns(total, { lag: 0 }, () => pause(0.5));
  const arms: SourceFeatures['arms'] = [];
  if (table.slice !== undefined) {
    const honest = await read({ history, lag: 1 }, (share) => pause((1 + share) / 2));
    arms.push({ arm: 'honest', columns: await columns(honest, { lag: 1 }, () => pause(1)) });
  }
  arms.push({ arm: 'leaked-total', columns: totalColumns });
  return {
    provenance: 'declared',
    arms,
    placebo: async (seed, pausePlacebo) => {
      // Permutations go with ascending slices, so each reading has its own.
      const permuted = () => {
        const permuter = new PlaceboPermuter(input.data, input.timeline, seed);
        return { lag: 0 as const, permutation: (last: number) => permuter.permutation(last) };
      };
      const values = await read({ history, ...permuted() }, pausePlacebo);
      return columns(values, permuted(), () => pausePlacebo(1));
    },
    touched: touched(totalColumns, input.data.rows),
    warnings: [],
  };
};

/** 1 for each row in which a feature has a value: with a projection, where the candidate has a vector at all. */
function touched(columns: readonly PhiColumn[], rows: number): Uint8Array {
  const marks = new Uint8Array(rows);
  for (const column of columns) {
    for (let row = 0; row < rows; row++) {
      if (column.type === 'numeric' ? !Number.isNaN(column.values[row]!) : column.codes[row]! > 0)
        marks[row] = 1;
    }
  }
  return marks;
}

export function vectorsOf(
  vectors: Readonly<Record<string, VectorTable>> | undefined,
  name: string,
): VectorTable {
  const table = vectors?.[name];
  if (table !== undefined) return table;
  throw new Failure('internal', 'vectors-not-loaded', `the vectors of ${name} were not loaded.`);
}

/**
 * Positions in `VECTOR_FEATURES` that `use` names. A tier that no row has a history item in says nothing and is left out, so
 * that the ranker does not carry fields of one value.
 */
export function keptFeatures(values: readonly Float32Array[], use: EmbeddingsSpec['use']): number[] {
  return VECTOR_FEATURES.flatMap((name, f) => {
    if (name === 'max' || name === 'mean') return use.includes(name) ? [f] : [];
    return use.includes('tiers') && values[f]!.some((count) => count > 0) ? [f] : [];
  });
}
