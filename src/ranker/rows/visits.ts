/**
 * The order in which a training visits its rows. Those of a large log are visited window by window: windows in random order, and the
 * rows of each in random order. A window holds every n-th row, so that it is as good a sample of the log as any, and no more than one window
 * needs to be in memory.
 */
import { randomBits, shuffle } from '../../common/random.ts';

/** Rows of a window, at most: their codes and their order take some 80 MB. */
export const WINDOW_ROWS = 2 ** 22;

/** Windows of a log with so many rows. Row r belongs to window r mod n. */
export const windowsOf = (rows: number): number => Math.max(1, Math.ceil(rows / WINDOW_ROWS));

/** A window with rows to visit. */
export interface OpenWindow {
  window: number;
  /** The first and the last of its rows that are visited. */
  first: number;
  last: number;
}

/** Rows that are visited together: order[from..to). */
export interface Piece {
  order: Uint32Array;
  from: number;
  to: number;
}

export class Visits {
  /** Rows visited in this epoch. */
  done = 0;
  readonly #rows: Uint32Array;
  readonly #windows: number;
  readonly #isRange: boolean;
  readonly #poll: () => void;
  readonly #onWindow: (opened: OpenWindow) => void;
  readonly #bits: () => number;
  readonly #sequence: Uint32Array;
  /** Rows to visit of each window. */
  readonly #counts: Uint32Array;
  /** Of the shuffle of each window in this epoch: one that goes on in the middle need not go over the windows before. */
  readonly #seeds: Uint32Array;
  #begun = false;
  #opened: OpenWindow | undefined;
  /** Place in `#sequence`, and in the order of its window. */
  #at = 0;
  #from = 0;
  #order: Uint32Array = new Uint32Array(0);

  /**
   * @param rows each visited once in an epoch
   * @param windows of the log
   * @param poll called every few milliseconds; throws to stop
   * @param onWindow told of the window whose rows come next
   */
  constructor(
    rows: Uint32Array,
    windows: number,
    seed: number,
    poll: () => void,
    onWindow: (opened: OpenWindow) => void,
  ) {
    this.#rows = rows;
    this.#windows = windows;
    this.#isRange = rows.every((row, i) => row === rows[0]! + i);
    this.#poll = poll;
    this.#onWindow = onWindow;
    this.#bits = randomBits(seed);
    this.#sequence = Uint32Array.from({ length: windows }, (_, window) => window);
    this.#seeds = new Uint32Array(windows);
    this.#counts = this.#countWindows();
    if (windows === 1) this.#order = rows.slice();
  }

  /** Starts the next epoch. */
  begin(): void {
    this.done = 0;
    this.#at = 0;
    this.#from = 0;
    if (this.#windows === 1) {
      if (!this.#begun) this.#open(0, this.#order);
      shuffle(this.#order, this.#bits, this.#poll);
    } else {
      shuffle(this.#sequence, this.#bits);
      for (let window = 0; window < this.#windows; window++) this.#seeds[window] = this.#bits();
      this.#order = new Uint32Array(0);
    }
    this.#begun = true;
  }

  /** Goes to a place in the epoch that has begun, as if the rows before it had been visited. */
  goTo(done: number): void {
    let before = 0;
    if (this.#windows > 1) {
      while (before + this.#counts[this.#sequence[this.#at]!]! < done)
        before += this.#counts[this.#sequence[this.#at++]!]!;
      this.#arrange();
    }
    this.#from = done - before;
    this.done = done;
  }

  /** Tells of the window at hand once more: its rows were let go of. */
  reopen(): void {
    if (this.#opened !== undefined) this.#onWindow(this.#opened);
  }

  /** The next rows, at most so many. There must be some left. */
  next(most: number): Piece {
    while (this.#from === this.#order.length) {
      if (this.#order.length > 0) this.#at++;
      while (this.#counts[this.#sequence[this.#at]!] === 0) this.#at++;
      this.#arrange();
      this.#from = 0;
    }
    const from = this.#from;
    const to = Math.min(this.#order.length, from + most);
    this.#from = to;
    this.done += to - from;
    return { order: this.#order, from, to };
  }

  /** Puts the rows of the window at hand in the order of this epoch. */
  #arrange(): void {
    const window = this.#sequence[this.#at]!;
    const order = this.#rowsOf(window);
    this.#open(window, order);
    shuffle(order, randomBits(this.#seeds[window]!), this.#poll);
    this.#order = order;
  }

  #open(window: number, order: Uint32Array): void {
    if (order.length === 0) return;
    this.#opened = spanOf(window, order);
    this.#onWindow(this.#opened);
  }

  #rowsOf(window: number): Uint32Array {
    const rows = this.#rows;
    const windows = this.#windows;
    const order = new Uint32Array(this.#counts[window]!);
    if (this.#isRange) {
      const first = firstFrom(rows[0]!, window, windows);
      for (let i = 0; i < order.length; i++) order[i] = first + i * windows;
      return order;
    }
    for (let i = 0, found = 0; i < rows.length; i++) {
      if (i % 2 ** 20 === 0) this.#poll();
      if (rows[i]! % windows === window) order[found++] = rows[i]!;
    }
    return order;
  }

  #countWindows(): Uint32Array {
    const rows = this.#rows;
    const windows = this.#windows;
    if (!this.#isRange || rows.length === 0) {
      const counts = new Uint32Array(windows);
      for (let i = 0; i < rows.length; i++) counts[rows[i]! % windows]!++;
      return counts;
    }
    return this.#sequence.map((window) => {
      const beyond = rows.at(-1)! + 1 - firstFrom(rows[0]!, window, windows);
      return Math.max(0, Math.ceil(beyond / windows));
    });
  }
}

/** The first row from `row` on that belongs to a window. */
const firstFrom = (row: number, window: number, windows: number): number =>
  row + ((window - (row % windows) + windows) % windows);

/** The stretch of a window that holds some of its rows, in any order. */
export function spanOf(window: number, rows: Uint32Array): OpenWindow {
  let [first, last] = [rows[0]!, rows[0]!];
  for (const row of rows) {
    if (row < first) first = row;
    if (row > last) last = row;
  }
  return { window, first, last };
}
