/** Written by `npm run build` from src/kernels/assembly/deepfm.ts: change that file instead. */
import type { KernelInterface, f32, u32, usize } from '../interface.ts';

export interface Deepfm {
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

  /** One step for each batch of the block's first `rows` rows. */
  trainBlock(values: { plan: usize; rows: u32 }): void;

  /** Writes one f32 logit for each of the block's first `rows` rows. */
  scoreBlock(values: { plan: usize; rows: u32 }): void;
}

export const deepfm: KernelInterface<Deepfm> = {
  name: 'deepfm',
  bind: (raw) => ({
    initWeights: (v) => raw.initWeights(v.at, v.rows, v.columns, v.seed, v.nameHash, v.scale),
    initField: (v) => raw.initField(v.table, v.firstRow, v.from, v.to, v.factors, v.seed, v.nameHash, v.scale),
    trainBlock: (v) => raw.trainBlock(v.plan, v.rows),
    scoreBlock: (v) => raw.scoreBlock(v.plan, v.rows),
  }),
};
