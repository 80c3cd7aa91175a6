/**
 * The table row of an id with factors, that `fm` and `deepfm` share: weight, its Adagrad accumulator, the factors' shared
 * accumulator, the row's place in a batch (`deepfm` alone; 0 between batches), then the factors.
 */
import { streamOf, uniform } from './ranker';

/** Byte offsets in a table row. */
export const WEIGHT: usize = 0;
export const WEIGHT_SQUARES: usize = 4;
export const FACTOR_SQUARES: usize = 8;
export const PLACE: usize = 12;
export const FACTORS: usize = 16;

/**
 * Zeroes the rows of codes [from, to) of the field that begins at `firstRow`; draws their factors uniform in ±scale from the key
 * that stands in the first word of each.
 */
export function initField(
  table: usize, firstRow: u32, from: u32, to: u32, factors: u32, seed: u32, nameHash: u32, scale: f32,
): void {
  const stride = FACTORS + (<usize>factors << 2);
  for (let code = from; code < to; code++) {
    const row = table + <usize>(firstRow + code) * stride;
    const stream = streamOf(seed, nameHash, load<u32>(row));
    v128.store(row, f32x4.splat(0));
    for (let k: u32 = 0; k < factors; k++) store<f32>(row + (<usize>k << 2), uniform(stream, k, scale), FACTORS);
  }
}
