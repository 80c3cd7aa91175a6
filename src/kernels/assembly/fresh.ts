/**
 * Co-click features as if P were rebuilt after every event: a row at time t reads the window's events before t, without
 * its user's fold.
 *
 * Within a slice P changes only by *updates*: the first click of (user, item) in the slice, which adds an event or makes an
 * older one fresh. For one candidate, the window before the slice is summed as in coclick.ts; what updates change is
 * worked out as differences, each hung on the first of the candidate's rows that may see it; the rows are then visited in
 * time order. All sums are exact (multiples of 2^-30), so the order in which differences are applied does not matter.
 *
 * Times are ranks within the slice. Memory is laid out by the caller; see src/preference/pairs/co-click/fresh.ts.
 */
import { similarity, writeFeatures } from './pairs/similarity';

const NONE: u32 = 0xffffffff;

// Window before the slice, distinct (user, item), ages relative to the slice (≥ 1).
let itemStart: usize; // u32[items + 1]
let itemUser: usize; // u32
let itemAge: usize; // u16
let userStart: usize; // u32[users + 1]
let userItem: usize; // u32
let userAge: usize; // u16
let userUpdate: usize; // u32: the update of the same (user, item), or NONE
// Updates of the slice by user, each user's in time order; and by item the users that have one.
let updateStart: usize; // u32[users + 1]
let updateItem: usize; // u32
let updateRank: usize; // u32
let updateAge: usize; // u16: age of the event it refreshes, or 0 where there was none
let updatedStart: usize; // u32[items + 1]
let updatedUser: usize; // u32: users without an older event of the item
// What updates add to an item's own weight: lists in time order with running sums. List of (item, fold) is item * stride +
// fold, of everyone item * stride + folds; the item numbered `items` counts the window's users.
let gainStart: usize; // u32[(items + 1) * stride + 1]
let gainRank: usize; // u32
let gainSum: usize; // f64
let itemSum: usize; // f64[(items + 1) * stride]: before the slice
let pairSum: usize; // f64[(items + 1) * stride], zero between candidates; slot `items` counts users with an edge
// Differences of the candidate at hand, in lists by row.
let headOf: usize; // u32[rows]: of the row, NONE where empty
let changeNext: usize; // u32
let changeItem: usize; // u32
let changeFold: usize; // u8
let changeWeight: usize; // f64
let changes: u32;
let userFold: usize;
let decay: usize;
let positiveItem: usize;
let nextSame: usize;
let historyLength: i32;
let weighting: i32;
let shrinkage: f64;
let folds: usize;
let stride: usize;
let items: usize;

export function setWindow(
  itemStart_: usize, itemUser_: usize, itemAge_: usize, userStart_: usize,
  userItem_: usize, userAge_: usize, userUpdate_: usize,
): void {
  itemStart = itemStart_;
  itemUser = itemUser_;
  itemAge = itemAge_;
  userStart = userStart_;
  userItem = userItem_;
  userAge = userAge_;
  userUpdate = userUpdate_;
}

export function setUpdates(
  updateStart_: usize, updateItem_: usize, updateRank_: usize,
  updateAge_: usize, updatedStart_: usize, updatedUser_: usize,
): void {
  updateStart = updateStart_;
  updateItem = updateItem_;
  updateRank = updateRank_;
  updateAge = updateAge_;
  updatedStart = updatedStart_;
  updatedUser = updatedUser_;
}

export function setSums(gainStart_: usize, gainRank_: usize, gainSum_: usize, itemSum_: usize, pairSum_: usize): void {
  gainStart = gainStart_;
  gainRank = gainRank_;
  gainSum = gainSum_;
  itemSum = itemSum_;
  pairSum = pairSum_;
}

export function setChanges(
  headOf_: usize, changeNext_: usize, changeItem_: usize,
  changeFold_: usize, changeWeight_: usize,
): void {
  headOf = headOf_;
  changeNext = changeNext_;
  changeItem = changeItem_;
  changeFold = changeFold_;
  changeWeight = changeWeight_;
}

export function setShape(folds_: u32, items_: u32, userFold_: usize, decay_: usize): void {
  folds = folds_;
  stride = <usize>folds_ + 1;
  items = items_;
  userFold = userFold_;
  decay = decay_;
}

export function setHistory(positiveItem_: usize, nextSame_: usize, length: i32): void {
  positiveItem = positiveItem_;
  nextSame = nextSame_;
  historyLength = length;
}

export function setWeighting(kind: i32, shrinkage_: f64): void {
  weighting = kind;
  shrinkage = shrinkage_;
}

// @ts-ignore: decorator
@inline
function u32At(base: usize, index: usize): usize {
  return <usize>load<u32>(base + (index << 2));
}

// @ts-ignore: decorator
@inline
function u16At(base: usize, index: usize): usize {
  return <usize>load<u16>(base + (index << 1));
}

// @ts-ignore: decorator
@inline
function f64At(base: usize, index: usize): f64 {
  return load<f64>(base + (index << 3));
}

// @ts-ignore: decorator
@inline
function addPair(item: usize, fold: usize, weight: f64): void {
  const at = pairSum + ((item * stride) << 3);
  store<f64>(at + (fold << 3), load<f64>(at + (fold << 3)) + weight);
  store<f64>(at + (folds << 3), load<f64>(at + (folds << 3)) + weight);
}

// @ts-ignore: decorator
@inline
function clearPair(item: usize, fold: usize): void {
  const at = pairSum + ((item * stride) << 3);
  store<f64>(at + (fold << 3), 0);
  store<f64>(at + (folds << 3), 0);
}

/** First index in [low, high) whose rank is ≥ `rank`; ranks ascend. */
// @ts-ignore: decorator
@inline
function firstNotBefore(ranks: usize, low: usize, high: usize, rank: usize): usize {
  while (low < high) {
    const middle = (low + high) >> 1;
    if (u32At(ranks, middle) < rank) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** An item's own weight (or, for `items`, the window's users) before a time, over one list: a fold, or everyone. */
// @ts-ignore: decorator
@inline
function sumBefore(item: usize, list: usize, rank: usize): f64 {
  const key = item * stride + list;
  const from = u32At(gainStart, key);
  const to = u32At(gainStart, key + 1);
  const base = f64At(itemSum, key);
  if (from == to) return base;
  const seen = firstNotBefore(gainRank, from, to, rank);
  return seen == from ? base : base + f64At(gainSum, seen - 1);
}

// @ts-ignore: decorator
@inline
function sumWithout(item: usize, fold: usize, rank: usize): f64 {
  return sumBefore(item, folds, rank) - sumBefore(item, fold, rank);
}

/** Hangs a difference at time `rank` on the first of the rows from..to−1 that is later; dropped where none is. */
function change(rank: usize, item: usize, fold: usize, weight: f64, rowRank: usize, from: usize, to: usize): void {
  const row = firstNotBefore(rowRank, from, to, rank + 1);
  if (row == to) return;
  const at = <usize>changes;
  store<u32>(changeNext + (at << 2), load<u32>(headOf + (row << 2)));
  store<u32>(changeItem + (at << 2), <u32>item);
  store<u8>(changeFold + at, <u8>fold);
  store<f64>(changeWeight + (at << 3), weight);
  store<u32>(headOf + (row << 2), changes);
  changes++;
}

/** What a user's updates change for the candidate, of which the user has an older event of age `age`, or none (0). */
function userChanges(user: usize, candidate: usize, age: usize, rowRank: usize, from: usize, to: usize): i32 {
  const fold = <usize>load<u8>(userFold + user);
  const first = u32At(updateStart, user);
  const last = u32At(updateStart, user + 1);
  const baseFirst = u32At(userStart, user);
  const baseLast = u32At(userStart, user + 1);
  let distinct = baseLast - baseFirst;
  let has = age > 0;
  let edge = has && distinct > 1;
  let visited: i32 = 0;
  for (let e = first; e < last; e++) {
    const item = u32At(updateItem, e);
    const rank = u32At(updateRank, e);
    const older = u16At(updateAge, e);
    if (older == 0) distinct++;
    if (item == candidate) {
      // The candidate becomes fresh: with every item the user has by now.
      for (let b = baseFirst; b < baseLast; b++) {
        const other = u32At(userItem, b);
        if (other == candidate || u32At(userUpdate, b) < e) continue;
        const otherAge = u16At(userAge, b);
        const weight = f64At(decay, otherAge) - (has ? f64At(decay, age + otherAge) : 0);
        if (weight != 0) change(rank, other, fold, weight, rowRank, from, to);
      }
      for (let p = first; p < e; p++) {
        const weight = f64At(decay, 0) - (has ? f64At(decay, age) : 0);
        if (weight != 0) change(rank, u32At(updateItem, p), fold, weight, rowRank, from, to);
      }
      visited += <i32>(baseLast - baseFirst + e - first);
      has = true;
      age = 0;
    } else if (has) {
      const weight = f64At(decay, age) - (older > 0 ? f64At(decay, age + older) : 0);
      if (weight != 0) change(rank, item, fold, weight, rowRank, from, to);
      visited++;
    }
    if (has && !edge && distinct > 1) {
      change(rank, items, fold, 1, rowRank, from, to);
      edge = true;
    }
  }
  return visited;
}

// @ts-ignore: decorator
@inline
function writeRow(candidate: usize, fold: usize, rank: usize, low: usize, high: usize, out: usize): void {
  const edges = pairSum + ((items * stride) << 3);
  if (low == high || load<f64>(edges + (folds << 3)) - load<f64>(edges + (fold << 3)) == 0) {
    v128.store(out, f32x4.splat(f32.NaN));
    return;
  }
  const nCandidate = sumWithout(candidate, fold, rank);
  const users = weighting == 3 ? sumWithout(items, fold, rank) : 0;
  let taken: i32 = 0;
  let count: i32 = 0;
  let sum: f64 = 0;
  let max: f64 = 0;
  for (let e = high; e > low && taken < historyLength; ) {
    e--;
    if (u32At(nextSame, e) < high) continue; // a later click of the same item is in H already
    taken++;
    const item = u32At(positiveItem, e);
    if (item == candidate) continue; // no item is its own neighbour
    const at = pairSum + ((item * stride) << 3);
    const n = load<f64>(at + (folds << 3)) - load<f64>(at + (fold << 3));
    if (n == 0) continue;
    const nHistory = weighting == 0 ? 0 : sumWithout(item, fold, rank);
    const weight = similarity(weighting, n, nHistory, nCandidate, users, shrinkage);
    count++;
    sum += weight;
    if (weight > max) max = weight;
  }
  writeFeatures(out, max, sum, taken, count);
}

/**
 * Features of candidate groups first..last−1; rows are in order of candidate, then time. 4 f32 per row into `out`.
 * @returns pairs and rows visited.
 */
export function features(
  groupItem: usize, groupStart: usize, first: u32, last: u32,
  rowFold: usize, rowRank: usize, historyLow: usize, historyHigh: usize, out: usize,
): f64 {
  let visited: f64 = 0;
  for (let g = <usize>first; g < <usize>last; g++) {
    const candidate = u32At(groupItem, g);
    const from = u32At(groupStart, g);
    const to = u32At(groupStart, g + 1);
    changes = 0;
    memory.fill(headOf + (from << 2), 0xff, (to - from) << 2);
    const usersFrom = u32At(itemStart, candidate);
    const usersTo = u32At(itemStart, candidate + 1);
    for (let e = usersFrom; e < usersTo; e++) {
      const user = u32At(itemUser, e);
      const age = u16At(itemAge, e);
      const fold = <usize>load<u8>(userFold + user);
      const low = u32At(userStart, user);
      const high = u32At(userStart, user + 1);
      for (let i = low; i < high; i++) {
        addPair(u32At(userItem, i), fold, f64At(decay, age + u16At(userAge, i)));
      }
      if (high - low > 1) addPair(items, fold, 1);
      visited += <f64>(high - low) + <f64>userChanges(user, candidate, age, rowRank, from, to);
    }
    const newTo = u32At(updatedStart, candidate + 1);
    for (let e = u32At(updatedStart, candidate); e < newTo; e++) {
      visited += <f64>userChanges(u32At(updatedUser, e), candidate, 0, rowRank, from, to);
    }
    for (let r = from; r < to; r++) {
      for (let c = load<u32>(headOf + (r << 2)); c != NONE; c = load<u32>(changeNext + (<usize>c << 2))) {
        addPair(u32At(changeItem, c), <usize>load<u8>(changeFold + <usize>c), f64At(changeWeight, c));
      }
      const low = u32At(historyLow, r);
      const high = u32At(historyHigh, r);
      writeRow(candidate, <usize>load<u8>(rowFold + r), u32At(rowRank, r), low, high, out + (r << 4));
      visited += <f64>min<usize>(high - low, <usize>historyLength) + 1;
    }
    for (let e = usersFrom; e < usersTo; e++) {
      const user = u32At(itemUser, e);
      const fold = <usize>load<u8>(userFold + user);
      const high = u32At(userStart, user + 1);
      for (let i = u32At(userStart, user); i < high; i++) clearPair(u32At(userItem, i), fold);
      clearPair(items, fold);
    }
    for (let c: usize = 0; c < <usize>changes; c++) clearPair(u32At(changeItem, c), <usize>load<u8>(changeFold + c));
  }
  return visited;
}
