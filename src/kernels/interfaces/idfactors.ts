/** Written by `npm run build` from src/kernels/assembly/idfactors.ts: change that file instead. */
import type { KernelInterface, f32, u32, usize } from '../interface.ts';

export interface Idfactors {
  /**
   * Zeroes the rows of codes [from, to) of the field that begins at `firstRow`; draws their factors uniform in ±scale from the key
   * that stands in the first word of each.
   */
  initField(values: {
    table: usize;
    firstRow: u32;
    from: u32;
    to: u32;
    factors: u32;
    seed: u32;
    nameHash: u32;
    scale: f32;
  }): void;

  /**
   * The swaps of a shuffle (Fisher and Yates) for the places last, last − 1, …, end + 1: a shuffle of n records goes from n − 1
   * to 0, in one call or in several.
   */
  shuffleRecords(values: { records: usize; last: u32; end: u32; bits: usize }): void;

  /** One online step for each of `rows` records. `ids` is scratch for 8 bytes, `sums` for 4 · factors, 16-aligned. */
  trainRecords(values: {
    records: usize;
    rows: u32;
    table: usize;
    state: usize;
    factors: u32;
    rate: f32;
    l2: f32;
    l2Factors: f32;
    ids: usize;
    sums: usize;
  }): void;
}

export const idfactors: KernelInterface<Idfactors> = {
  name: 'idfactors',
  bind: (raw) => ({
    initField: (v) => raw.initField(v.table, v.firstRow, v.from, v.to, v.factors, v.seed, v.nameHash, v.scale),
    shuffleRecords: (v) => raw.shuffleRecords(v.records, v.last, v.end, v.bits),
    trainRecords: (v) => raw.trainRecords(v.records, v.rows, v.table, v.state, v.factors, v.rate, v.l2, v.l2Factors, v.ids, v.sums),
  }),
};
