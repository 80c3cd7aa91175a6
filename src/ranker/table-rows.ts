/** How many rows of a ranker's table the fields of a block take: one per code, but for a field that is a projection. */
import type { RankerOptions } from '../specfile/schema.ts';
import { slotsOf } from './projection.ts';
import type { FieldBlock } from './ranker.ts';

/** By field. A projection has no row per vector, only that of its missing value and its slots. */
export function tableRows(
  { cardinalities, names, vector }: Pick<FieldBlock, 'cardinalities' | 'names' | 'vector'>,
  options: RankerOptions,
): number[] {
  return cardinalities.map((count, f) => (names[f] === vector?.name ? 1 + slotsOf(options) : count));
}
