/**
 * Whether trees that were kept can be followed. The kernel trusts their offsets and columns, and anybody can write a file with a right checksum.
 */
import { NODE_BYTES, treeBytes } from './boost-kernel.ts';
import type { TreesModel } from './head.ts';
import { headOptions } from './options.ts';

/** A value of a model, at most: the sum of some hundred of them is a number of 32 bits. */
const LARGEST = 1e30;

export const isSoundValue = (value: number): boolean => Math.abs(value) <= LARGEST;

/** @param known names of the columns that rows have */
export function areSoundTrees(
  { columns, depths, nodes, calibration }: TreesModel,
  known: ReadonlySet<string>,
): boolean {
  const size = treeBytes(headOptions(0));
  if (nodes.length !== depths.length * size || new Set(columns).size !== columns.length) return false;
  if (!columns.every((name) => known.has(name))) return false;
  if (!isSoundValue(calibration.slope) || !isSoundValue(calibration.intercept)) return false;
  const view = new DataView(nodes.buffer, nodes.byteOffset, nodes.length);
  // A tree of no steps is not read.
  return depths.every(
    (depth, tree) => depth === 0 || endsInLeaves(view, tree * size, size, depth, columns.length),
  );
}

/**
 * Whether each way from a tree's first node ends in a leaf within `depth` steps. As trees grow, children come after their parents; a leaf is its
 * own child. Nodes that no way leads to hold anything.
 */
function endsInLeaves(view: DataView, from: number, size: number, depth: number, columns: number): boolean {
  const steps = new Map([[0, 0]]);
  for (let node = 0; node < size; node += NODE_BYTES) {
    const before = steps.get(node);
    if (before === undefined) continue;
    const at = from + node;
    const children = [view.getUint32(at + 4, true), view.getUint32(at + 8, true)];
    if (view.getUint32(at, true) >= columns || before > depth) return false;
    if (children.every((child) => child === node)) {
      if (!isSoundValue(view.getFloat32(at + 12, true))) return false;
      continue;
    }
    for (const child of children) {
      if (child <= node || child >= size || child % NODE_BYTES !== 0) return false;
      steps.set(child, Math.max(steps.get(child) ?? 0, before + 1));
    }
  }
  return depth < size / NODE_BYTES;
}
