/**
 * A factorisation machine on user and item alone, trained over records that lie in the order of the epoch. Moving the records
 * themselves instead of an order of them leaves nothing to gather: a training reads its rows one behind the other.
 *
 * A record is two u32: the table row of the user, with the label as its highest bit, and the table row of the item.
 * Memory is laid out by the caller; see src/preference/vectors/id-factors-kernel.ts.
 */
import { logit, stepRow } from './tables/fm';
import { SINK, sigmoid } from './tables/ranker';
import { FACTORS } from './tables/table';

export { initField } from './tables/table';

const RECORD: usize = 8;
const LABEL: u32 = 0x80000000;
/** Records whose table rows are fetched together: 16 · 2 ids · 2 lines are 4 kB of first-level cache. */
// @ts-ignore: decorator
@inline
const AHEAD: usize = 16;

/** xoshiro128** (Blackman and Vigna 2018) on four u32 at `bits`: the generator of src/common/random.ts. */
// @ts-ignore: decorator
@inline
function next(bits: usize): u32 {
  let a = load<u32>(bits);
  let b = load<u32>(bits, 4);
  let c = load<u32>(bits, 8);
  let d = load<u32>(bits, 12);
  const result = rotl<u32>(b * 5, 7) * 9;
  const t = b << 9;
  c ^= a;
  d ^= b;
  b ^= c;
  a ^= d;
  c ^= t;
  d = rotl<u32>(d, 11);
  store<u32>(bits, a);
  store<u32>(bits, b, 4);
  store<u32>(bits, c, 8);
  store<u32>(bits, d, 12);
  return result;
}

/**
 * The swaps of a shuffle (Fisher and Yates) for the places last, last − 1, …, end + 1: a shuffle of n records goes from n − 1
 * to 0, in one call or in several.
 */
export function shuffleRecords(records: usize, last: u32, end: u32, bits: usize): void {
  for (let i = last; i > end; i--) {
    const j = <u32>(<f64>next(bits) * 2.3283064365386963e-10 * <f64>(i + 1)); // 2^−32
    const at = records + <usize>i * RECORD;
    const other = records + <usize>j * RECORD;
    const held = load<u64>(at);
    store<u64>(at, load<u64>(other));
    store<u64>(other, held);
  }
}

/**
 * Loads both ends of the table rows of some records, so that their cache misses overlap: a step is too long for the processor to
 * look into the next record by itself. Returns something that depends on every load.
 */
// @ts-ignore: decorator
@inline
function touch(table: usize, records: usize, end: usize, stride: usize): u32 {
  let seen: u32 = 0;
  for (let at = records; at < end; at += 4) {
    const entry = table + <usize>(load<u32>(at) & ~LABEL) * stride;
    seen ^= load<u32>(entry) ^ load<u32>(entry + stride - 4);
  }
  return seen;
}

/** One online step for each of `rows` records. `ids` is scratch for 8 bytes, `sums` for 4 · factors, 16-aligned. */
export function trainRecords(
  records: usize, rows: u32, table: usize, state: usize, factors: u32, rate: f32, l2: f32, l2Factors: f32,
  ids: usize, sums: usize,
): void {
  const bytes = <usize>factors << 2;
  const last = records + <usize>rows * RECORD;
  while (records < last) {
    const end = min(records + AHEAD * RECORD, last);
    store<u32>(state, touch(table, records, end, FACTORS + bytes), SINK);
    for (; records < end; records += RECORD) {
      const first = load<u32>(records);
      store<u32>(ids, first & ~LABEL);
      store<u32>(ids, load<u32>(records, 4), 4);
      const label = <f32>(first >> 31);
      const error = sigmoid(logit(table, state, ids, ids + 8, bytes, sums)) - label;
      stepRow(table, state, ids, ids + 8, bytes, error, rate, l2, l2Factors, sums);
    }
  }
}
