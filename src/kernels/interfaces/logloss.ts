/** Written by `npm run build` from src/kernels/assembly/logloss.ts: change that file instead. */
import type { KernelInterface, u32, usize } from '../interface.ts';

export interface Logloss {
  /**
   * Rows [from, to) of `logits` (f32) and `labels` (u8): to − from is even. To `out`, f64 each: a sum, and fraction and exponent of a product whose
   * logarithm is the rest of the loss. Returns how many logits are not finite; the sums are then not to be used.
   */
  logLossRows(values: { logits: usize; labels: usize; from: u32; to: u32; out: usize }): u32;
}

export const logloss: KernelInterface<Logloss> = {
  name: 'logloss',
  bind: (raw) => ({
    logLossRows: (v) => raw.logLossRows(v.logits, v.labels, v.from, v.to, v.out) >>> 0,
  }),
};
