/** One tree: leaf by leaf, the split of the largest gain first. */
import { Split as SplitRecord } from '../../kernels/interfaces/records.ts';
import { type BoostMemory, histogramBytes, NODE_BYTES } from './boost-kernel.ts';
import type { HeadOptions } from './options.ts';

/** Codes added up by one kernel call: some milliseconds. */
const CODES_PER_CALL = 2 ** 22;

/** What a tree is grown on: packed rows, and positions of their columns, narrow ones first. */
export interface Packed {
  rows: number;
  narrow: number;
  wide: number;
  stride: number;
  /** Of each packed column its position in a row of all columns. */
  positions: readonly number[];
}

/** A leaf's best split. */
interface Split {
  gain: number;
  leftGradient: number;
  leftHessian: number;
  column: number;
  /** Codes that go left, 256 bits. */
  set: Uint8Array;
}

interface Leaf {
  /** Places from..to−1 of the order are its rows. */
  from: number;
  to: number;
  gradient: number;
  hessian: number;
  /** L2 of its value. */
  l2: number;
  histogram: number;
  split: Split | undefined;
  /** Offset of its node from the tree's first, and steps to it. */
  node: number;
  depth: number;
}

/** Grows trees in a kernel's memory. */
export class Grower {
  readonly #memory: BoostMemory;
  readonly #options: HeadOptions;
  readonly #order: Uint32Array;
  readonly #right: Uint32Array;
  readonly #view: DataView;
  readonly #categories: readonly boolean[];
  readonly #poll: () => void;

  /**
   * @param rows that the memory is for
   * @param categories per position whether the column's codes have no order
   * @param poll called every few milliseconds; throws to stop
   */
  constructor(
    memory: BoostMemory,
    options: HeadOptions,
    rows: number,
    categories: readonly boolean[],
    poll: () => void,
  ) {
    this.#memory = memory;
    this.#options = options;
    this.#order = new Uint32Array(memory.buffer, memory.at.order, rows);
    this.#right = new Uint32Array(memory.buffer, memory.at.right, rows);
    this.#view = new DataView(memory.buffer);
    this.#categories = categories;
    this.#poll = poll;
  }

  /**
   * Grows a tree at address `nodes`, and adds its values to the scores of the rows drawn.
   * @returns steps from its first node to its farthest leaf; 0 where no split gains enough, and no tree was grown
   */
  grow(nodes: number, packed: Packed): number {
    const { exports: run, at } = this.#memory;
    const { leaves: most } = this.#options;
    run.startOrder({ order: at.order, count: packed.rows });
    const leaves = [this.#root(packed)];
    while (leaves.length < most) {
      const next = best(leaves);
      if (next === undefined) break;
      this.#split(leaves, next, nodes, packed);
    }
    if (leaves.length === 1) return 0;
    for (const leaf of leaves) this.#close(leaf, nodes);
    return Math.max(...leaves.map(({ depth }) => depth));
  }

  #root(packed: Packed): Leaf {
    const { at, buffer } = this.#memory;
    const { minRows, l2 } = this.#options;
    const root: Leaf = {
      ...{ from: 0, to: packed.rows, gradient: 0, hessian: 0, l2 },
      ...{ histogram: at.histograms, split: undefined, node: 0, depth: 0 },
    };
    if (packed.narrow + packed.wide === 0 || packed.rows < 2 * minRows) return root;
    this.#build(root, packed);
    // The first column's bins add up to all rows.
    const bins = histogramBytes(Math.min(1, packed.narrow), packed.narrow > 0 ? 0 : 1);
    const sums = new BigInt64Array(buffer, root.histogram, bins / 8);
    let gradient = 0n;
    let hessian = 0n;
    for (let i = 0; i < sums.length; i += 2) {
      gradient += sums[i]!;
      hessian += sums[i + 1]! >> 22n;
    }
    root.gradient = Number(gradient) / 2 ** 24;
    root.hessian = Number(hessian) / 2 ** 21;
    this.#look(root, packed);
    return root;
  }

  /** Turns a leaf into a node above two new ones, its left side in the leaf's place and its right side at the end. */
  #split(leaves: Leaf[], number: number, nodes: number, packed: Packed): void {
    const { at } = this.#memory;
    const leaf = leaves[number]!;
    const { column, set, ...sums } = leaf.split!;
    const position = packed.positions[column]!;
    const { l2, categoryL2 } = this.#options;
    const leftNode = (2 * leaves.length - 1) * NODE_BYTES;
    this.#write(nodes + leaf.node, position, leftNode + NODE_BYTES, leftNode);
    new Uint8Array(this.#memory.buffer, nodes + leaf.node + 16, 32).set(set);
    const middle = this.#partition(leaf, column, set, packed.stride);
    const penalty = this.#categories[position] ? l2 + categoryL2 : l2;
    const shared = { l2: penalty, split: undefined, depth: leaf.depth + 1 };
    const left: Leaf = {
      ...shared,
      ...{ from: leaf.from, to: middle, gradient: sums.leftGradient, hessian: sums.leftHessian },
      ...{ histogram: leaf.histogram, node: leftNode },
    };
    const right: Leaf = {
      ...shared,
      ...{ from: middle, to: leaf.to },
      ...{ gradient: leaf.gradient - sums.leftGradient, hessian: leaf.hessian - sums.leftHessian },
      ...{
        histogram: at.histograms + leaves.length * this.#histogramBytes(packed),
        node: leftNode + NODE_BYTES,
      },
    };
    leaves[number] = left;
    leaves.push(right);
    if (leaves.length < this.#options.leaves) this.#lookAtBoth(left, right, packed);
  }

  /** Adds up the smaller side, takes it from the parent's sums for the other, and finds the best split of each. */
  #lookAtBoth(left: Leaf, right: Leaf, packed: Packed): void {
    const { minRows } = this.#options;
    const [small, large] = left.to - left.from <= right.to - right.from ? [left, right] : [right, left];
    if (large.to - large.from < 2 * minRows) return;
    // The parent's sums lie at the left side's place: they become the larger side's.
    [small.histogram, large.histogram] = [right.histogram, left.histogram];
    this.#build(small, packed);
    const bytes = this.#histogramBytes(packed);
    this.#memory.exports.subtract({ from: large.histogram, other: small.histogram, bytes });
    this.#look(large, packed);
    if (small.to - small.from >= 2 * minRows) this.#look(small, packed);
  }

  #build(leaf: Leaf, { narrow, wide, stride }: Packed): void {
    const { exports: run, at, buffer } = this.#memory;
    const values = { order: at.order, packed: at.packed, stride, narrow, wide, bins: leaf.histogram };
    new Uint8Array(buffer, leaf.histogram, histogramBytes(narrow, wide)).fill(0);
    const rows = Math.max(1, Math.floor(CODES_PER_CALL / (narrow + wide)));
    for (let from = leaf.from; from < leaf.to; from += rows) {
      this.#poll();
      const to = Math.min(leaf.to, from + rows);
      run.histogram({ ...values, from, to });
    }
  }

  #look(leaf: Leaf, { narrow, wide }: Packed): void {
    const { exports: run, at, buffer } = this.#memory;
    const { minGain } = this.#options;
    const { gradient, hessian, histogram } = leaf;
    run.bestSplit({
      ...{ bins: histogram, shapes: at.shapes, narrow, wide, gradient, hessian },
      ...{ limits: at.limits, least: minGain, result: at.split, scratch: at.scratch },
    });
    const { gain, leftGradient, leftHessian, column } = SplitRecord.read(buffer, at.split);
    if (gain <= minGain) return;
    const set = new Uint8Array(buffer, at.split + SplitRecord.offsets.set0, 32).slice();
    leaf.split = { gain, leftGradient, leftHessian, column, set };
  }

  /** @returns where the right side begins */
  #partition({ from, to }: Leaf, column: number, set: Uint8Array, stride: number): number {
    const { exports: run, at, buffer } = this.#memory;
    const sides = new Uint8Array(buffer, at.sides, 256);
    for (let code = 0; code < 256; code++) sides[code] = (set[code >> 3]! >> (code & 7)) & 1;
    this.#poll();
    const left = at.order + 4 * from;
    const lefts = run.partition({
      ...{ order: at.order, from, to, left, right: at.right },
      ...{ packed: at.packed, stride, column, sides: at.sides },
    });
    this.#order.set(this.#right.subarray(0, to - from - lefts), from + lefts);
    return from + lefts;
  }

  /** Gives a leaf its value, and adds it to the scores of its rows. */
  #close({ from, to, gradient, hessian, l2, node }: Leaf, nodes: number): void {
    const { exports: run, at } = this.#memory;
    const value = Math.fround((-this.#options.learningRate * gradient) / (hessian + l2));
    this.#write(nodes + node, 0, node, node);
    this.#view.setFloat32(nodes + node + 12, value, true);
    this.#poll();
    run.addLeaf({ order: at.order, from, to, drawn: at.drawn, scores: at.scores, value });
  }

  /** The first words of a node: its column, and where its children are. */
  #write(node: number, position: number, right: number, left: number): void {
    this.#view.setUint32(node, position, true);
    this.#view.setUint32(node + 4, right, true);
    this.#view.setUint32(node + 8, left, true);
  }

  #histogramBytes({ narrow, wide }: Packed): number {
    return histogramBytes(narrow, wide);
  }
}

/** The leaf whose split gains most; the first of equal ones. */
function best(leaves: readonly Leaf[]): number | undefined {
  let found: number | undefined;
  let most = 0;
  for (const [number, { split }] of leaves.entries()) {
    if (split === undefined || split.gain <= most) continue;
    found = number;
    most = split.gain;
  }
  return found;
}
