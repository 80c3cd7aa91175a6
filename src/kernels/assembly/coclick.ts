/**
 * Target × history features of co-click preference data, streamed candidate by candidate.
 *
 * P is never materialised. For one candidate c, every user who clicked c in the window adds the weight of their other items
 * to a dense accumulator with one slot per (item, user fold) and one for all folds; P without fold k is then a
 * subtraction. All sums are of multiples of 2^-30 and stay below 2^53 of them, so they are exact: P without fold k is
 * bit-identical to P built from a log that never had the fold's users, in whatever order it was summed.
 *
 * Memory is laid out by the caller; see src/preference/pairs/co-click/kernel.ts.
 */
import { similarity, writeFeatures } from './pairs/similarity';

// Window: events by item (users who clicked it) and by user (items that the user clicked), distinct (user, item).
let itemStart: usize; // u32[items + 1]
let itemUser: usize; // u32[events]
let itemAge: usize; // u16[events]
let userStart: usize; // u32[users + 1]
let userItem: usize; // u32[events]
let userAge: usize; // u16[events]
let userFold: usize; // u8[users]
let decay: usize; // f64[2 * maximum age + 1]: weight of a pair of events by the sum of their ages
// Accumulators, stride = folds + 1, the last slot of a stride holds the sum over folds.
let pairSum: usize; // f64[items * stride], zero between candidates
let itemSum: usize; // f64[items * stride]
let userSum: usize; // f64[stride]: users with an event
let edgeSum: usize; // f64[stride]: users of the current candidate who clicked something else too
let stride: i32;
let folds: i32;
let itemCount: i32;
let userCount: i32;
// History: each user's positives in time order.
let positiveItem: usize; // u32[positives]
let nextSame: usize; // u32[positives]: the user's next positive of the same item, or the largest u32
let latestNext: usize; // u32[positives / RUN]: the largest nextSame of each whole run of RUN positives
let historyLength: i32;
/** Positives that a history passes over at once where every one of them was clicked again in time. */
const RUN_BITS: usize = 7;
const RUN: usize = 1 << RUN_BITS;
// Leave-user-out, a diagnostic: a row's P lacks its own user's events instead of their fold's.
let ownAge: usize = 0; // u16[items]: age + 1 of the row's user's event, zero between rows; 0 where folds are left out
let rowUser: usize = 0; // u32[rows]
// Weighting.
let weighting: i32; // 0 raw, 1 cosine, 2 Jaccard, 3 lift
let shrinkage: f64;

export function setWindow(
  itemStart_: usize, itemUser_: usize, itemAge_: usize,
  userStart_: usize, userItem_: usize, userAge_: usize,
): void {
  itemStart = itemStart_;
  itemUser = itemUser_;
  itemAge = itemAge_;
  userStart = userStart_;
  userItem = userItem_;
  userAge = userAge_;
}

export function setFolds(userFold_: usize, folds_: i32, items: i32, users: i32): void {
  userFold = userFold_;
  folds = folds_;
  stride = folds_ + 1;
  itemCount = items;
  userCount = users;
}

export function setSums(pairSum_: usize, itemSum_: usize, userSum_: usize, edgeSum_: usize): void {
  pairSum = pairSum_;
  itemSum = itemSum_;
  userSum = userSum_;
  edgeSum = edgeSum_;
}

/** Call once after `positiveItem` and `nextSame`, of `positives` entries, were written; fills `latestNext`. */
export function setHistory(
  positiveItem_: usize, nextSame_: usize, latestNext_: usize, positives: u32, length: i32,
): void {
  positiveItem = positiveItem_;
  nextSame = nextSame_;
  latestNext = latestNext_;
  historyLength = length;
  for (let run: usize = 0; run < <usize>positives >> RUN_BITS; run++) {
    let latest: u32 = 0;
    for (let e = run << RUN_BITS; e < (run + 1) << RUN_BITS; e++) {
      latest = max<u32>(latest, load<u32>(nextSame + (e << 2)));
    }
    store<u32>(latestNext + (run << 2), latest);
  }
}

/** Leaves out each row's own user instead of their fold. */
export function setOwn(ownAge_: usize, rowUser_: usize): void {
  ownAge = ownAge_;
  rowUser = rowUser_;
}

export function setWeighting(kind: i32, shrinkage_: f64, decay_: usize): void {
  weighting = kind;
  shrinkage = shrinkage_;
  decay = decay_;
}

@inline
function f64At(base: usize, index: usize): f64 {
  return load<f64>(base + (index << 3));
}

@inline
function add(base: usize, index: usize, value: f64): void {
  const at = base + (index << 3);
  store<f64>(at, load<f64>(at) + value);
}

/** Sums each item's and the window's own weights by fold. Call once after the window was written. */
export function sumWindow(): void {
  memory.fill(itemSum, 0, (<usize>itemCount * stride) << 3);
  memory.fill(userSum, 0, <usize>stride << 3);
  for (let u: usize = 0; u < <usize>userCount; u++) {
    const from = load<u32>(userStart + (u << 2));
    const to = load<u32>(userStart + ((u + 1) << 2));
    if (from == to) continue;
    const fold = <usize>load<u8>(userFold + u);
    add(userSum, fold, 1);
    add(userSum, folds, 1);
    for (let e = <usize>from; e < <usize>to; e++) {
      const item = <usize>load<u32>(userItem + (e << 2));
      const weight = f64At(decay, <usize>load<u16>(userAge + (e << 1)) << 1);
      add(itemSum, item * stride + fold, weight);
      add(itemSum, item * stride + folds, weight);
    }
  }
}

/** Adds (or with `clear` zeroes) what the candidate's users clicked besides it. Returns the pairs visited. */
@inline
function scatter(candidate: usize, clear: bool): i32 {
  let visited: i32 = 0;
  const from = <usize>load<u32>(itemStart + (candidate << 2));
  const to = <usize>load<u32>(itemStart + ((candidate + 1) << 2));
  for (let e = from; e < to; e++) {
    const user = <usize>load<u32>(itemUser + (e << 2));
    const first = <usize>load<u32>(userStart + (user << 2));
    const last = <usize>load<u32>(userStart + ((user + 1) << 2));
    if (last - first < 2) continue;
    visited += <i32>(last - first);
    const fold = <usize>load<u8>(userFold + user);
    if (clear) {
      for (let i = first; i < last; i++) {
        const at = pairSum + ((<usize>load<u32>(userItem + (i << 2)) * stride) << 3);
        store<f64>(at + (fold << 3), 0);
        store<f64>(at + (<usize>folds << 3), 0);
      }
      continue;
    }
    add(edgeSum, fold, 1);
    add(edgeSum, folds, 1);
    const age = <usize>load<u16>(itemAge + (e << 1));
    for (let i = first; i < last; i++) {
      const at = pairSum + ((<usize>load<u32>(userItem + (i << 2)) * stride) << 3);
      const weight = f64At(decay, age + <usize>load<u16>(userAge + (i << 1)));
      store<f64>(at + (fold << 3), load<f64>(at + (fold << 3)) + weight);
      store<f64>(at + (<usize>folds << 3), load<f64>(at + (<usize>folds << 3)) + weight);
    }
  }
  return visited;
}

/**
 * Writes max, sum, mean (f32) and count (f32) of the row's candidate against its history into `out`, 4 values. `fold` is the
 * fold left out, or −1 for none. All NaN (missing) where the candidate is in no pair, or the history is empty.
 * Returns the positives visited.
 */
@inline
function writeRow(candidate: usize, fold: i32, low: usize, high: usize, out: usize): i32 {
  const whole = <usize>folds;
  const without = fold >= 0;
  let edges = f64At(edgeSum, whole);
  if (without) edges -= f64At(edgeSum, fold);
  if (edges == 0 || low == high) {
    v128.store(out, f32x4.splat(f32.NaN));
    return 0;
  }
  let nCandidate = f64At(itemSum, candidate * stride + whole);
  let users = f64At(userSum, whole);
  if (without) {
    nCandidate -= f64At(itemSum, candidate * stride + fold);
    users -= f64At(userSum, fold);
  }
  let visited: i32 = 0;
  let taken: i32 = 0;
  let count: i32 = 0;
  let sum: f64 = 0;
  let max: f64 = 0;
  for (let e = high; e > low && taken < historyLength; ) {
    visited++;
    if ((e & (RUN - 1)) == 0 && <usize>load<u32>(latestNext + (((e >> RUN_BITS) - 1) << 2)) < high) {
      e -= RUN;
      continue;
    }
    e--;
    if (<usize>load<u32>(nextSame + (e << 2)) < high) continue; // a later click of the same item is in H already
    taken++;
    const item = <usize>load<u32>(positiveItem + (e << 2));
    if (item == candidate) continue; // no item is its own neighbour
    const at = pairSum + ((item * stride) << 3);
    let n = load<f64>(at + (whole << 3));
    if (n == 0) continue;
    let nHistory = f64At(itemSum, item * stride + whole);
    if (without) {
      n -= load<f64>(at + (<usize>fold << 3));
      if (n == 0) continue;
      nHistory -= f64At(itemSum, item * stride + fold);
    }
    const weight = similarity(weighting, n, nHistory, nCandidate, users, shrinkage);
    count++;
    sum += weight;
    if (weight > max) max = weight;
  }
  writeFeatures(out, max, sum, taken, count);
  return visited;
}

/** Marks (or with `clear` unmarks) the window's items of a user in `ownAge`. */
function markOwn(user: usize, clear: bool): void {
  const last = <usize>load<u32>(userStart + ((user + 1) << 2));
  for (let i = <usize>load<u32>(userStart + (user << 2)); i < last; i++) {
    const age: u16 = clear ? 0 : load<u16>(userAge + (i << 1)) + 1;
    store<u16>(ownAge + (<usize>load<u32>(userItem + (i << 2)) << 1), age);
  }
}

/** An event pair of the row's own user: its weight where the user has both, given their marks. */
@inline
function ownPair(a: usize, b: usize): f64 {
  return a > 0 && b > 0 ? f64At(decay, a + b - 2) : 0;
}

/** As `writeRow`, from P without the events of `user`, whose items are marked. */
function writeRowWithoutUser(candidate: usize, user: usize, low: usize, high: usize, out: usize): i32 {
  const whole = <usize>folds;
  const events = load<u32>(userStart + ((user + 1) << 2)) - load<u32>(userStart + (user << 2));
  const mine = <usize>load<u16>(ownAge + (candidate << 1));
  const edges = f64At(edgeSum, whole) - (mine > 0 && events > 1 ? 1 : 0);
  if (edges == 0 || low == high) {
    v128.store(out, f32x4.splat(f32.NaN));
    return 0;
  }
  const nCandidate = f64At(itemSum, candidate * stride + whole) - ownPair(mine, mine);
  const users = f64At(userSum, whole) - (events > 0 ? 1 : 0);
  let visited: i32 = 0;
  let taken: i32 = 0;
  let count: i32 = 0;
  let sum: f64 = 0;
  let max: f64 = 0;
  for (let e = high; e > low && taken < historyLength; ) {
    e--;
    visited++;
    if (<usize>load<u32>(nextSame + (e << 2)) < high) continue; // a later click of the same item is in H already
    taken++;
    const item = <usize>load<u32>(positiveItem + (e << 2));
    if (item == candidate) continue; // no item is its own neighbour
    const ofHistory = <usize>load<u16>(ownAge + (item << 1));
    const n = f64At(pairSum, item * stride + whole) - ownPair(mine, ofHistory);
    if (n == 0) continue;
    const nHistory = f64At(itemSum, item * stride + whole) - ownPair(ofHistory, ofHistory);
    const weight = similarity(weighting, n, nHistory, nCandidate, users, shrinkage);
    count++;
    sum += weight;
    if (weight > max) max = weight;
  }
  writeFeatures(out, max, sum, taken, count);
  return visited;
}

/**
 * Features of candidate groups first..last−1. Rows are in candidate order; row r has history
 * [historyLow[r], historyHigh[r]) in the positives; rowFold[r] is its user's fold, plus 128 where the row also wants the
 * features with everyone's events. `out` gets 4 f32 per row without the row's own fold, `outTotal` those with everyone.
 * Returns the pairs, rows and history items visited, so that the caller can size the next call.
 */
export function features(
  groupItem: usize, groupStart: usize, first: i32, last: i32,
  rowFold: usize, historyLow: usize, historyHigh: usize, out: usize, outTotal: usize,
): f64 {
  let visited: f64 = 0;
  for (let g = <usize>first; g < <usize>last; g++) {
    const candidate = <usize>load<u32>(groupItem + (g << 2));
    memory.fill(edgeSum, 0, <usize>stride << 3);
    const pairs = scatter(candidate, false);
    visited += <f64>pairs;
    const from = <usize>load<u32>(groupStart + (g << 2));
    const to = <usize>load<u32>(groupStart + ((g + 1) << 2));
    for (let r = from; r < to; r++) {
      const low = <usize>load<u32>(historyLow + (r << 2));
      const high = <usize>load<u32>(historyHigh + (r << 2));
      const fold = <i32>load<u8>(rowFold + r);
      if (ownAge == 0) {
        visited += 1 + <f64>writeRow(candidate, fold & 127, low, high, out + (r << 4));
      } else {
        const user = <usize>load<u32>(rowUser + (r << 2));
        markOwn(user, false);
        visited += 1 + <f64>writeRowWithoutUser(candidate, user, low, high, out + (r << 4));
        markOwn(user, true);
      }
      if (fold < 128) continue;
      visited += <f64>writeRow(candidate, -1, low, high, outTotal + (r << 4));
    }
    if (pairs > 0) scatter(candidate, true);
  }
  return visited;
}
