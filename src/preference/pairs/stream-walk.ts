/** The pairs of a stream, as the sums of its kernel hold them candidate by candidate. */
import type { PairStream } from './pair-features.ts';
import type { PairWalk, VisitPair } from './pair-walk.ts';

export class StreamWalk implements PairWalk {
  readonly versions: number;
  readonly #stream: PairStream;
  readonly #sums: Float64Array;
  /** Candidate + 1 whose pairs an item was visited in last. */
  readonly #seen: Uint32Array;
  readonly #found: Uint32Array;

  /** @param stream at its beginning @param items of the log */
  constructor(stream: PairStream, items: number) {
    const { kernel } = stream;
    this.versions = Math.max(1, kernel.folds);
    this.#stream = stream;
    this.#sums = kernel.f64('sums', items * kernel.stride);
    this.#seen = new Uint32Array(items);
    this.#found = new Uint32Array(items);
  }

  *pairs(last: number, visit: VisitPair): Generator<number> {
    const stream = this.#stream;
    const { stride } = stream.kernel;
    this.#seen.fill(0);
    yield* stream.open(last);
    for (let candidate = 0; candidate < this.#seen.length; candidate++) {
      yield* stream.add(candidate);
      if (stream.present(candidate) !== 0) {
        for (const item of yield* this.#neighbours(candidate))
          visit(item, candidate, this.#sums, item * stride);
      }
      yield* stream.clear(candidate);
    }
  }

  /** Ascending, each once. */
  *#neighbours(candidate: number): Generator<number, Uint32Array> {
    let found = 0;
    for (const items of this.#stream.neighbours(candidate)) {
      for (const item of items) {
        if (item === candidate || this.#seen[item] === candidate + 1) continue;
        this.#seen[item] = candidate + 1;
        this.#found[found++] = item;
      }
      yield items.length;
    }
    return this.#found.subarray(0, found).sort();
  }
}
