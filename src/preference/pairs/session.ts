/**
 * The session builder: i → j where the same user clicked j in a session after i. A session is a maximal run of a user's
 * positives whose neighbours are at most `gap` minutes apart. P is directed: a history item leads to the candidate.
 *
 * A user's transitions in a window are the distinct ordered pairs (i, j), i ≠ j, with a click of j strictly later than
 * one of i in the same session, both in the window; each weighs 1/N_u, N_u being how many the user has, so that every user
 * has one vote. Clicks at one time follow neither way. P is additive over users: each fold left out has its own sum.
 */
import type { Pairs } from '../../kernels/interfaces/pairs.ts';
import type { SourceOf } from '../../specfile/sources/index.ts';
import type { SourceInput } from '../features/source.ts';
import { firstSlice } from '../features/window.ts';
import { largestBatch, type PairStream } from './pair-features.ts';
import { PairKernel } from './pair-features-kernel.ts';
import { streamKind } from './pair-kind.ts';
import { sessionPositions } from './session-positions.ts';

export type SessionSpec = SourceOf<'session'>;

export const session = streamKind<SessionSpec>((input, spec) => new SessionStream(input, spec));

/** What the session window adds to the kernel's arrays. */
type SessionArray =
  | ('sessionStart' | 'tieStart' | 'windowLow' | 'windowHigh' | 'itemStart' | 'itemUser' | 'itemFirst')
  | ('transitions' | 'present' | 'userFold');

/** One of the kernel's visits of a candidate's entries. */
type Visit = Pairs['sessionAdd'];

/** Entries of a candidate that one kernel call visits. */
const ENTRIES_PER_CALL = 4096;

export class SessionStream implements PairStream {
  readonly kernel: PairKernel<SessionArray>;
  readonly #input: SourceInput;
  readonly #spec: SessionSpec;
  /** Slice of each positive, by user. */
  readonly #slice: Uint16Array;
  #itemStart: Uint32Array;

  constructor(input: SourceInput, spec: SessionSpec) {
    const { data, positives } = input;
    this.#input = input;
    this.#spec = spec;
    const positions = sessionPositions(data, positives, spec.gap);
    this.#slice = positions.slice;
    this.#itemStart = new Uint32Array(data.items + 1);
    const capacity = {
      items: data.items,
      folds: input.folds,
      rows: largestBatch(input),
      history: spec.history,
    };
    this.kernel = new PairKernel(
      capacity,
      positives,
      {
        sessionStart: positives.count * 4,
        tieStart: positives.count * 4,
        windowLow: data.users * 4,
        windowHigh: data.users * 4,
        itemStart: (data.items + 1) * 4,
        itemUser: positives.count * 4,
        itemFirst: positives.count * 4,
        transitions: data.users * 8,
        present: data.items * 4,
        userFold: data.users,
      },
      spec.name,
    );
    const { kernel } = this;
    kernel.write('sessionStart', positions.sessionStart);
    kernel.write('tieStart', positions.tieStart);
    kernel.write('userFold', input.userFold.subarray(0, data.users));
    kernel.exports.setSessions(kernel.at);
    kernel.exports.setSessionWindow(kernel.at);
  }

  *open(last: number): Generator<number> {
    const { data } = this.#input;
    this.#placeWindow(firstSlice(last, this.#spec.window), last);
    this.kernel.f64('transitions', data.users).fill(0);
    this.kernel.u32('present', data.items).fill(0);
    for (let item = 0; item < data.items; item++) yield* this.#walk(item, this.kernel.exports.sessionCount);
  }

  *add(candidate: number): Generator<number> {
    yield* this.#walk(candidate, this.kernel.exports.sessionAdd);
  }

  present(candidate: number): number {
    return this.kernel.u32('present', this.#input.data.items)[candidate]!;
  }

  /** All that the candidate's users have in the window: who clicked before it in its session is among them. */
  *neighbours(candidate: number): Generator<Uint32Array> {
    const { data, positives } = this.#input;
    const low = this.kernel.u32('windowLow', data.users);
    const high = this.kernel.u32('windowHigh', data.users);
    const users = this.kernel.u32('itemUser', positives.count);
    for (let e = this.#itemStart[candidate]!; e < this.#itemStart[candidate + 1]!; e++) {
      yield positives.itemByUser.subarray(low[users[e]!]!, high[users[e]!]!);
    }
  }

  *clear(candidate: number): Generator<number> {
    yield* this.#walk(candidate, this.kernel.exports.sessionClear);
  }

  *#walk(item: number, visit: Visit): Generator<number> {
    const end = this.#itemStart[item + 1]!;
    for (let first = this.#itemStart[item]!; first < end; ) {
      const last = Math.min(end, first + ENTRIES_PER_CALL);
      yield visit({ candidate: item, first, last });
      first = last;
    }
  }

  /** Each user's range of positives in slices first..last, and each item's users with their first positive of it there. */
  #placeWindow(first: number, last: number): void {
    const { data, positives } = this.#input;
    const low = new Uint32Array(data.users);
    const high = new Uint32Array(data.users);
    const seenBy = new Uint32Array(data.items); // user + 1 whose click of the item was met last
    const start = new Uint32Array(data.items + 1);
    const itemUser = new Uint32Array(positives.count);
    const itemFirst = new Uint32Array(positives.count);
    for (let u = 0; u < data.users; u++) {
      let p = positives.userStart[u]!;
      const end = positives.userStart[u + 1]!;
      while (p < end && this.#slice[p]! < first) p++;
      low[u] = p;
      for (; p < end && this.#slice[p]! <= last; p++) {
        const item = positives.itemByUser[p]!;
        if (seenBy[item] !== u + 1) start[item + 1]!++;
        seenBy[item] = u + 1;
      }
      high[u] = p;
    }
    for (let item = 0; item < data.items; item++) start[item + 1]! += start[item]!;
    const free = start.slice(0, data.items);
    seenBy.fill(0);
    for (let u = 0; u < data.users; u++) {
      for (let p = low[u]!; p < high[u]!; p++) {
        const item = positives.itemByUser[p]!;
        if (seenBy[item] === u + 1) continue;
        seenBy[item] = u + 1;
        const entry = free[item]!++;
        itemUser[entry] = u;
        itemFirst[entry] = p;
      }
    }
    this.#itemStart = start;
    this.kernel.write('windowLow', low);
    this.kernel.write('windowHigh', high);
    this.kernel.write('itemStart', start);
    this.kernel.write('itemUser', itemUser);
    this.kernel.write('itemFirst', itemFirst);
  }
}
