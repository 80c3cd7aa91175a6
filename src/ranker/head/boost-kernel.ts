/** The memory of the boosting kernel: codes and scores of all rows, what is drawn for a tree, histograms, and the trees. */

import { Arena, arenaBytes, shortage } from '../../kernels/arena.ts';
import { type Boost, boost } from '../../kernels/interfaces/boost.ts';
import { Limits, Split } from '../../kernels/interfaces/records.ts';
import { MOVE_BYTES } from './draw.ts';
import type { HeadOptions } from './options.ts';

/** Rows that a histogram can count: 22 bits. */
export const MOST_ROWS = 2 ** 22 - 1;
export const NARROW_BINS = 64;
export const WIDE_BINS = 256;
/** Bytes of a tree's node. */
export const NODE_BYTES = 48;
/** Bytes of a bin's sums, and of a packed row before its codes. */
export const SUM_BYTES = 16;
const ROW_BYTES = 8;
/** Room to sort 256 categories. */
const SCRATCH_BYTES = 2048 + 256;

/** Sizes of a task: rows trained on, rows scored at a time, and columns of up to 64 and of more bins. */
export interface BoostShape {
  rows: number;
  block: number;
  narrow: number;
  wide: number;
  options: HeadOptions;
}

/** Bytes of the kernel's arrays. */
const sizesOf = ({ rows, block, narrow, wide, options }: BoostShape) => ({
  /** Row-major: the codes of a row side by side, those of narrow columns first. */
  codes: Math.max(rows, block) * (narrow + wide) + 16,
  scores: 4 * Math.max(rows, block) + 16,
  labels: rows + 4,
  /** The rows drawn: gradient and hessian, then the codes of the columns drawn. */
  packed: rows * strideOf(narrow + wide) + 16,
  /** Numbers of the rows drawn; from the end on, backwards, of the others. */
  drawn: 4 * rows,
  /** Packed rows by leaf. */
  order: 4 * rows + 4,
  /** Those that go right, while a leaf is split. */
  right: 4 * rows + 4,
  /** A move for each column at most. */
  moves: MOVE_BYTES * (narrow + wide),
  shapes: 4 * (narrow + wide),
  histograms: options.leaves * histogramBytes(narrow, wide),
  sides: 256,
  limits: Limits.bytes,
  split: Split.bytes,
  scratch: SCRATCH_BYTES,
  nodes: options.trees * treeBytes(options),
});

/** Bytes of a tree: its leaves, and the nodes above them. */
export const treeBytes = ({ leaves }: Pick<HeadOptions, 'leaves'>): number => (2 * leaves - 1) * NODE_BYTES;

/** Bytes of a packed row of so many columns. */
export const strideOf = (columns: number): number => ROW_BYTES + 4 * Math.ceil(columns / 4);

/** Bytes of a node's histogram. */
export const histogramBytes = (narrow: number, wide: number): number =>
  SUM_BYTES * (narrow * NARROW_BINS + wide * WIDE_BINS);

export type BoostMemory = Arena<Boost, keyof ReturnType<typeof sizesOf>>;

/** Bytes that a head of this shape takes: what a plan of threads needs. */
export const headBytes = (shape: BoostShape): number => arenaBytes(sizesOf(shape));

/** @throws Failure `resource` where so much memory cannot be had */
export function openBoost(shape: BoostShape): BoostMemory {
  const memory = new Arena(
    boost,
    shortage(
      'head-memory',
      `The head on ${shape.rows} rows and ${shape.narrow + shape.wide} columns needs`,
      '',
      'sample fewer rows, or use fewer columns',
    ),
  ).layout(sizesOf(shape));
  Limits.write(memory.buffer, memory.at.limits, shape.options);
  return memory;
}
