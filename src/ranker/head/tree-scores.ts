/** What grown trees say of rows: of those of the task that grew them, or of rows that come later. */
import { type BoostMemory, openBoost, treeBytes } from './boost-kernel.ts';
import type { Calibration, HeadColumn, TreesModel } from './head.ts';
import { type HeadOptions, headOptions } from './options.ts';
import { writeRows } from './rows.ts';

/** Rows scored at a time. */
export const BLOCK_ROWS = 2 ** 16;
/** Rows scored by one kernel call: some milliseconds. */
const PIECE = 2 ** 17;

/** Trees in a kernel's memory. */
export interface Grown {
  memory: BoostMemory;
  /** In the order of a row's codes. */
  columns: readonly HeadColumn[];
  depths: readonly number[];
  options: Pick<HeadOptions, 'leaves'>;
  /** Rows that the memory has room for. */
  block: number;
}

/**
 * Logits of rows of the table, `block` at a time.
 * @param base the base score of each row of the table
 * @param poll called every few milliseconds; throws to stop
 */
export function scoreByTrees(
  { memory, columns, depths, options, block }: Grown,
  base: Float32Array,
  rows: Uint32Array,
  { slope, intercept }: Calibration,
  poll: () => void,
): Float32Array {
  const { at, buffer, exports: run } = memory;
  const codes = new Uint8Array(buffer, at.codes, block * columns.length);
  const sums = new Float32Array(buffer, at.scores, block);
  const scores = new Float32Array(rows.length);
  for (let from = 0; from < rows.length; from += block) {
    const piece = rows.subarray(from, from + block);
    writeRows(codes, columns, piece, poll);
    for (let i = 0; i < piece.length; i++) sums[i] = slope * base[piece[i]!]! + intercept;
    for (const [tree, depth] of depths.entries()) {
      if (depth === 0) continue;
      const nodes = at.nodes + tree * treeBytes(options);
      const all = { codes: at.codes, columns: columns.length, nodes, depth, scores: at.scores };
      for (let first = 0; first < piece.length; first += PIECE) {
        poll();
        run.addTree({ ...all, from: first, to: Math.min(piece.length, first + PIECE) });
      }
    }
    scores.set(sums.subarray(0, piece.length), from);
  }
  return scores;
}

/**
 * Logits of rows that came after the trees were grown: those that they would have had then, bit by bit.
 * @param columns of the table, with at least those that the trees read
 */
export function scoreRowsByTrees(
  model: TreesModel,
  columns: readonly HeadColumn[],
  base: Float32Array,
  rows: Uint32Array,
  poll: () => void,
): Float32Array {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const read = model.columns.map((name) => byName.get(name)!);
  const block = Math.min(BLOCK_ROWS, rows.length);
  const options = { ...headOptions(0), trees: model.depths.length };
  const memory = openBoost({ rows: 0, block, narrow: read.length, wide: 0, options });
  new Uint8Array(memory.buffer, memory.at.nodes, model.nodes.length).set(model.nodes);
  const grown = { memory, columns: read, depths: model.depths, options, block };
  return scoreByTrees(grown, base, rows, model.calibration, poll);
}
