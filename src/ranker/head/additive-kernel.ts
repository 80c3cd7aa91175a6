/** The memory of the additive head's kernel: codes and logits of all rows, and sums of bins. */
import { Arena, shortage } from '../../kernels/arena.ts';
import { type Additive, additive } from '../../kernels/interfaces/additive.ts';

/** Bytes of a bin's sums while rows are added. */
export const BIN_BYTES = 32;
/** Numbers that `weigh` adds up. */
export const WEIGHED = 8;

export interface AdditiveShape {
  rows: number;
  columns: number;
  /** Of all columns. */
  bins: number;
}

/** Bytes of the kernel's arrays. */
function sizesOf({ rows, columns, bins }: AdditiveShape) {
  const places = rows + 1; // weighed two at a time: of an odd number of rows the last one has a neighbour that is nothing
  return {
    /** Row-major. */
    codes: rows * columns,
    /** Of each column the bins of those before it. */
    offsets: 4 * columns,
    base: 4 * places,
    labels: places,
    logits: 8 * places,
    /** The logits that a step is tried with; the two change places where it is taken. */
    next: 8 * places,
    /** What a step changes of a row's logit. */
    moved: 8 * places,
    /** Gradient and weight of each row. */
    pairs: 16 * places,
    values: 8 * bins,
    sums: BIN_BYTES * bins,
    gradients: 8 * bins,
    hessians: 8 * bins,
    weighed: 8 * WEIGHED,
  };
}

export type AdditiveMemory = Arena<Additive, keyof ReturnType<typeof sizesOf>>;

/** @throws Failure `resource` where so much memory cannot be had */
export function openAdditive(shape: AdditiveShape): AdditiveMemory {
  return new Arena(
    additive,
    shortage(
      'head-memory',
      `The head on ${shape.rows} rows and ${shape.columns} columns needs`,
      '',
      'sample fewer rows, or use fewer columns',
    ),
  ).layout(sizesOf(shape));
}
