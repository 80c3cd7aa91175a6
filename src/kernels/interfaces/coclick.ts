/** Written by `npm run build` from src/kernels/assembly/coclick.ts: change that file instead. */
import type { KernelInterface, f64, i32, u32, usize } from '../interface.ts';

export interface Coclick {
  setWindow(values: {
    itemStart: usize;
    itemUser: usize;
    itemAge: usize;
    userStart: usize;
    userItem: usize;
    userAge: usize;
  }): void;

  setFolds(values: { userFold: usize; folds: i32; items: i32; users: i32 }): void;

  setSums(values: { pairSum: usize; itemSum: usize; userSum: usize; edgeSum: usize }): void;

  /** Call once after `positiveItem` and `nextSame`, of `positives` entries, were written; fills `latestNext`. */
  setHistory(values: {
    positiveItem: usize;
    nextSame: usize;
    latestNext: usize;
    positives: u32;
    length: i32;
  }): void;

  /** Leaves out each row's own user instead of their fold. */
  setOwn(values: { ownAge: usize; rowUser: usize }): void;

  setWeighting(values: { kind: i32; shrinkage: f64; decay: usize }): void;

  /** Sums each item's and the window's own weights by fold. Call once after the window was written. */
  sumWindow(): void;

  /**
   * Features of candidate groups first..last−1. Rows are in candidate order; row r has history
   * [historyLow[r], historyHigh[r]) in the positives; rowFold[r] is its user's fold, plus 128 where the row also wants the
   * features with everyone's events. `out` gets 4 f32 per row without the row's own fold, `outTotal` those with everyone.
   * Returns the pairs, rows and history items visited, so that the caller can size the next call.
   */
  features(values: {
    groupItem: usize;
    groupStart: usize;
    first: i32;
    last: i32;
    rowFold: usize;
    historyLow: usize;
    historyHigh: usize;
    out: usize;
    outTotal: usize;
  }): f64;
}

export const coclick: KernelInterface<Coclick> = {
  name: 'coclick',
  bind: (raw) => ({
    setWindow: (v) => raw.setWindow(v.itemStart, v.itemUser, v.itemAge, v.userStart, v.userItem, v.userAge),
    setFolds: (v) => raw.setFolds(v.userFold, v.folds, v.items, v.users),
    setSums: (v) => raw.setSums(v.pairSum, v.itemSum, v.userSum, v.edgeSum),
    setHistory: (v) => raw.setHistory(v.positiveItem, v.nextSame, v.latestNext, v.positives, v.length),
    setOwn: (v) => raw.setOwn(v.ownAge, v.rowUser),
    setWeighting: (v) => raw.setWeighting(v.kind, v.shrinkage, v.decay),
    sumWindow: () => raw.sumWindow(),
    features: (v) => raw.features(v.groupItem, v.groupStart, v.first, v.last, v.rowFold, v.historyLow, v.historyHigh, v.out, v.outTotal),
  }),
};
