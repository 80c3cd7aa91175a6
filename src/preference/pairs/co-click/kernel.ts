/**
 * Lays out the memory of the co-click kernel and moves windows and rows into it. The kernel's own file explains the
 * algorithm; this one knows the bytes.
 */

import { Failure } from '../../../common/failure.ts';
import { instantiate, type Kernel } from '../../../kernels/loader.ts';
import type { CoClickSpec } from '../../../specfile/schema.ts';
import type { Positives } from '../../features/positives.ts';
import type { WindowEvents } from '../../features/window.ts';

interface CoClickExports {
  setWindow(a: number, b: number, c: number, d: number, e: number, f: number): void;
  setFolds(userFold: number, folds: number, items: number, users: number): void;
  setSums(pairSum: number, itemSum: number, userSum: number, edgeSum: number): void;
  setHistory(
    positiveItem: number,
    nextSame: number,
    latestNext: number,
    positives: number,
    length: number,
  ): void;
  setOwn(ownAge: number, rowUser: number): void;
  setWeighting(kind: number, shrinkage: number, decay: number): void;
  sumWindow(): void;
  features(
    groupItem: number,
    groupStart: number,
    first: number,
    last: number,
    rowFold: number,
    historyLow: number,
    historyHigh: number,
    out: number,
    outTotal: number,
  ): number;
}

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

/** One co-click kernel with its private memory. @throws Failure `resource` beyond 4 GiB, or where less is left. */
export class CoClickKernel {
  readonly #exports: CoClickExports;
  readonly #memory: ArrayBuffer;
  readonly #at: Record<string, number>;
  readonly #leaveUserOut: boolean;

  constructor(capacity: Capacity, positives: Positives, userFold: Uint8Array, spec: CoClickSpec) {
    const { users, items, folds, events, rows, maximumAge, leaveUserOut } = capacity;
    const stride = folds + 1;
    const sizes: [string, number][] = [
      ['pairSum', items * stride * 8],
      ['itemSum', items * stride * 8],
      ['userSum', stride * 8],
      ['edgeSum', stride * 8],
      ['decay', (2 * maximumAge + 1) * 8],
      ['out', rows * WIDTH * 4],
      ['outTotal', rows * WIDTH * 4],
      ['userStart', (users + 1) * 4],
      ['itemStart', (items + 1) * 4],
      ['userItem', events * 4],
      ['itemUser', events * 4],
      ['positiveItem', positives.count * 4],
      ['nextSame', positives.count * 4],
      ['latestNext', Math.floor(positives.count / RUN) * 4],
      ['groupItem', rows * 4],
      ['groupStart', (rows + 1) * 4],
      ['historyLow', rows * 4],
      ['historyHigh', rows * 4],
      ['userAge', events * 2],
      ['itemAge', events * 2],
      ['userFold', users],
      ['rowFold', rows],
      ['rowUser', leaveUserOut ? rows * 4 : 0],
      ['ownAge', leaveUserOut ? items * 2 : 0],
    ];
    const bytes = sizes.reduce((total, [, size]) => total + align(size), 0);
    const kernel = allocate(bytes, spec.name);
    this.#exports = kernel.exports;
    this.#memory = kernel.memory.buffer;
    this.#at = {};
    let at = kernel.base;
    for (const [name, size] of sizes) {
      this.#at[name] = at;
      at += align(size);
    }
    const offset = (name: string) => this.#offset(name);
    this.#write('positiveItem', positives.itemByUser);
    this.#write('nextSame', positives.nextByUser);
    this.#write('userFold', userFold);
    this.#write('decay', decayTable(maximumAge, spec.halfLife));
    this.#exports.setFolds(offset('userFold'), folds, items, users);
    this.#exports.setSums(offset('pairSum'), offset('itemSum'), offset('userSum'), offset('edgeSum'));
    this.#exports.setHistory(
      offset('positiveItem'),
      offset('nextSame'),
      offset('latestNext'),
      positives.count,
      spec.history,
    );
    if (leaveUserOut) this.#exports.setOwn(offset('ownAge'), offset('rowUser'));
    this.#leaveUserOut = leaveUserOut;
    this.#exports.setWeighting(WEIGHTINGS.indexOf(spec.weight), spec.shrinkage, offset('decay'));
    this.#exports.setWindow(
      offset('itemStart'),
      offset('itemUser'),
      offset('itemAge'),
      offset('userStart'),
      offset('userItem'),
      offset('userAge'),
    );
  }

  setWindow(window: WindowEvents): void {
    this.#write('userStart', window.userStart);
    this.#write('userItem', window.userItem);
    this.#write('userAge', window.userAge);
    this.#write('itemStart', window.itemStart);
    this.#write('itemUser', window.itemUser);
    this.#write('itemAge', window.itemAge);
    this.#exports.sumWindow();
  }

  setRows(batch: RowBatch): void {
    this.#write('groupItem', batch.item.subarray(0, batch.groups));
    this.#write('groupStart', batch.start.subarray(0, batch.groups + 1));
    this.#write('rowFold', batch.fold.subarray(0, batch.rows));
    if (this.#leaveUserOut) this.#write('rowUser', batch.user.subarray(0, batch.rows));
    this.#write('historyLow', batch.historyLow.subarray(0, batch.rows));
    this.#write('historyHigh', batch.historyHigh.subarray(0, batch.rows));
  }

  /** Computes groups first..last−1. @returns pairs, rows and history items visited, a measure of the work done. */
  run(first: number, last: number): number {
    const offset = (name: string) => this.#offset(name);
    return this.#exports.features(
      offset('groupItem'),
      offset('groupStart'),
      first,
      last,
      offset('rowFold'),
      offset('historyLow'),
      offset('historyHigh'),
      offset('out'),
      offset('outTotal'),
    );
  }

  /** Views of the results, WIDTH values per row of the batch; valid until the next batch. */
  results(rows: number): { crossFitted: Float32Array; total: Float32Array } {
    return {
      crossFitted: new Float32Array(this.#memory, this.#offset('out'), rows * WIDTH),
      total: new Float32Array(this.#memory, this.#offset('outTotal'), rows * WIDTH),
    };
  }

  #offset(name: string): number {
    return this.#at[name]!;
  }

  #write(name: string, values: Uint8Array | Uint16Array | Uint32Array | Float64Array): void {
    new Uint8Array(this.#memory).set(
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
      this.#offset(name),
    );
  }
}

const align = (bytes: number): number => Math.ceil(bytes / 64) * 64;

function allocate(bytes: number, source: string): Kernel<CoClickExports> {
  try {
    return instantiate<CoClickExports>('coclick', bytes);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const gigabytes = (bytes / 2 ** 30).toFixed(1);
    throw new Failure(
      'resource',
      'source-memory',
      `The source ${source} needs ${gigabytes} GiB for its largest window and cannot have it (the limit is 4 GiB): ` +
        'use more slices with a shorter window, or fewer folds.',
    );
  }
}
