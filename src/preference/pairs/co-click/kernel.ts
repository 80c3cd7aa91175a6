/**
 * Lays out the memory of the co-click kernel and moves windows and rows into it. The kernel's own file explains the
 * algorithm; this one knows the bytes.
 */

import { Arena, type Shortage, shortage } from '../../../kernels/arena.ts';
import { type Coclick, coclick } from '../../../kernels/interfaces/coclick.ts';
import type { CoClickSpec } from '../../../specfile/schema.ts';
import type { Positives } from '../../features/positives.ts';
import type { WindowEvents } from '../../features/window.ts';

export const WEIGHTINGS = ['raw', 'cosine', 'jaccard', 'lift'] as const;

/** Weights of event pairs are multiples of this, so that every sum of fewer than 2²³ of them is exact. */
const QUANTUM = 2 ** -30;

/** As in the kernel: positives for which it keeps one number, to pass over them at once. */
const RUN = 128;

/** Features per row: max, sum, mean, count. */
export const WIDTH = 4;

/** Also compute the features with everyone's events for this row. */
export const WITH_TOTAL = 128;

/** What must fit: the largest window and the largest batch of rows. */
export interface Capacity {
  users: number;
  items: number;
  folds: number;
  /** Events of the largest window. */
  events: number;
  /** Rows of the largest batch, and so its groups at most. */
  rows: number;
  /** Largest age of an event in slices. */
  maximumAge: number;
  /** Leave out the row's own user instead of their fold: a diagnostic. */
  leaveUserOut: boolean;
}

/** Rows grouped by candidate: group g is candidate `item[g]`, rows [start[g], start[g + 1]). */
export interface RowBatch {
  groups: number;
  item: Uint32Array;
  start: Uint32Array;
  rows: number;
  user: Uint32Array;
  /** The user's fold, plus WITH_TOTAL. */
  fold: Uint8Array;
  historyLow: Uint32Array;
  historyHigh: Uint32Array;
}

/** Weight of two events by the sum of their ages: 1 without decay, else 2^(−(a + b) / halfLife) on the fixed grid. */
export function decayTable(maximumAge: number, halfLife: number | undefined): Float64Array {
  const table = new Float64Array(2 * maximumAge + 1).fill(1);
  if (halfLife === undefined) return table;
  return table.map((_, age) => Math.round(2 ** (-age / halfLife) / QUANTUM) * QUANTUM);
}

/**
 * Oldest age, in slices, of an event that still counts: at 15 half-lives its squared weight is one quantum. Beyond, its
 * item's own weight would vanish from the grid while its pairs with fresh events stay, and similarities divide by it.
 */
export function oldestAge(halfLife: number | undefined): number {
  return halfLife === undefined ? Number.POSITIVE_INFINITY : Math.floor(15 * halfLife);
}

/** Bytes of the kernel's arrays. */
function sizesOf(
  { users, items, folds, events, rows, maximumAge, leaveUserOut }: Capacity,
  positives: number,
) {
  const stride = folds + 1;
  return {
    pairSum: items * stride * 8,
    itemSum: items * stride * 8,
    userSum: stride * 8,
    edgeSum: stride * 8,
    decay: (2 * maximumAge + 1) * 8,
    out: rows * WIDTH * 4,
    outTotal: rows * WIDTH * 4,
    userStart: (users + 1) * 4,
    itemStart: (items + 1) * 4,
    userItem: events * 4,
    itemUser: events * 4,
    positiveItem: positives * 4,
    nextSame: positives * 4,
    latestNext: Math.floor(positives / RUN) * 4,
    groupItem: rows * 4,
    groupStart: (rows + 1) * 4,
    historyLow: rows * 4,
    historyHigh: rows * 4,
    userAge: events * 2,
    itemAge: events * 2,
    userFold: users,
    rowFold: rows,
    rowUser: leaveUserOut ? rows * 4 : 0,
    ownAge: leaveUserOut ? items * 2 : 0,
  };
}

/** One co-click kernel with its private memory. @throws Failure `resource` beyond 4 GiB, or where less is left. */
export class CoClickKernel {
  readonly #arena: Arena<Coclick, keyof ReturnType<typeof sizesOf>>;
  readonly #leaveUserOut: boolean;

  constructor(capacity: Capacity, positives: Positives, userFold: Uint8Array, spec: CoClickSpec) {
    const { users, items, folds, maximumAge, leaveUserOut } = capacity;
    this.#arena = new Arena(coclick, shortageOf(spec.name)).layout(sizesOf(capacity, positives.count));
    this.#arena.write('positiveItem', positives.itemByUser);
    this.#arena.write('nextSame', positives.nextByUser);
    this.#arena.write('userFold', userFold.subarray(0, users));
    this.#arena.write('decay', decayTable(maximumAge, spec.halfLife));
    const { exports, at } = this.#arena;
    this.#leaveUserOut = leaveUserOut;
    exports.setFolds({ ...at, folds, items, users });
    exports.setSums(at);
    exports.setHistory({ ...at, positives: positives.count, length: spec.history });
    if (leaveUserOut) exports.setOwn(at);
    exports.setWeighting({ ...at, kind: WEIGHTINGS.indexOf(spec.weight), shrinkage: spec.shrinkage });
    exports.setWindow(at);
  }

  setWindow(window: WindowEvents): void {
    this.#arena.write('userStart', window.userStart);
    this.#arena.write('userItem', window.userItem);
    this.#arena.write('userAge', window.userAge);
    this.#arena.write('itemStart', window.itemStart);
    this.#arena.write('itemUser', window.itemUser);
    this.#arena.write('itemAge', window.itemAge);
    this.#arena.exports.sumWindow();
  }

  setRows(batch: RowBatch): void {
    this.#arena.write('groupItem', batch.item.subarray(0, batch.groups));
    this.#arena.write('groupStart', batch.start.subarray(0, batch.groups + 1));
    this.#arena.write('rowFold', batch.fold.subarray(0, batch.rows));
    if (this.#leaveUserOut) this.#arena.write('rowUser', batch.user.subarray(0, batch.rows));
    this.#arena.write('historyLow', batch.historyLow.subarray(0, batch.rows));
    this.#arena.write('historyHigh', batch.historyHigh.subarray(0, batch.rows));
  }

  /** Computes groups first..last−1. @returns pairs, rows and history items visited, a measure of the work done. */
  run(first: number, last: number): number {
    return this.#arena.exports.features({ ...this.#arena.at, first, last });
  }

  /** Views of the results, WIDTH values per row of the batch; valid until the next batch. */
  results(rows: number): { crossFitted: Float32Array; total: Float32Array } {
    return {
      crossFitted: this.#arena.f32('out', rows * WIDTH),
      total: this.#arena.f32('outTotal', rows * WIDTH),
    };
  }
}

export const shortageOf = (source: string): Shortage =>
  shortage(
    'source-memory',
    `The source ${source} needs`,
    ' for its largest window',
    'use more slices with a shorter window, or fewer folds',
  );
