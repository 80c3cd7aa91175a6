/** The numbers of a head of trees, and how they follow the rows that it is trained on. */

export interface HeadOptions {
  /** Trees at most. */
  trees: number;
  leaves: number;
  /** Factor of each tree's values. */
  learningRate: number;
  /** Rows of a leaf, at least. */
  minRows: number;
  /** Sum of p(1 − p) over the rows of a leaf, at least. */
  minHessian: number;
  /** L2 of leaf values, in units of p(1 − p) summed over rows. */
  l2: number;
  /** A split must gain more: about what a χ² of one degree of freedom is by chance, taken over all splits tried. */
  minGain: number;
  /** Share of the rows drawn for a tree, and chance of a column. */
  rowShare: number;
  columnShare: number;
  /** It stops where so many trees in a row have lowered the validation loss by less than `leastProgress` nats a row. */
  patience: number;
  leastProgress: number;
  /** Added to the hessian where categories are ordered by G/H. */
  categorySmooth: number;
  /** Added to `l2` where categories are split. */
  categoryL2: number;
  /** Rows of a node that a category must have to be chosen. */
  minCategoryRows: number;
  /** Rows by which a set of categories grows, at least. */
  minGroupRows: number;
  /** Categories on the chosen side of a split, at most. */
  mostCategories: number;
  /**
   * A split of categories must gain so much more for each that it sorted: the best of many sets looks good by chance, the more so where
   * categories stand for few items.
   */
  categoryCost: number;
}

/** With few rows. */
const FEW: HeadOptions = {
  trees: 300,
  leaves: 15,
  learningRate: 0.06,
  minRows: 100,
  minHessian: 1,
  l2: 10,
  minGain: 0,
  rowShare: 0.8,
  columnShare: 0.8,
  patience: 10,
  leastProgress: 2e-5,
  categorySmooth: 10,
  categoryL2: 10,
  minCategoryRows: 10,
  minGroupRows: 100,
  mostCategories: 32,
  categoryCost: 2,
};

/** With so many rows, trees are added twice as fast as with few: as good, in half the time. */
const MANY_ROWS = 250_000;

/** @param rows that trees are grown on */
export function headOptions(rows: number): HeadOptions {
  const learningRate = FEW.learningRate * (1 + Math.min(1, rows / MANY_ROWS));
  return { ...FEW, learningRate };
}
