/**
 * Target × history features of preference data that is a set of weighted pairs, streamed candidate by candidate: a
 * builder's part (Swing, sessions, a list) adds the candidate's pairs to a dense accumulator, `features` reads it.
 *
 * Memory is laid out by the caller; see src/preference/pairs/pair-features-kernel.ts.
 */
import { addVector, clearSums, setVector, stride, sums } from './pairs/sums';

export { setSums } from './pairs/sums';
export { sessionAdd, sessionClear, sessionCount, setSessions, setSessionWindow } from './pairs/session';
export { setSwing, swingAdd, swingClear, swingPresent } from './pairs/swing';

let positiveItem: usize = 0; // u32[positives]: each user's positives in time order
let nextSame: usize = 0; // u32[positives]: the user's next positive of the same item, or the largest u32
let place: usize = 0; // u32[items]: where each item stands in P; the identity but for a placebo
let historyLength: i32 = 0;

export function setHistory(positiveItem_: usize, nextSame_: usize, place_: usize, length: i32): void {
  positiveItem = positiveItem_;
  nextSame = nextSame_;
  place = place_;
  historyLength = length;
}

/**
 * Adds (or with `clear` zeroes) entries first..last−1 of a list of pairs: item on the left, weight, slice, and the row of
 * `ones` that says which slots it belongs to. Entries of slices behind `lastSlice` are passed over.
 */
export function listAdd(
  first: usize, last: usize, left: usize, weight: usize, slice: usize, group: usize, ones: usize,
  lastSlice: i32, clear: i32,
): void {
  for (let e = first; e < last; e++) {
    const item = <usize>load<u32>(left + (e << 2));
    if (clear) {
      clearSums(item);
      continue;
    }
    if (<i32>load<u16>(slice + (e << 1)) > lastSlice) continue;
    setVector(load<f64>(weight + (e << 3)), ones + ((<usize>load<u8>(group + e) * stride) << 3));
    addVector(item);
  }
}

/** Max, sum, mean and count (f32) of the row's candidate, which stands at `candidate` in P, against its history. */
// @ts-ignore: decorator
@inline
function writeRow(candidate: usize, present: u32, slot: u32, low: usize, high: usize, out: usize): void {
  if (((present >> slot) & 1) == 0 || low == high) {
    v128.store(out, f32x4.splat(f32.NaN));
    return;
  }
  let taken: i32 = 0;
  let count: i32 = 0;
  let sum: f64 = 0;
  let max: f64 = 0;
  for (let e = high; e > low && taken < historyLength; ) {
    e--;
    if (<usize>load<u32>(nextSame + (e << 2)) < high) continue; // a later click of the same item is in H already
    taken++;
    const item = <usize>load<u32>(place + (<usize>load<u32>(positiveItem + (e << 2)) << 2));
    if (item == candidate) continue; // no item is its own neighbour
    const weight = load<f64>(sums + ((item * stride + slot) << 3));
    if (weight == 0) continue;
    count++;
    sum += weight;
    if (weight > max) max = weight;
  }
  store<f32>(out, <f32>max);
  store<f32>(out, <f32>sum, 4);
  store<f32>(out, <f32>(sum / <f64>taken), 8);
  store<f32>(out, <f32>count, 12);
}

/**
 * Features of rows first..last−1, all of the candidate that stands at `candidate` in P and is present in the slots of
 * `present`. Row r has history [historyLow[r], historyHigh[r]) in the positives and reads slot rowSlot[r] into `out` and
 * slot `total` into `outTotal`, 4 f32 per row each.
 */
export function features(
  candidate: usize, present: u32, first: usize, last: usize,
  rowSlot: usize, total: u32, historyLow: usize, historyHigh: usize, out: usize, outTotal: usize,
): void {
  for (let r = first; r < last; r++) {
    const low = <usize>load<u32>(historyLow + (r << 2));
    const high = <usize>load<u32>(historyHigh + (r << 2));
    const slot = <u32>load<u8>(rowSlot + r);
    writeRow(candidate, present, slot, low, high, out + (r << 4));
    if (slot == total) v128.store(outTotal + (r << 4), v128.load(out + (r << 4)));
    else writeRow(candidate, present, total, low, high, outTotal + (r << 4));
  }
}
