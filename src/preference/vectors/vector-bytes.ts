/** What features of vectors take: how many there are, and the bytes that are held while they are built. */
import type { SourceInput } from '../features/source.ts';
import { VECTOR_FEATURES, vectorReaderBytes } from './vector-features.ts';
import { TIERS } from './vector-kernel.ts';

/** Features that vectors add to a row, at most: a tier of cosines that no row has is left out. */
export function featuresOf({ use }: { use: readonly string[] }): number {
  return use.reduce((sum, feature) => sum + (feature === 'tiers' ? TIERS : 1), 0);
}

/** @param column bytes of a feature, in all arms */
export function vectorBytes(
  dimension: number,
  history: number,
  { data }: Pick<SourceInput, 'data'>,
  column: number,
): number {
  return VECTOR_FEATURES.length * column + vectorReaderBytes(dimension, history, data.items);
}
