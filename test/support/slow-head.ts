/** Boosted trees as their definition reads: every split is tried by adding up its rows. What the kernel is held against. */
import { NODE_BYTES, treeBytes } from '../../src/ranker/head/boost-kernel.ts';
import type { Booster } from '../../src/ranker/head/booster.ts';
import type { HeadColumn, HeadOptions } from '../../src/ranker/head/index.ts';

/** A tree: per node its column and the codes that go left, and its children (−1 − n is leaf n), then the leaves' values. */
export interface Tree {
  nodes: { column: string; left: number[]; children: [left: number, right: number] }[];
  values: number[];
}

interface Side {
  rows: number[];
  gradient: number;
  hessian: number;
}

interface Candidate {
  gain: number;
  column: HeadColumn;
  codes: number[];
}

interface Leaf extends Side {
  l2: number;
  best: Candidate | undefined;
  attach: (child: number) => void;
}

/** In the order in which splits are tried: those of few bins first. */
export const inOrder = (columns: readonly HeadColumn[]): HeadColumn[] => [
  ...columns.filter(({ bins }) => bins <= 64),
  ...columns.filter(({ bins }) => bins > 64),
];

/** Grows one tree on `rows`, given the present score of every row of the table; adds nothing to it. */
export function slowTree(
  given: readonly HeadColumn[],
  label: Uint8Array,
  scores: ArrayLike<number>,
  rows: readonly number[],
  options: HeadOptions,
): Tree {
  const columns = inOrder(given);
  // The kernel adds up whole numbers of these units; the same here, so that equal gains are equal.
  const gradients = new Float64Array(label.length);
  const hessians = new Float64Array(label.length);
  for (const row of rows) {
    const p = 1 / (1 + Math.exp(-scores[row]!));
    gradients[row] = Math.round((p - label[row]!) * 2 ** 24) / 2 ** 24;
    hessians[row] = Math.round(p * (1 - p) * 2 ** 21) / 2 ** 21;
  }
  const sideOf = (members: number[]): Side => ({
    rows: members,
    gradient: members.reduce((sum, row) => sum + gradients[row]!, 0),
    hessian: members.reduce((sum, row) => sum + hessians[row]!, 0),
  });
  const tree: Tree = { nodes: [], values: [] };
  const leafOf = (members: number[], l2: number, attach: Leaf['attach']): Leaf => {
    const side = sideOf(members);
    return { ...side, l2, best: bestOf(side, columns, options, sideOf), attach };
  };
  const leaves = [leafOf([...rows], options.l2, () => {})];
  while (leaves.length < options.leaves) {
    const most = Math.max(...leaves.map(({ best }) => best?.gain ?? 0));
    const number = leaves.findIndex(({ best }) => best?.gain === most);
    if (number < 0) break;
    const leaf = leaves[number]!;
    const { column, codes } = leaf.best!;
    const node: Tree['nodes'][number] = { column: column.name, left: codes, children: [0, 0] };
    leaf.attach(tree.nodes.length);
    tree.nodes.push(node);
    const l2 = options.l2 + (column.type === 'categorical' ? options.categoryL2 : 0);
    const [left, right] = sidesOf(leaf.rows, column, codes);
    const child = (side: 0 | 1): Leaf =>
      leafOf([left, right][side]!, l2, (to) => {
        node.children[side] = to;
      });
    leaves[number] = child(0);
    leaves.push(child(1));
  }
  if (leaves.length === 1) return tree;
  for (const [n, leaf] of leaves.entries()) {
    leaf.attach(-1 - n);
    tree.values.push((-options.learningRate * leaf.gradient) / (leaf.hessian + leaf.l2));
  }
  return tree;
}

function sidesOf(rows: number[], column: HeadColumn, left: number[]): [number[], number[]] {
  const lefts = new Set(left);
  return [
    rows.filter((row) => lefts.has(column.codes[row]!)),
    rows.filter((row) => !lefts.has(column.codes[row]!)),
  ];
}

function bestOf(
  leaf: Side,
  columns: readonly HeadColumn[],
  options: HeadOptions,
  sideOf: (rows: number[]) => Side,
): Candidate | undefined {
  let best: Candidate | undefined;
  const score = ({ gradient, hessian }: Side, l2: number): number => gradient ** 2 / (hessian + l2);
  for (const column of columns) {
    const categorical = column.type === 'categorical';
    const l2 = options.l2 + (categorical ? options.categoryL2 : 0);
    const least = categorical ? Math.max(options.minRows, options.minGroupRows) : options.minRows;
    const found = categorical
      ? categorySets(leaf, column, options, sideOf)
      : { sets: thresholds(leaf, column), sorted: 0 };
    for (const codes of found.sets) {
      const [left, right] = sidesOf(leaf.rows, column, codes).map(sideOf) as [Side, Side];
      if (left.rows.length < options.minRows || right.rows.length < least) continue;
      if (left.hessian < options.minHessian || right.hessian < options.minHessian) continue;
      const cost = found.sorted * options.categoryCost;
      const gain = score(left, l2) + score(right, l2) - (score(leaf, options.l2) + cost);
      if (gain > (best?.gain ?? options.minGain)) best = { gain, column, codes };
    }
  }
  return best;
}

/** Bins up to each that the leaf has, without the missing and with them. */
function thresholds({ rows }: Side, { bins, codes }: HeadColumn): number[][] {
  const present = new Set(rows.map((row) => codes[row]!));
  const sets: number[][] = [];
  for (let bin = 1; bin < bins; bin++) {
    if (!present.has(bin)) continue;
    const up = Array.from({ length: bin }, (_, i) => 1 + i);
    sets.push(up);
    if (present.has(0)) sets.push([0, ...up]);
  }
  return sets;
}

/** The first categories by G/(H + smoothing), and the last, at group borders; and how many there are in all. */
function categorySets(
  { rows }: Side,
  { codes }: HeadColumn,
  options: HeadOptions,
  sideOf: (rows: number[]) => Side,
): { sets: number[][]; sorted: number } {
  const sides = [...new Set(rows.map((row) => codes[row]!))]
    .toSorted((a, b) => a - b)
    .map((code) => ({ code, ...sideOf(rows.filter((row) => codes[row] === code)) }))
    .filter((side) => side.rows.length >= options.minCategoryRows)
    .map((side) => ({ ...side, ratio: side.gradient / (side.hessian + options.categorySmooth) }))
    .toSorted((a, b) => a.ratio - b.ratio);
  const most = Math.min(options.mostCategories, Math.ceil(sides.length / 2));
  const chosen = [sides, sides.toReversed()].flatMap((ordered) => {
    const sets: number[][] = [];
    let group = 0;
    let left = 0;
    let hessian = 0;
    for (let i = 0; i < most; i++) {
      group += ordered[i]!.rows.length;
      left += ordered[i]!.rows.length;
      hessian += ordered[i]!.hessian;
      if (group < options.minGroupRows || left < options.minRows || hessian < options.minHessian) continue;
      group = 0;
      const codes = ordered.slice(0, i + 1).map(({ code }) => code);
      sets.push(codes.toSorted((a, b) => a - b));
    }
    return sets;
  });
  return { sets: chosen, sorted: sides.length };
}

/** What a tree adds to the score of a row of the table. */
export function slowValue(tree: Tree, columns: readonly HeadColumn[], row: number): number {
  if (tree.nodes.length === 0) return 0;
  let at = 0;
  while (at >= 0) {
    const { column, left, children } = tree.nodes[at]!;
    const { codes } = columns.find(({ name }) => name === column)!;
    at = children[left.includes(codes[row]!) ? 0 : 1];
  }
  return tree.values[-1 - at]!;
}

/** A tree in the kernel's memory, of a booster whose columns all differ somewhere. */
export function treeOf(
  { memory, depths }: Booster,
  number: number,
  given: readonly HeadColumn[],
  options: HeadOptions,
): Tree {
  if (depths[number] === 0) return { nodes: [], values: [] };
  const columns = inOrder(given);
  const view = new DataView(memory.buffer);
  const first = memory.at.nodes + number * treeBytes(options);
  const childrenOf = (node: number): [left: number, right: number] => [
    view.getUint32(first + node + 8, true),
    view.getUint32(first + node + 4, true),
  ];
  const isLeaf = (node: number): boolean => childrenOf(node)[0] === node;
  // The split that made a node is told by the children's place: those of the n-th are the n-th pair after the first node.
  const splitOf = (node: number): number => (childrenOf(node)[0] / NODE_BYTES - 1) / 2;
  const tree: Tree = { nodes: [], values: [] };
  const walk = (node: number, leaf: number): number => {
    if (isLeaf(node)) {
      tree.values[leaf] = view.getFloat32(first + node + 12, true);
      return -1 - leaf;
    }
    const at = first + node;
    const { name, bins } = columns[view.getUint32(at, true)]!;
    const codes = Array.from({ length: bins }, (_, code) => code).filter(
      (code) => (view.getUint8(at + 16 + (code >> 3)) >> (code & 7)) & 1,
    );
    const split = splitOf(node);
    const [left, right] = childrenOf(node);
    // The left side keeps the number of the leaf that was split; the right side takes the next.
    tree.nodes[split] = {
      ...{ column: name, left: codes },
      children: [walk(left, leaf), walk(right, split + 1)],
    };
    return split;
  };
  walk(0, 0);
  return tree;
}
