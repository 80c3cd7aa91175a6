/** Written by `npm run build` from src/kernels/assembly/fm.ts: change that file instead. */
import type { KernelInterface, f32, u32, usize } from '../interface.ts';

export interface Fm {
  /** Writes one f32 logit per row to `out`. `sums` and `projection` as in `trainBlock`. */
  scoreBlock(values: {
    table: usize;
    state: usize;
    ids: usize;
    rows: u32;
    fields: u32;
    factors: u32;
    out: usize;
    sums: usize;
    projection: usize;
  }): void;

  /**
   * One online step per row. `sums` is scratch for 4 · factors bytes, 16-aligned; `projection` the record of the field that has
   * one, 0 where none has.
   */
  trainBlock(values: {
    table: usize;
    state: usize;
    ids: usize;
    labels: usize;
    rows: u32;
    fields: u32;
    factors: u32;
    rate: f32;
    l2: f32;
    l2Factors: f32;
    sums: usize;
    projection: usize;
  }): void;

  /** Rows of weights, uniform in ±scale: a function of seed, the name's hash, and row and column alone. */
  initWeights(values: { at: usize; rows: u32; columns: u32; seed: u32; nameHash: u32; scale: f32 }): void;

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
}

export const fm: KernelInterface<Fm> = {
  name: 'fm',
  bind: (raw) => ({
    scoreBlock: (v) => raw.scoreBlock(v.table, v.state, v.ids, v.rows, v.fields, v.factors, v.out, v.sums, v.projection),
    trainBlock: (v) => raw.trainBlock(v.table, v.state, v.ids, v.labels, v.rows, v.fields, v.factors, v.rate, v.l2, v.l2Factors, v.sums, v.projection),
    initWeights: (v) => raw.initWeights(v.at, v.rows, v.columns, v.seed, v.nameHash, v.scale),
    initField: (v) => raw.initField(v.table, v.firstRow, v.from, v.to, v.factors, v.seed, v.nameHash, v.scale),
  }),
};
