/** A list of pairs as a stream by candidate: sorted once, read up to a slice. */
import type { PairTable } from '../../data/dataset.ts';
import type { SourceInput } from '../features/source.ts';
import { type PairStream, WORK_PER_PIECE } from './pair-features.ts';
import { PairKernel, slotsOf } from './pair-features-kernel.ts';

/** Pairs moved between two chances to cancel: some tens of milliseconds. */
const PAIRS_PER_PIECE = 2 ** 19;

export class PairListStream implements PairStream {
  readonly kernel: PairKernel<'pairWeight' | 'pairLeft' | 'pairSlice' | 'pairFold'>;
  readonly #start: Uint32Array;
  readonly #table: PairTable;
  /** Fold of each pair's user; K for none. */
  readonly #fold: Uint8Array;
  /** Bits of the slots in which an item is in a pair, up to the slice that is open. */
  readonly #present: Uint32Array;
  #last = -1;

  /**
   * @param spec of the source
   * @param rows of the largest batch
   * @throws Failure `resource` where the pairs do not fit
   */
  constructor(input: SourceInput, table: PairTable, spec: { name: string; history: number }, rows: number) {
    const { items } = input.data;
    const { user } = table;
    const folds = user === undefined ? 0 : input.folds;
    const pairs = table.left.length;
    this.#table = table;
    this.#fold = new Uint8Array(pairs);
    // A user whom the log does not know reads nothing, so that user's pairs need not be left out for anyone.
    if (user !== undefined) {
      for (let pair = 0; pair < pairs; pair++) this.#fold[pair] = input.userFold[user[pair]!] ?? folds;
    }
    this.#present = new Uint32Array(items);
    this.#start = new Uint32Array(items + 1);
    this.kernel = new PairKernel(
      { items, folds, rows, history: spec.history },
      input.positives,
      {
        pairWeight: pairs * 8,
        pairLeft: pairs * 4,
        pairSlice: pairs * 2,
        pairFold: pairs,
      },
      spec.name,
    );
  }

  *open(last: number): Generator<number> {
    if (this.#last < 0) yield* this.#sort();
    const { left, right, weight, slice } = this.#table;
    const { folds } = this.kernel;
    const slots = Uint32Array.from({ length: folds + 1 }, (_, fold) => slotsOf(fold, folds));
    const before = this.#last;
    this.#last = last;
    if (slice === undefined && before >= 0) return;
    for (let pair = 0; pair < left.length; pair++) {
      if (pair % PAIRS_PER_PIECE === 0) yield WORK_PER_PIECE;
      const at = slice === undefined ? 0 : slice[pair]!;
      const [i, j] = [left[pair]!, right[pair]!];
      if (at <= before || at > last || !isPair(i, j, weight[pair]!)) continue;
      this.#present[i]! |= slots[this.#fold[pair]!]!;
      this.#present[j]! |= slots[this.#fold[pair]!]!;
    }
  }

  *add(candidate: number): Generator<number> {
    yield* this.#read(candidate, 0);
  }

  present(candidate: number): number {
    return this.#present[candidate]!;
  }

  neighbours(candidate: number): Iterable<Uint32Array> {
    const end = this.#start[candidate + 1]!;
    return [this.kernel.u32('pairLeft', end).subarray(this.#start[candidate]!)];
  }

  *clear(candidate: number): Generator<number> {
    yield* this.#read(candidate, 1);
  }

  *#read(candidate: number, clear: number): Generator<number> {
    const { kernel } = this;
    const {
      pairLeft: left,
      pairWeight: weight,
      pairSlice: slice,
      pairFold: group,
      foldOnes: ones,
    } = kernel.at;
    const all = { left, weight, slice, group, ones, lastSlice: this.#last, clear };
    const end = this.#start[candidate + 1]!;
    for (let first = this.#start[candidate]!; first < end; ) {
      const last = Math.min(end, first + WORK_PER_PIECE);
      kernel.exports.listAdd({ ...all, first, last });
      yield last - first;
      first = last;
    }
  }

  /** Moves the pairs into the kernel by candidate, in the order of the table within one. */
  *#sort(): Generator<number> {
    const { left, right, weight, slice } = this.#table;
    const { kernel } = this;
    const start = this.#start;
    for (let pair = 0; pair < left.length; pair++) {
      if (isPair(left[pair]!, right[pair]!, weight[pair]!)) start[right[pair]! + 1]!++;
    }
    yield WORK_PER_PIECE;
    for (let item = 1; item < start.length; item++) start[item]! += start[item - 1]!;
    const free = start.slice(0, -1);
    const sortedWeight = kernel.f64('pairWeight', left.length);
    const sortedLeft = kernel.u32('pairLeft', left.length);
    const sortedSlice = kernel.u16('pairSlice', left.length);
    const sortedFold = kernel.u8('pairFold', left.length);
    for (let pair = 0; pair < left.length; pair++) {
      if (pair % PAIRS_PER_PIECE === 0) yield WORK_PER_PIECE;
      if (!isPair(left[pair]!, right[pair]!, weight[pair]!)) continue;
      const at = free[right[pair]!]!++;
      sortedLeft[at] = left[pair]!;
      sortedWeight[at] = weight[pair]!;
      sortedSlice[at] = slice === undefined ? 0 : slice[pair]!;
      sortedFold[at] = this.#fold[pair]!;
    }
  }
}

/** No item is its own neighbour, and a weight of 0 says the same as no pair. */
function isPair(left: number, right: number, weight: number): boolean {
  return left !== right && weight > 0;
}
