/** Written by `npm run build` from src/kernels/assembly/fresh.ts: change that file instead. */
import type { KernelInterface, f64, i32, u32, usize } from '../interface.ts';

export interface Fresh {
  setWindow(values: {
    itemStart: usize;
    itemUser: usize;
    itemAge: usize;
    userStart: usize;
    userItem: usize;
    userAge: usize;
    userUpdate: usize;
  }): void;

  setUpdates(values: {
    updateStart: usize;
    updateItem: usize;
    updateRank: usize;
    updateAge: usize;
    updatedStart: usize;
    updatedUser: usize;
  }): void;

  setSums(values: {
    gainStart: usize;
    gainRank: usize;
    gainSum: usize;
    itemSum: usize;
    pairSum: usize;
  }): void;

  setChanges(values: {
    headOf: usize;
    changeNext: usize;
    changeItem: usize;
    changeFold: usize;
    changeWeight: usize;
  }): void;

  setShape(values: { folds: u32; items: u32; userFold: usize; decay: usize }): void;

  setHistory(values: { positiveItem: usize; nextSame: usize; length: i32 }): void;

  setWeighting(values: { kind: i32; shrinkage: f64 }): void;

  /**
   * Features of candidate groups first..last−1; rows are in order of candidate, then time. 4 f32 per row into `out`.
   * @returns pairs and rows visited.
   */
  features(values: {
    groupItem: usize;
    groupStart: usize;
    first: u32;
    last: u32;
    rowFold: usize;
    rowRank: usize;
    historyLow: usize;
    historyHigh: usize;
    out: usize;
  }): f64;
}

export const fresh: KernelInterface<Fresh> = {
  name: 'fresh',
  bind: (raw) => ({
    setWindow: (v) => raw.setWindow(v.itemStart, v.itemUser, v.itemAge, v.userStart, v.userItem, v.userAge, v.userUpdate),
    setUpdates: (v) => raw.setUpdates(v.updateStart, v.updateItem, v.updateRank, v.updateAge, v.updatedStart, v.updatedUser),
    setSums: (v) => raw.setSums(v.gainStart, v.gainRank, v.gainSum, v.itemSum, v.pairSum),
    setChanges: (v) => raw.setChanges(v.headOf, v.changeNext, v.changeItem, v.changeFold, v.changeWeight),
    setShape: (v) => raw.setShape(v.folds, v.items, v.userFold, v.decay),
    setHistory: (v) => raw.setHistory(v.positiveItem, v.nextSame, v.length),
    setWeighting: (v) => raw.setWeighting(v.kind, v.shrinkage),
    features: (v) => raw.features(v.groupItem, v.groupStart, v.first, v.last, v.rowFold, v.rowRank, v.historyLow, v.historyHigh, v.out),
  }),
};
