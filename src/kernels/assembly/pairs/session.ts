/**
 * Session transitions i → j: the user clicked j in a session after i. A user's transitions are distinct ordered pairs of
 * items, each of weight 1 / N_u, N_u being how many they have in the window. Sessions are never written out as pairs: a long
 * one would have half its square of them.
 */
import { addVector, clearSums, isMarked, newMark, setMark, setVector, stride } from './sums';

// A user's positives in time order, all users in one array.
let positiveItem: usize = 0; // u32[positives]
let nextSame: usize = 0; // u32[positives]: the user's next positive of the same item, or the largest u32
let sessionStart: usize = 0; // u32[positives]: first positive of its session
let tieStart: usize = 0; // u32[positives]: first positive of the user at the same time
// Window: each item's users, with the user's first positive of the item in the window.
let windowLow: usize = 0; // u32[users]: the user's positives inside the window are [low, high)
let windowHigh: usize = 0; // u32[users]
let itemStart: usize = 0; // u32[items + 1]
let itemUser: usize = 0; // u32[events]
let itemFirst: usize = 0; // u32[events]
let transitions: usize = 0; // f64[users]: N_u
let present: usize = 0; // u32[items]: bit s is set where the item is in a pair of slot s
let userFold: usize = 0; // u8[users]
let foldOnes: usize = 0; // f64[folds * stride]: 0 in the fold's own slot, else 1
let foldBits: usize = 0; // u32[folds]: the same as bits

export function setSessions(positiveItem_: usize, nextSame_: usize, sessionStart_: usize, tieStart_: usize): void {
  positiveItem = positiveItem_;
  nextSame = nextSame_;
  sessionStart = sessionStart_;
  tieStart = tieStart_;
}

export function setSessionWindow(
  windowLow_: usize, windowHigh_: usize, itemStart_: usize, itemUser_: usize, itemFirst_: usize,
  transitions_: usize, present_: usize, userFold_: usize, foldOnes_: usize, foldBits_: usize,
): void {
  windowLow = windowLow_;
  windowHigh = windowHigh_;
  itemStart = itemStart_;
  itemUser = itemUser_;
  itemFirst = itemFirst_;
  transitions = transitions_;
  present = present_;
  userFold = userFold_;
  foldOnes = foldOnes_;
  foldBits = foldBits_;
}

// @ts-ignore: decorator
@inline
const COUNT: i32 = 0;
// @ts-ignore: decorator
@inline
const ADD: i32 = 1;
// @ts-ignore: decorator
@inline
const CLEAR: i32 = 2;

/** Visits the distinct items that entry e's user clicked before the candidate. Returns the positives visited. */
// @ts-ignore: decorator
@inline
function walk(candidate: usize, e: usize, what: i32): f64 {
  let visited: f64 = 1;
  const user = <usize>load<u32>(itemUser + (e << 2));
  const low = load<u32>(windowLow + (user << 2));
  const high = load<u32>(windowHigh + (user << 2));
  const fold = <usize>load<u8>(userFold + user);
  const bits = load<u32>(foldBits + (fold << 2));
  let count: f64 = 0;
  if (what == ADD) setVector(1.0 / load<f64>(transitions + (user << 3)), foldOnes + ((fold * stride) << 3));
  newMark();
  for (let p = load<u32>(itemFirst + (e << 2)); p < high; p = load<u32>(nextSame + (<usize>p << 2))) {
    const from = max<u32>(load<u32>(sessionStart + (<usize>p << 2)), low);
    const to = load<u32>(tieStart + (<usize>p << 2));
    if (to <= from) continue;
    visited += <f64>(to - from);
    for (let q = <usize>from; q < <usize>to; q++) {
      const item = <usize>load<u32>(positiveItem + (q << 2));
      if (item == candidate || isMarked(item)) continue;
      setMark(item);
      if (what == ADD) addVector(item);
      else if (what == CLEAR) clearSums(item);
      else {
        count++;
        store<u32>(present + (item << 2), load<u32>(present + (item << 2)) | bits);
      }
    }
  }
  if (what == COUNT && count > 0) {
    store<f64>(transitions + (user << 3), load<f64>(transitions + (user << 3)) + count);
    store<u32>(present + (candidate << 2), load<u32>(present + (candidate << 2)) | bits);
  }
  return visited;
}

/** Adds the transitions to entries first..last−1 of a candidate to N_u of their users. Returns the positives visited. */
export function sessionCount(candidate: usize, first: usize, last: usize): f64 {
  let visited: f64 = 0;
  for (let e = first; e < last; e++) visited += walk(candidate, e, COUNT);
  return visited;
}

/** Adds the transitions to entries first..last−1 of the candidate to the sums. Returns the positives visited. */
export function sessionAdd(candidate: usize, first: usize, last: usize): f64 {
  let visited: f64 = 0;
  for (let e = first; e < last; e++) visited += walk(candidate, e, ADD);
  return visited;
}

export function sessionClear(candidate: usize, first: usize, last: usize): f64 {
  let visited: f64 = 0;
  for (let e = first; e < last; e++) visited += walk(candidate, e, CLEAR);
  return visited;
}
