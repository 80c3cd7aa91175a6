/** A list of pairs as a stream by candidate: sorted once, read up to a slice. */
import type { PairTable } from '../data/dataset.ts';
import { type PairStream, WORK_PER_PIECE } from './pair-features.ts';
import { PairKernel, slotsOf } from './pair-features-kernel.ts';
import type { SourceInput } from './source.ts';

export class PairListStream implements PairStream {
  readonly kernel: PairKernel;
  readonly #start: Uint32Array;
  readonly #table: PairTable;
  readonly #fold: (pair: number) => number;
  /** Bits of the slots in which an item is in a pair, up to the slice that is open. */
  readonly #present: Uint32Array;
  #last = -1;

  /** @param rows of the largest batch. @throws RangeError where the pairs need more than 4 GiB. */
  constructor(input: SourceInput, table: PairTable, history: number, rows: number) {
    const { data } = input;
    const folds = table.user === undefined ? 0 : input.folds;
    this.#table = table;
    // A user whom the log does not know reads nothing, so his pairs need not be left out for anyone.
    this.#fold = (pair) =>
      table.user === undefined ? 0 : (input.userFold[table.user[pair]!] ?? input.folds);
    this.#present = new Uint32Array(data.items);
    this.#start = new Uint32Array(data.items + 1);
    const start = this.#start;
    for (let pair = 0; pair < table.left.length; pair++) {
      if (isPair(table, pair)) start[table.right[pair]! + 1]!++;
    }
    for (let item = 0; item < data.items; item++) start[item + 1]! += start[item]!;
    const pairs = start[data.items]!;
    this.kernel = new PairKernel({ items: data.items, folds, rows, history }, input.positives, [
      ['pairWeight', pairs * 8],
      ['pairLeft', pairs * 4],
      ['pairSlice', pairs * 2],
      ['pairFold', pairs],
    ]);
    this.#sort(pairs);
  }

  *open(last: number): Generator<number> {
    const { left, right, slice } = this.#table;
    for (let pair = 0; pair < left.length; pair++) {
      const at = slice?.[pair] ?? 0;
      if (at <= this.#last || at > last || !isPair(this.#table, pair)) continue;
      const slots = slotsOf(this.#fold(pair), this.kernel.folds);
      this.#present[left[pair]!]! |= slots;
      this.#present[right[pair]!]! |= slots;
    }
    this.#last = last;
    yield left.length;
  }

  *add(candidate: number): Generator<number> {
    yield* this.#read(candidate, 0);
  }

  present(candidate: number): number {
    return this.#present[candidate]!;
  }

  *clear(candidate: number): Generator<number> {
    yield* this.#read(candidate, 1);
  }

  *#read(candidate: number, clear: number): Generator<number> {
    const { kernel } = this;
    const end = this.#start[candidate + 1]!;
    for (let first = this.#start[candidate]!; first < end; ) {
      const last = Math.min(end, first + WORK_PER_PIECE);
      kernel.exports.listAdd(
        first,
        last,
        kernel.at('pairLeft'),
        kernel.at('pairWeight'),
        kernel.at('pairSlice'),
        kernel.at('pairFold'),
        kernel.at('foldOnes'),
        this.#last,
        clear,
      );
      yield last - first;
      first = last;
    }
  }

  /** Moves the pairs into the kernel by candidate, in the order of the table within one. */
  #sort(pairs: number): void {
    const { left, right, weight, slice } = this.#table;
    const free = this.#start.slice(0, -1);
    const sorted = {
      left: new Uint32Array(pairs),
      weight: new Float64Array(pairs),
      slice: new Uint16Array(pairs),
      fold: new Uint8Array(pairs),
    };
    for (let pair = 0; pair < left.length; pair++) {
      if (!isPair(this.#table, pair)) continue;
      const at = free[right[pair]!]!++;
      sorted.left[at] = left[pair]!;
      sorted.weight[at] = weight[pair]!;
      sorted.slice[at] = slice?.[pair] ?? 0;
      sorted.fold[at] = this.#fold(pair);
    }
    this.kernel.write('pairLeft', sorted.left);
    this.kernel.write('pairWeight', sorted.weight);
    this.kernel.write('pairSlice', sorted.slice);
    this.kernel.write('pairFold', sorted.fold);
  }
}

/** No item is its own neighbour, and a weight of 0 says the same as no pair. */
function isPair(table: PairTable, pair: number): boolean {
  return table.left[pair] !== table.right[pair] && table.weight[pair]! > 0;
}
