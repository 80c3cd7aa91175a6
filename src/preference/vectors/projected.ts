/**
 * The candidate's own vector as a feature: the ranker learns a projection of it. Coordinates mean the same in every row only
 * where all vectors are of one space, so this is nothing for vectors that are learnt anew for each fold or slice.
 */
import type { VectorTable } from '../../data/dataset.ts';
import { entryOf } from '../features/item-entries.ts';
import type { Pause, SourceInput, VectorColumn } from '../features/source.ts';
import type { VectorReading } from './vector-features.ts';

/** Name of the feature, as `use` names it. */
export const PROJECTION = 'projection';

/** Rows between two pauses: some milliseconds. */
const ROWS_PER_PIECE = 262_144;

/** Which vector each row's candidate has; missing where it has none. */
export async function projectedVectors(
  { data, timeline }: SourceInput,
  table: VectorTable,
  { lag, permutation }: Pick<VectorReading, 'lag' | 'permutation'>,
  pause: Pause,
): Promise<VectorColumn> {
  const codes = new Uint32Array(data.rows);
  let slice = -1;
  let place: Uint32Array | undefined;
  for (let row = 0; row < data.rows; row++) {
    if (row % ROWS_PER_PIECE === 0) await pause(row / data.rows);
    for (; slice < timeline.slice[row]!; slice++) place = permutation?.(slice + 1);
    const candidate = place?.[data.item[row]!] ?? data.item[row]!;
    codes[row] = entryOf(table, candidate, slice - lag) + 1; // without an entry: 0
  }
  return { name: PROJECTION, type: 'vector', codes, dimension: table.dimension, values: table.values };
}
