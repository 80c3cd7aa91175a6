/** Boosted trees over the rows of one task: one tree after another on the loss that those before leave. */

import { Failure } from '../../common/failure.ts';
import { hashName } from '../../common/hash.ts';
import { type BoostMemory, headBytes, MOST_ROWS, openBoost, strideOf, treeBytes } from './boost-kernel.ts';
import { drawColumns, mixed, movesOf, threshold } from './draw.ts';
import { Grower } from './grow.ts';
import type { Calibration, HeadColumn, TreesModel } from './head.ts';
import type { HeadOptions } from './options.ts';
import { usefulColumns, writeRows } from './rows.ts';
import { type Grown, scoreByTrees } from './tree-scores.ts';

/** Rows packed or scored by one kernel call: some milliseconds. */
const PIECE = 2 ** 17;

/** What the trees are grown on. */
export interface BoosterInput {
  columns: readonly HeadColumn[];
  base: Float32Array;
  label: Uint8Array;
  /** Numbers of the rows of the table that trees are grown or validated on. */
  rows: Uint32Array;
  /** Rows to score at a time. */
  block: number;
  options: HeadOptions;
  seed: number;
}

export class Booster {
  readonly #input: BoosterInput;
  readonly #columns: readonly HeadColumn[];
  readonly #narrow: number;
  readonly #hashes: readonly number[];
  /** All that the kernel reads and writes. */
  readonly memory: BoostMemory;
  readonly #codes: Uint8Array;
  readonly #scores: Float32Array;
  readonly #grower: Grower;
  readonly #poll: () => void;
  /** Steps from each tree's first node to its farthest leaf; 0 where it has no split, and changes no score. */
  #depths: number[] = [];

  /**
   * @param poll called every few milliseconds; throws to stop
   * @throws Failure `usage` or `data` for columns that cannot be, `resource` where the rows do not fit
   */
  constructor(input: BoosterInput, poll: () => void) {
    const { columns, label, rows, block, options } = input;
    const { narrow, wide } = usefulColumns(columns, rows);
    this.#input = input;
    this.#poll = poll;
    this.#columns = [...narrow, ...wide];
    this.#narrow = narrow.length;
    this.#hashes = this.#columns.map(({ name }) => hashName(name));
    const shape = { rows: rows.length, block, narrow: narrow.length, wide: wide.length, options };
    requireCountable(rows.length, headBytes(shape));
    this.memory = openBoost(shape);
    const { at, buffer } = this.memory;
    const most = Math.max(rows.length, block);
    this.#codes = new Uint8Array(buffer, at.codes, most * this.#columns.length);
    this.#scores = new Float32Array(buffer, at.scores, most);
    const categories = this.#columns.map(({ type }) => type === 'categorical');
    this.#grower = new Grower(this.memory, options, rows.length, categories, poll);
    const labels = new Uint8Array(buffer, at.labels, rows.length);
    for (const [i, row] of rows.entries()) labels[i] = label[row]!;
    writeRows(this.#codes, this.#columns, rows, poll);
  }

  /** Forgets all trees: the scores are those of the calibrated base. */
  start({ slope, intercept }: Calibration): void {
    const { base, rows } = this.#input;
    for (let i = 0; i < rows.length; i++) this.#scores[i] = slope * base[rows[i]!]! + intercept;
    this.#depths = [];
  }

  /** Grows the next tree on the first `rows` rows, and adds it to the scores of all. */
  add(rows: number): void {
    const { exports: run, at } = this.memory;
    const tree = this.#depths.length;
    const positions = drawColumns(this.#hashes, this.#input.seed, tree, this.#input.options.columnShare);
    const narrow = positions.filter((position) => position < this.#narrow).length;
    const stride = strideOf(positions.length);
    const drawn = this.#pack(rows, tree, positions, stride);
    const packed = { rows: drawn, narrow, wide: positions.length - narrow, stride, positions };
    const depth = this.#grower.grow(this.#nodes(tree), packed);
    this.#depths.push(depth);
    if (depth === 0) return;
    const { codes, scores } = at;
    const all = { codes, columns: this.#columns.length, nodes: this.#nodes(tree), depth, scores };
    this.#pieces(drawn, rows, (from, to) => run.addTreeAt({ ...all, rows: at.drawn, from, to }));
    this.#pieces(rows, this.#input.rows.length, (from, to) => run.addTree({ ...all, from, to }));
  }

  /** Mean log loss of rows from..to−1. */
  loss(from: number, to: number): number {
    const { exports: run, at, buffer } = this.memory;
    let sum = 0;
    this.#pieces(from, to, (first, last) => {
      run.loss({ from: first, to: last, scores: at.scores, labels: at.labels, out: at.scratch });
      const [whole, mantissa, exponent] = new Float64Array(buffer, at.scratch, 3);
      sum += whole! + Math.log(mantissa!) + exponent! * Math.LN2;
    });
    return sum / (to - from);
  }

  /** Steps from the first node to the farthest leaf of each tree so far. */
  get depths(): readonly number[] {
    return this.#depths;
  }

  /** Logits of rows of the table. The training rows are lost: `add` must not follow. */
  score(rows: Uint32Array, calibration: Calibration): Float32Array {
    return scoreByTrees(this.#grown(), this.#input.base, rows, calibration, this.#poll);
  }

  /** The trees, to score rows by later. */
  model(calibration: Calibration): TreesModel {
    const { at, buffer } = this.memory;
    const length = this.#depths.length * treeBytes(this.#input.options);
    return {
      columns: this.#columns.map(({ name }) => name),
      depths: [...this.#depths],
      nodes: new Uint8Array(buffer, at.nodes, length).slice(),
      calibration,
    };
  }

  #grown(): Grown {
    const { options, block } = this.#input;
    return { memory: this.memory, columns: this.#columns, depths: this.#depths, options, block };
  }

  /** Draws rows for a tree, and copies what it reads of them. @returns how many are drawn */
  #pack(rows: number, tree: number, positions: readonly number[], stride: number): number {
    const { exports: run, at, buffer } = this.memory;
    const { seed, options } = this.#input;
    const moves = movesOf(positions);
    new Uint8Array(buffer, at.moves, moves.length).set(moves);
    const shapes = new Uint16Array(buffer, at.shapes, 2 * positions.length);
    for (const [i, position] of positions.entries()) {
      const { bins, type } = this.#columns[position]!;
      shapes.set([bins, type === 'categorical' ? 1 : 0], 2 * i);
    }
    const all = {
      ...{ codes: at.codes, columns: this.#columns.length, scores: at.scores, labels: at.labels },
      ...{ stream: mixed(seed, tree), share: threshold(options.rowShare) },
      ...{ packed: at.packed, stride, moves: at.moves, movesEnd: at.moves + moves.length },
    };
    run.startPack({ drawn: at.drawn, last: rows });
    let drawn = 0;
    this.#pieces(0, rows, (from, to) => {
      drawn = run.pack({ ...all, from, to });
    });
    return drawn;
  }

  /** The address of a tree. */
  #nodes(tree: number): number {
    return this.memory.at.nodes + tree * treeBytes(this.#input.options);
  }

  #pieces(first: number, last: number, work: (from: number, to: number) => void): void {
    for (let from = first; from < last; from += PIECE) {
      this.#poll();
      work(from, Math.min(last, from + PIECE));
    }
  }
}

function requireCountable(rows: number, bytes: number): void {
  if (rows <= MOST_ROWS) return;
  throw new Failure(
    'resource',
    'head-rows',
    `The head has ${rows} rows to train on (${(bytes / 2 ** 30).toFixed(1)} GiB), where at most ${MOST_ROWS} are possible: sample fewer.`,
  );
}
