/**
 * Area under the ROC curve by midranks, with DeLong's structural components of every row, in the order of the rows.
 * The host drives it: `reset`, `loadRows` in pieces, for each digit `startPass` and `scatter` in pieces, `place` in pieces; for floats,
 * whose records take 8 bytes instead of 12, `loadFloats`, `scatterFloats` and `placeFloats`.
 */
import {
  BUCKETS, count, countFloat, DIGITS, FLOAT_DIGITS, floatKey, isFinite32, isFinite64, scatterDigit, scatterFloatDigit, sortKey,
  startDigit,
} from './common/radix';

/** A record's order word: the row, with its label in the top bit. */
const LABEL: u32 = 0x80000000;

let nonFinite: u32 = 0;
let positives: u32 = 0;
let negatives: u32 = 0;
let positivesBelow: u32 = 0;
let negativesBelow: u32 = 0;
/** Twice the number of (positive, negative) pairs in the right order, ties counting one half. */
let concordant2: u64 = 0;

export function digits(): u32 { return DIGITS; }
export function floatDigits(): u32 { return FLOAT_DIGITS; }
export function histogramBytes(): u32 { return DIGITS * BUCKETS * 4; }
export function nonFiniteCount(): u32 { return nonFinite; }
export function positiveCount(): u32 { return positives; }
export function negativeCount(): u32 { return negatives; }

/** P(score of a positive > score of a negative) + ½ P(equal). Exact up to the one division. */
export function area(): f64 {
  return <f64>concordant2 / (2.0 * <f64>positives * <f64>negatives);
}

export function reset(histograms: usize): void {
  memory.fill(histograms, 0, histogramBytes());
  nonFinite = positives = negatives = positivesBelow = negativesBelow = 0;
  concordant2 = 0;
}

/** Keys and order words of rows [from, to). */
export function loadRows(
  scores: usize, labels: usize, keys: usize, order: usize, histograms: usize, from: u32, to: u32,
): void {
  for (let row: u32 = from; row < to; row++) {
    const bits = reinterpret<u64>(load<f64>(scores + (<usize>row << 3)));
    if (!isFinite64(bits)) nonFinite++;
    const key = sortKey(bits);
    count(histograms, key);
    store<u64>(keys + (<usize>row << 3), key);
    store<u32>(order + (<usize>row << 2), orderWord(labels, row));
  }
}

/** Records of rows [from, to): key above order word. */
export function loadFloats(scores: usize, labels: usize, records: usize, histograms: usize, from: u32, to: u32): void {
  for (let row: u32 = from; row < to; row++) {
    const bits = load<u32>(scores + (<usize>row << 2));
    if (!isFinite32(bits)) nonFinite++;
    const key = floatKey(bits);
    countFloat(histograms, key);
    store<u64>(records + (<usize>row << 3), (<u64>key << 32) | <u64>orderWord(labels, row));
  }
}

/** Counts the row's class too. */
// @ts-ignore: decorator
@inline
function orderWord(labels: usize, row: u32): u32 {
  const positive = <u32>(load<u8>(labels + row) != 0);
  positives += positive;
  negatives += 1 - positive;
  return row | (positive << 31);
}

/** Prepares a pass; false where it can be left out. */
export function startPass(histograms: usize, digit: u32): bool {
  return startDigit(histograms, digit, positives + negatives);
}

export function scatter(
  histograms: usize, digit: u32,
  keysIn: usize, orderIn: usize, keysOut: usize, orderOut: usize,
  from: u32, to: u32,
): void {
  scatterDigit(histograms, digit, keysIn, orderIn, keysOut, orderOut, from, to);
}

export function scatterFloats(
  histograms: usize, digit: u32, recordsIn: usize, recordsOut: usize, from: u32, to: u32,
): void {
  scatterFloatDigit(histograms, digit, recordsIn, recordsOut, from, to);
}

/**
 * Walks the tied groups of the sorted records from `from`, at least up to `to`, and stores each row's component in
 * `components` (one f64 per row; 0 for none): for a positive the share of negatives below + ½ of those tied, for a
 * negative the share of positives above + ½ of those tied. Returns where the next piece starts.
 */
export function place(keys: usize, order: usize, components: usize, from: u32, to: u32): u32 {
  return placeRows(keys, order, 8, 4, components, from, to, false);
}

/** As `place`, of records. */
export function placeFloats(records: usize, components: usize, from: u32, to: u32): u32 {
  return placeRows(records, records, 8, 8, components, from, to, true);
}

// @ts-ignore: decorator
@inline
function keyOf(at: usize, floats: bool): u64 {
  return floats ? <u64>load<u32>(at, 4) : load<u64>(at);
}

/** @param keyBytes, orderBytes from one key, and order word, to the next; @param floats a key is the upper half of a record */
// @ts-ignore: decorator
@inline
function placeRows(
  keys: usize, order: usize, keyBytes: usize, orderBytes: usize, components: usize, from: u32, to: u32, floats: bool,
): u32 {
  const rows = positives + negatives;
  const perNegative = 2.0 * <f64>negatives;
  const perPositive = 2.0 * <f64>positives;
  let start = from;
  while (start < to) {
    const key = keyOf(keys + <usize>start * keyBytes, floats);
    let tiedPositives: u32 = 0;
    let end = start;
    do {
      tiedPositives += load<u32>(order + <usize>end * orderBytes) >> 31;
      end++;
    } while (end < rows && keyOf(keys + <usize>end * keyBytes, floats) == key);
    const tiedNegatives = end - start - tiedPositives;
    const below2: u64 = <u64>negativesBelow * 2 + <u64>tiedNegatives;
    const above2: u64 = <u64>(positives - positivesBelow) * 2 - <u64>tiedPositives;
    concordant2 += below2 * <u64>tiedPositives;
    if (components) {
      const ofPositive = <f64>below2 / perNegative;
      const ofNegative = <f64>above2 / perPositive;
      for (let i = start; i < end; i++) {
        const word = load<u32>(order + <usize>i * orderBytes);
        const value = word & LABEL ? ofPositive : ofNegative;
        store<f64>(components + (<usize>(word & ~LABEL) << 3), value);
      }
    }
    positivesBelow += tiedPositives;
    negativesBelow += tiedNegatives;
    start = end;
  }
  return start;
}
