/**
 * Swing (Yang et al. 2020, arXiv 2010.05525): two users who share two items vouch for the pair, the more so the fewer
 * items they share in all. For one candidate, every pair of its sampled users adds its weight to their other common items.
 */
import { addVector, clearSums, isMarked, newMark, setMark, stride, vector } from './sums';

let userStart: usize = 0; // u32[users + 1]
let userItem: usize = 0; // u32[events]
let userWeight: usize = 0; // f64[users]: (items of the user + alpha1)^-beta
let sampleUser: usize = 0; // u32[]: the candidate's sampled users, ascending
let sampleSlots: usize = 0; // u32[]: bit s is set where slot s sampled the user
let common: usize = 0; // u32[items of a user]: scratch
let alpha2: f64 = 0;
/** Slots in which the current candidate has a pair. */
let present: u32 = 0;

export function setSwing(
  userStart_: usize, userItem_: usize, userWeight_: usize,
  sampleUser_: usize, sampleSlots_: usize, common_: usize, alpha2_: f64,
): void {
  userStart = userStart_;
  userItem = userItem_;
  userWeight = userWeight_;
  sampleUser = sampleUser_;
  sampleSlots = sampleSlots_;
  common = common_;
  alpha2 = alpha2_;
}

export function swingPresent(): u32 {
  return present;
}

/** Adds the pairs of sampled users first..last−1 with each later one of `users`. Returns the items visited. */
export function swingAdd(candidate: usize, first: usize, last: usize, users: usize): f64 {
  let visited: f64 = 0;
  if (first == 0) present = 0;
  for (let a = first; a < last; a++) {
    const u = <usize>load<u32>(sampleUser + (a << 2));
    const slotsOfU = load<u32>(sampleSlots + (a << 2));
    const weightOfU = load<f64>(userWeight + (u << 3));
    const from = <usize>load<u32>(userStart + (u << 2));
    const to = <usize>load<u32>(userStart + (u << 2), 4);
    newMark();
    for (let e = from; e < to; e++) setMark(<usize>load<u32>(userItem + (e << 2)));
    visited += <f64>(to - from);
    for (let b = a + 1; b < users; b++) {
      const slots = slotsOfU & load<u32>(sampleSlots + (b << 2));
      if (slots == 0) continue;
      const v = <usize>load<u32>(sampleUser + (b << 2));
      const start = <usize>load<u32>(userStart + (v << 2));
      const end = <usize>load<u32>(userStart + (v << 2), 4);
      visited += <f64>(end - start);
      let shared: usize = 0;
      for (let e = start; e < end; e++) {
        const item = load<u32>(userItem + (e << 2));
        store<u32>(common + (shared << 2), item);
        shared += <usize>isMarked(item);
      }
      if (shared < 2) continue;
      present |= slots;
      const weight = (weightOfU * load<f64>(userWeight + (v << 3))) / (alpha2 + <f64>shared);
      for (let s: usize = 0; s < stride; s++) store<f64>(vector + (s << 3), (slots >> <u32>s) & 1 ? weight : 0);
      visited += <f64>shared;
      for (let c: usize = 0; c < shared; c++) {
        const item = <usize>load<u32>(common + (c << 2));
        if (item != candidate) addVector(item);
      }
    }
  }
  return visited;
}

/** Zeroes what `swingAdd` may have touched. */
export function swingClear(users: usize): void {
  for (let a: usize = 0; a < users; a++) {
    const u = <usize>load<u32>(sampleUser + (a << 2));
    const to = <usize>load<u32>(userStart + (u << 2), 4);
    for (let e = <usize>load<u32>(userStart + (u << 2)); e < to; e++) {
      clearSums(<usize>load<u32>(userItem + (e << 2)));
    }
  }
}
