/** Written by `npm run build` from src/kernels/assembly/additive.ts: change that file instead. */
import type { KernelInterface, f64, u32, usize } from '../interface.ts';

export interface Additive {
  /** Adds the pair of each row, its gradient and its weight, to its bins: rows in even places to the first pair, others to the second. */
  addPairs(values: {
    from: u32;
    to: u32;
    codes: usize;
    width: u32;
    offsets: usize;
    pairs: usize;
    bins: usize;
  }): void;

  /** The four numbers of each bin in one, in place of the first of `into`. */
  fold(values: { count: u32; bins: usize; into: usize }): void;

  /** The two pairs of each bin in one: gradients into one array, weights into the other. */
  foldPairs(values: { count: u32; bins: usize; gradients: usize; weights: usize }): void;

  /**
   * What a change moves of each bin's gradient: the change of a row's logit, shift + slope · base + the sum of its bins' values, times its
   * weight. @returns the same of the slope
   */
  product(values: {
    from: u32;
    to: u32;
    codes: usize;
    width: u32;
    offsets: usize;
    values: usize;
    base: usize;
    slope: f64;
    shift: f64;
    pairs: usize;
    bins: usize;
  }): f64;

  /** Of rows from..to−1: shift + slope · base + the sum of the values of the row's bins. */
  sum(values: {
    from: u32;
    to: u32;
    codes: usize;
    width: u32;
    offsets: usize;
    values: usize;
    base: usize;
    slope: f64;
    shift: f64;
    out: usize;
  }): void;

  /**
   * Rows from..to−1 at the logits x = `logits` + share · `moved`, which go to `next`: their pairs p − y and p(1 − p), where y is `high` or
   * `low` by the label. Adds to the eight f64 of `out`: the sum of max(x, 0) − yx, the product of all 1 + e^−|x| as a mantissa and an
   * exponent of 2 (the three are the log loss), and the sums of p − y, p(1 − p), and of these times the base and p(1 − p) · base².
   */
  weigh(values: {
    from: u32;
    to: u32;
    logits: usize;
    moved: usize;
    share: f64;
    next: usize;
    base: usize;
    labels: usize;
    high: f64;
    low: f64;
    pairs: usize;
    out: usize;
  }): void;
}

export const additive: KernelInterface<Additive> = {
  name: 'additive',
  bind: (raw) => ({
    addPairs: (v) => raw.addPairs(v.from, v.to, v.codes, v.width, v.offsets, v.pairs, v.bins),
    fold: (v) => raw.fold(v.count, v.bins, v.into),
    foldPairs: (v) => raw.foldPairs(v.count, v.bins, v.gradients, v.weights),
    product: (v) => raw.product(v.from, v.to, v.codes, v.width, v.offsets, v.values, v.base, v.slope, v.shift, v.pairs, v.bins),
    sum: (v) => raw.sum(v.from, v.to, v.codes, v.width, v.offsets, v.values, v.base, v.slope, v.shift, v.out),
    weigh: (v) => raw.weigh(v.from, v.to, v.logits, v.moved, v.share, v.next, v.base, v.labels, v.high, v.low, v.pairs, v.out),
  }),
};
