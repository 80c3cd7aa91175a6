/** Written by `npm run build` from src/kernels/assembly/lr.ts: change that file instead. */
import type { KernelInterface, f32, u32, usize } from '../interface.ts';

export interface Lr {
  /** Rows of weights, uniform in ±scale: a function of seed, the name's hash, and row and column alone. */
  initWeights(values: { at: usize; rows: u32; columns: u32; seed: u32; nameHash: u32; scale: f32 }): void;

  /**
   * One online step per row: gradient p − y, plus L2 on the touched weights. `projection` is the record of the field that has
   * one, 0 where none has.
   */
  trainBlock(values: {
    table: usize;
    state: usize;
    ids: usize;
    labels: usize;
    rows: u32;
    fields: u32;
    rate: f32;
    l2: f32;
    projection: usize;
  }): void;

  /** Writes one f32 logit per row to `out`. */
  scoreBlock(values: {
    table: usize;
    state: usize;
    ids: usize;
    rows: u32;
    fields: u32;
    out: usize;
    projection: usize;
  }): void;
}

export const lr: KernelInterface<Lr> = {
  name: 'lr',
  bind: (raw) => ({
    initWeights: (v) => raw.initWeights(v.at, v.rows, v.columns, v.seed, v.nameHash, v.scale),
    trainBlock: (v) => raw.trainBlock(v.table, v.state, v.ids, v.labels, v.rows, v.fields, v.rate, v.l2, v.projection),
    scoreBlock: (v) => raw.scoreBlock(v.table, v.state, v.ids, v.rows, v.fields, v.out, v.projection),
  }),
};
