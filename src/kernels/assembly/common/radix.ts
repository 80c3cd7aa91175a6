/**
 * Least-significant-digit radix sort of (key, order) records in pieces that the caller may stop between.
 * Keys are 64-bit images of doubles that sort as unsigned integers in the order of the numbers.
 */

/** Six digits of 2048 buckets: at ten million rows faster than digits of 8, 12 or 13 bits. */
export const DIGIT_BITS: u32 = 11;
export const DIGITS: u32 = 6;
export const BUCKETS: u32 = 1 << DIGIT_BITS;

const SIGN: u64 = 0x8000000000000000;
const EXPONENT: u64 = 0x7ff0000000000000;

// @ts-ignore: decorator
@inline
export function isFinite64(bits: u64): bool {
  return (bits & EXPONENT) != EXPONENT;
}

/**
 * Order-preserving image of a finite double. Negative numbers are mirrored by subtraction rather than by flipping
 * their bits: −0 then equals +0, and a double born as a float keeps its 29 low zero bits, whose passes are skipped.
 */
// @ts-ignore: decorator
@inline
export function sortKey(bits: u64): u64 {
  return bits & SIGN ? SIGN - (bits ^ SIGN) : SIGN + bits;
}

// @ts-ignore: decorator
@inline
function digitOf(key: u64, digit: u32): u32 {
  return <u32>(key >> <u64>(digit * DIGIT_BITS)) & (BUCKETS - 1);
}

/** Counts every digit of one key. `histograms` holds DIGITS × BUCKETS u32. */
// @ts-ignore: decorator
@inline
export function count(histograms: usize, key: u64): void {
  for (let digit: u32 = 0; digit < DIGITS; digit++) {
    const slot = histograms + (<usize>(digit * BUCKETS + digitOf(key, digit)) << 2);
    store<u32>(slot, load<u32>(slot) + 1);
  }
}

/** Turns the counts of a digit into first positions. Returns false where all `rows` keys share the digit. */
export function startDigit(histograms: usize, digit: u32, rows: u32): bool {
  const counters = histograms + (<usize>(digit * BUCKETS) << 2);
  let position: u32 = 0;
  for (let bucket: u32 = 0; bucket < BUCKETS; bucket++) {
    const slot = counters + (<usize>bucket << 2);
    const size = load<u32>(slot);
    if (size == rows) return false;
    store<u32>(slot, position);
    position += size;
  }
  return true;
}

/** Moves records [from, to) to their places by one digit. Pieces must come in order. */
export function scatterDigit(
  histograms: usize, digit: u32,
  keysIn: usize, orderIn: usize, keysOut: usize, orderOut: usize,
  from: u32, to: u32,
): void {
  const counters = histograms + (<usize>(digit * BUCKETS) << 2);
  for (let i: usize = from; i < <usize>to; i++) {
    const key = load<u64>(keysIn + (i << 3));
    const slot = counters + (<usize>digitOf(key, digit) << 2);
    const position = <usize>load<u32>(slot);
    store<u32>(slot, <u32>position + 1);
    store<u64>(keysOut + (position << 3), key);
    store<u32>(orderOut + (position << 2), load<u32>(orderIn + (i << 2)));
  }
}

/**
 * Records of a float: the image of the float above its order word, 8 bytes that a pass moves at once. Three digits of 11, 11 and 10 bits.
 */
export const FLOAT_DIGITS: u32 = 3;

const FLOAT_SIGN: u32 = 0x80000000;
const FLOAT_EXPONENT: u32 = 0x7f800000;

// @ts-ignore: decorator
@inline
export function isFinite32(bits: u32): bool {
  return (bits & FLOAT_EXPONENT) != FLOAT_EXPONENT;
}

/** As `sortKey`, of a finite float. */
// @ts-ignore: decorator
@inline
export function floatKey(bits: u32): u32 {
  return bits & FLOAT_SIGN ? FLOAT_SIGN - (bits ^ FLOAT_SIGN) : FLOAT_SIGN + bits;
}

/** Counts every digit of one key, in the first FLOAT_DIGITS rows of `histograms`. */
// @ts-ignore: decorator
@inline
export function countFloat(histograms: usize, key: u32): void {
  for (let digit: u32 = 0; digit < FLOAT_DIGITS; digit++) {
    const slot = histograms + (<usize>(digit * BUCKETS + ((key >> (digit * DIGIT_BITS)) & (BUCKETS - 1))) << 2);
    store<u32>(slot, load<u32>(slot) + 1);
  }
}

/** As `scatterDigit`, of records of floats. */
export function scatterFloatDigit(
  histograms: usize, digit: u32, recordsIn: usize, recordsOut: usize, from: u32, to: u32,
): void {
  const counters = histograms + (<usize>(digit * BUCKETS) << 2);
  const shift = <u64>(32 + digit * DIGIT_BITS);
  for (let i: usize = from; i < <usize>to; i++) {
    const record = load<u64>(recordsIn + (i << 3));
    const slot = counters + (<usize>(<u32>(record >> shift) & (BUCKETS - 1)) << 2);
    const position = <usize>load<u32>(slot);
    store<u32>(slot, <u32>position + 1);
    store<u64>(recordsOut + (position << 3), record);
  }
}
