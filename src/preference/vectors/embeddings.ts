/**
 * Item vectors from a file as preference data: how similar the candidate is to what the user liked before (SimTier: X.-R. Sheng
 * et al., 2024). A file proves nothing about where it came from, so there is the total, and with a time column an honest arm.
 */

import { Failure } from '../../common/failure.ts';
import type { VectorTable } from '../../data/dataset.ts';
import type { SourceOf } from '../../specfile/sources/index.ts';
import { declaredArms, type SourceKindOf } from '../features/kind.ts';
import { PlaceboPermuter } from '../features/placebo.ts';
import type { Pause, PhiColumn, SourceBuilder, SourceFeatures, SourceInput } from '../features/source.ts';
import { PROJECTION, projectedVectors } from './projected.ts';
import { featuresOf, vectorBytes } from './vector-bytes.ts';
import { VECTOR_FEATURES, type VectorReading, vectorFeatures } from './vector-features.ts';

export type EmbeddingsSpec = SourceOf<'embeddings'>;

/** @throws Failure `internal` where the data layer has not loaded the source's vectors. */
const build: SourceBuilder<EmbeddingsSpec> = async (input, spec, pause) => {
  const table = vectorsOf(input.data.vectors, spec.name);
  const total = await vectorColumns(input, table, spec, { lag: 0 }, (share) => pause(share / 2));
  const { kept } = total;
  const arms: SourceFeatures['arms'] = [];
  if (table.slice !== undefined) {
    const late = (share: number): Promise<void> => pause((1 + share) / 2);
    const honest = await vectorColumns(input, table, spec, { lag: 1, kept }, late);
    arms.push({ arm: 'honest', columns: honest.columns });
  }
  arms.push({ arm: 'leaked-total', columns: total.columns });
  return {
    provenance: 'declared',
    arms,
    placebo: async (seed, pausePlacebo) => {
      const permutation = () => {
        const permuter = new PlaceboPermuter(input, seed);
        return (last: number): Uint32Array => permuter.permutation(last);
      };
      const reading = { lag: 0, kept, permutation } as const;
      return (await vectorColumns(input, table, spec, reading, pausePlacebo)).columns;
    },
    touched: total.touched,
    warnings: [],
  };
};

/** A tier that no row has anything in is left out, and a projection is learned: both on all rows. */
export const readsAllRows = ({ use }: Pick<EmbeddingsSpec, 'use'>): boolean =>
  use.some((feature) => feature === 'tiers' || feature === PROJECTION);

export const embeddings: SourceKindOf<EmbeddingsSpec> = {
  build,
  atOnce: readsAllRows,
  arms: declaredArms,
  features: featuresOf,
  bytes: ({ name, history }, input, column) =>
    vectorBytes(vectorsOf(input.data.vectors, name).dimension, history, input, column),
};

export interface VectorColumns {
  columns: PhiColumn[];
  /** Positions of the similarity features in `VECTOR_FEATURES`: the same in every arm of a source. */
  kept: readonly number[];
  /** 1 per row in which a feature has a value: candidate and history have vectors; for a projection, the candidate has one. */
  touched: Uint8Array;
}

export interface ColumnReading {
  lag: VectorReading['lag'];
  kept?: readonly number[] | undefined;
  /** A new permutation of the placebo: each pass over the slices needs its own. */
  permutation?: (() => NonNullable<VectorReading['permutation']>) | undefined;
}

/** What vectors say of each row, as `use` names it: similarity features, then the vector for a projection. */
export async function vectorColumns(
  input: SourceInput,
  table: VectorTable,
  { history, use }: Pick<EmbeddingsSpec, 'history' | 'use'>,
  { lag, kept, permutation }: ColumnReading,
  pause: Pause,
): Promise<VectorColumns> {
  const columns: PhiColumn[] = [];
  let found = kept ?? [];
  if (use.some((feature) => feature !== PROJECTION)) {
    const values = await vectorFeatures(input, table, { history, lag, permutation: permutation?.() }, pause);
    found = kept ?? input.features?.map((name) => VECTOR_FEATURES.indexOf(name)) ?? keptFeatures(values, use);
    columns.push(
      ...found.map((f): PhiColumn => ({ name: VECTOR_FEATURES[f]!, type: 'numeric', values: values[f]! })),
    );
  }
  if (use.includes(PROJECTION)) {
    columns.push(await projectedVectors(input, table, { lag, permutation: permutation?.() }, () => pause(1)));
  }
  return { columns, kept: found, touched: touched(columns, input.data.rows) };
}

function touched(columns: readonly PhiColumn[], rows: number): Uint8Array {
  const marks = new Uint8Array(rows);
  for (const column of columns) {
    for (let row = 0; row < rows; row++) {
      const has = column.type === 'numeric' ? !Number.isNaN(column.values[row]!) : column.codes[row]! > 0;
      if (has) marks[row] = 1;
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

/**
 * The same for vectors that are trained anew for each seed: every tier that `use` names, since which of them are empty
 * changes with the seed, and a field must be the same feature in all of them.
 */
export function namedFeatures(use: readonly string[]): number[] {
  return VECTOR_FEATURES.flatMap((name, f) => (use.includes(name.replace(/^tier .*/, 'tiers')) ? [f] : []));
}
