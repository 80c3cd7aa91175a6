/** Written by `npm run build` from src/kernels/assembly/boost.ts: change that file instead. */
import type { KernelInterface, f32, f64, u32, usize } from '../interface.ts';

export interface Boost {
  /** Adds a leaf's value to the scores of its rows. */
  addLeaf(values: { order: usize; from: u32; to: u32; drawn: usize; scores: usize; value: f32 }): void;

  /**
   * Draws of rows from..to−1, which follow those before: each with a chance of `share` / 2³², all where it is 2³² − 1. Packs the drawn:
   * gradient and hessian, then the codes of the columns drawn.
   * @returns how many are drawn so far
   */
  pack(values: {
    from: u32;
    to: u32;
    codes: usize;
    columns: usize;
    scores: usize;
    labels: usize;
    stream: u32;
    share: u32;
    packed: usize;
    stride: usize;
    moves: usize;
    movesEnd: usize;
  }): u32;

  /**
   * Sorts places from..to−1 of `order` by the node's split, without changing the order on either side: rows whose code is in the set to
   * the left, from `left` on, the others to `right`.
   * @returns how many went left
   */
  partition(values: {
    order: usize;
    from: u32;
    to: u32;
    left: usize;
    packed: usize;
    stride: usize;
    column: usize;
    sides: usize;
    right: usize;
  }): u32;

  /** The packed rows in their order: all of them in one node. */
  startOrder(values: { order: usize; count: u32 }): void;

  /** Begins a tree. @param last rows of the training part */
  startPack(values: { drawn: usize; last: u32 }): void;

  /**
   * The split of the largest gain above `least` into `result`; its gain stays `least` where there is none. Of equal ones the first column's
   * and the lowest bin's wins.
   * @param shapes per column the bins (u16) and whether these are categories (u16)
   */
  bestSplit(values: {
    bins: usize;
    shapes: usize;
    narrow: u32;
    wide: u32;
    gradient: f64;
    hessian: f64;
    limits: usize;
    least: f64;
    result: usize;
    scratch: usize;
  }): void;

  /** Sums of a node's rows, per column and bin. */
  histogram(values: {
    order: usize;
    from: u32;
    to: u32;
    packed: usize;
    stride: usize;
    narrow: u32;
    wide: u32;
    bins: usize;
  }): void;

  /** Takes one histogram from another. */
  subtract(values: { from: usize; other: usize; bytes: usize }): void;

  /** Adds a tree's values to the scores of rows from..to−1. @param depth steps from the first node to the farthest leaf */
  addTree(values: {
    from: u32;
    to: u32;
    codes: usize;
    columns: usize;
    nodes: usize;
    depth: u32;
    scores: usize;
  }): void;

  /** As `addTree`, of the rows that places from..to−1 of `rows` name. */
  addTreeAt(values: {
    rows: usize;
    from: u32;
    to: u32;
    codes: usize;
    columns: usize;
    nodes: usize;
    depth: u32;
    scores: usize;
  }): void;

  /**
   * Log losses of rows from..to−1: each max(x, 0) − yx + log(1 + e^−|x|). Writes three f64: the sum of the first two terms, and the
   * product of all 1 + e^−|x| as a mantissa and an exponent of 2, whose logarithm the caller takes once.
   */
  loss(values: { from: u32; to: u32; scores: usize; labels: usize; out: usize }): void;
}

export const boost: KernelInterface<Boost> = {
  name: 'boost',
  bind: (raw) => ({
    addLeaf: (v) => raw.addLeaf(v.order, v.from, v.to, v.drawn, v.scores, v.value),
    pack: (v) => raw.pack(v.from, v.to, v.codes, v.columns, v.scores, v.labels, v.stream, v.share, v.packed, v.stride, v.moves, v.movesEnd) >>> 0,
    partition: (v) => raw.partition(v.order, v.from, v.to, v.left, v.packed, v.stride, v.column, v.sides, v.right) >>> 0,
    startOrder: (v) => raw.startOrder(v.order, v.count),
    startPack: (v) => raw.startPack(v.drawn, v.last),
    bestSplit: (v) => raw.bestSplit(v.bins, v.shapes, v.narrow, v.wide, v.gradient, v.hessian, v.limits, v.least, v.result, v.scratch),
    histogram: (v) => raw.histogram(v.order, v.from, v.to, v.packed, v.stride, v.narrow, v.wide, v.bins),
    subtract: (v) => raw.subtract(v.from, v.other, v.bytes),
    addTree: (v) => raw.addTree(v.from, v.to, v.codes, v.columns, v.nodes, v.depth, v.scores),
    addTreeAt: (v) => raw.addTreeAt(v.rows, v.from, v.to, v.codes, v.columns, v.nodes, v.depth, v.scores),
    loss: (v) => raw.loss(v.from, v.to, v.scores, v.labels, v.out),
  }),
};
