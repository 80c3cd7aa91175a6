/** Written by `npm run build` from src/kernels/assembly/pairs.ts: change that file instead. */
import type { KernelInterface, f64, i32, u32, usize } from '../interface.ts';

export interface Pairs {
  setSums(values: { sums: usize; stride: usize; vector: usize; marks: usize; items: usize }): void;

  /** Adds the transitions to entries first..last−1 of the candidate to the sums. Returns the positives visited. */
  sessionAdd(values: { candidate: usize; first: usize; last: usize }): f64;

  sessionClear(values: { candidate: usize; first: usize; last: usize }): f64;

  /** Adds the transitions to entries first..last−1 of a candidate to N_u of their users. Returns the positives visited. */
  sessionCount(values: { candidate: usize; first: usize; last: usize }): f64;

  setSessions(values: { positiveItem: usize; nextSame: usize; sessionStart: usize; tieStart: usize }): void;

  setSessionWindow(values: {
    windowLow: usize;
    windowHigh: usize;
    itemStart: usize;
    itemUser: usize;
    itemFirst: usize;
    transitions: usize;
    present: usize;
    userFold: usize;
    foldOnes: usize;
    foldBits: usize;
  }): void;

  setSwing(values: {
    userStart: usize;
    userItem: usize;
    userWeight: usize;
    sampleUser: usize;
    sampleSlots: usize;
    common: usize;
    alpha2: f64;
  }): void;

  /** Adds the pairs of sampled users first..last−1 with each later one of `users`. Returns the items visited. */
  swingAdd(values: { candidate: usize; first: usize; last: usize; users: usize }): f64;

  /** Zeroes what `swingAdd` may have touched. */
  swingClear(users: usize): void;

  swingPresent(): u32;

  setHistory(values: { positiveItem: usize; nextSame: usize; place: usize; length: i32 }): void;

  /**
   * Adds (or with `clear` zeroes) entries first..last−1 of a list of pairs: item on the left, weight, slice, and the row of
   * `ones` that says which slots it belongs to. Entries of slices behind `lastSlice` are passed over.
   */
  listAdd(values: {
    first: usize;
    last: usize;
    left: usize;
    weight: usize;
    slice: usize;
    group: usize;
    ones: usize;
    lastSlice: i32;
    clear: i32;
  }): void;

  /**
   * Features of rows first..last−1, all of the candidate that stands at `candidate` in P and is present in the slots of
   * `present`. Row r has history [historyLow[r], historyHigh[r]) in the positives and reads slot rowSlot[r] into `out` and
   * slot `total` into `outTotal`, 4 f32 per row each.
   */
  features(values: {
    candidate: usize;
    present: u32;
    first: usize;
    last: usize;
    rowSlot: usize;
    total: u32;
    historyLow: usize;
    historyHigh: usize;
    out: usize;
    outTotal: usize;
  }): void;
}

export const pairs: KernelInterface<Pairs> = {
  name: 'pairs',
  bind: (raw) => ({
    setSums: (v) => raw.setSums(v.sums, v.stride, v.vector, v.marks, v.items),
    sessionAdd: (v) => raw.sessionAdd(v.candidate, v.first, v.last),
    sessionClear: (v) => raw.sessionClear(v.candidate, v.first, v.last),
    sessionCount: (v) => raw.sessionCount(v.candidate, v.first, v.last),
    setSessions: (v) => raw.setSessions(v.positiveItem, v.nextSame, v.sessionStart, v.tieStart),
    setSessionWindow: (v) => raw.setSessionWindow(v.windowLow, v.windowHigh, v.itemStart, v.itemUser, v.itemFirst, v.transitions, v.present, v.userFold, v.foldOnes, v.foldBits),
    setSwing: (v) => raw.setSwing(v.userStart, v.userItem, v.userWeight, v.sampleUser, v.sampleSlots, v.common, v.alpha2),
    swingAdd: (v) => raw.swingAdd(v.candidate, v.first, v.last, v.users),
    swingClear: (users) => raw.swingClear(users),
    swingPresent: () => raw.swingPresent() >>> 0,
    setHistory: (v) => raw.setHistory(v.positiveItem, v.nextSame, v.place, v.length),
    listAdd: (v) => raw.listAdd(v.first, v.last, v.left, v.weight, v.slice, v.group, v.ones, v.lastSlice, v.clear),
    features: (v) => raw.features(v.candidate, v.present, v.first, v.last, v.rowSlot, v.total, v.historyLow, v.historyHigh, v.out, v.outTotal),
  }),
};
