/**
 * Area under the ROC curve by midranks, with DeLong's structural components of every row, in the order of the rows.
 * The host drives it: `reset`, `loadRows` in pieces, for each digit `startPass` and `scatter` in pieces, `place` in pieces.
 */
import { BUCKETS, count, DIGITS, isFinite64, scatterDigit, sortKey, startDigit } from './common/radix';

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

/** Keys and order words of rows [from, to). `scoreBytes`: 4 for floats, 8 for doubles. */
export function loadRows(
  scores: usize, scoreBytes: u32, labels: usize,
  keys: usize, order: usize, histograms: usize, from: u32, to: u32,
): void {
  for (let row: u32 = from; row < to; row++) {
    const score = scoreBytes == 4 ? <f64>load<f32>(scores + (<usize>row << 2)) : load<f64>(scores + (<usize>row << 3));
    const bits = reinterpret<u64>(score);
    if (!isFinite64(bits)) nonFinite++;
    const key = sortKey(bits);
    count(histograms, key);
    store<u64>(keys + (<usize>row << 3), key);
    const positive = load<u8>(labels + row) != 0;
    if (positive) positives++; else negatives++;
    store<u32>(order + (<usize>row << 2), positive ? row | LABEL : row);
  }
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

/**
 * Walks the tied groups of the sorted records from `from`, at least up to `to`, and stores each row's component in
 * `components` (one f64 per row; 0 for none): for a positive the share of negatives below + ½ of those tied, for a
 * negative the share of positives above + ½ of those tied. Returns where the next piece starts.
 */
export function place(keys: usize, order: usize, components: usize, from: u32, to: u32): u32 {
  const rows = positives + negatives;
  const perNegative = 2.0 * <f64>negatives;
  const perPositive = 2.0 * <f64>positives;
  let start = from;
  while (start < to) {
    const key = load<u64>(keys + (<usize>start << 3));
    let tiedPositives: u32 = 0;
    let end = start;
    do {
      tiedPositives += load<u32>(order + (<usize>end << 2)) >> 31;
      end++;
    } while (end < rows && load<u64>(keys + (<usize>end << 3)) == key);
    const tiedNegatives = end - start - tiedPositives;
    const below2: u64 = <u64>negativesBelow * 2 + <u64>tiedNegatives;
    const above2: u64 = <u64>(positives - positivesBelow) * 2 - <u64>tiedPositives;
    concordant2 += below2 * <u64>tiedPositives;
    if (components) {
      const ofPositive = <f64>below2 / perNegative;
      const ofNegative = <f64>above2 / perPositive;
      for (let i = start; i < end; i++) {
        const word = load<u32>(order + (<usize>i << 2));
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
