/** Co-clicks pair by pair. The sums are those of the kernel of co-clicks, on the same grid, so that weights are the same numbers. */
import type { CoClickSpec } from '../../../specfile/schema.ts';
import type { SourceInput } from '../../features/source.ts';
import { firstSlice, type WindowEvents, windowEvents } from '../../features/window.ts';
import type { PairWalk, VisitPair } from '../pair-walk.ts';
import { effectiveWindow } from './features.ts';
import { decayTable } from './kernel.ts';

export class CoClickWalk implements PairWalk {
  readonly versions: number;
  readonly #input: SourceInput;
  readonly #spec: CoClickSpec;
  readonly #window: number;
  readonly #decay: Float64Array;
  /** Per item: its own weight, and its pairs with the candidate at hand, by fold and (last) in all. */
  readonly #itemWeights: Float64Array;
  readonly #shared: Float64Array;
  readonly #users: Float64Array;
  readonly #touched: Uint32Array;

  constructor(input: SourceInput, spec: CoClickSpec) {
    const { data, timeline, folds } = input;
    this.versions = folds;
    this.#input = input;
    this.#spec = spec;
    this.#window = effectiveWindow(spec, timeline.slices);
    this.#decay = decayTable(this.#window - 1, spec.halfLife);
    this.#itemWeights = new Float64Array(data.items * (folds + 1));
    this.#shared = new Float64Array(data.items * (folds + 1));
    this.#users = new Float64Array(folds + 1);
    this.#touched = new Uint32Array(data.items);
  }

  *pairs(last: number, visit: VisitPair): Generator<number> {
    const { data, positives } = this.#input;
    const events = windowEvents(positives, data.users, data.items, firstSlice(last, this.#window), last);
    this.#sumOwn(events);
    yield events.events;
    for (let candidate = 0; candidate < data.items; candidate++) {
      const first = events.itemStart[candidate]!;
      const end = events.itemStart[candidate + 1]!;
      if (first === end) continue;
      const { touched, work } = this.#scatter(events, candidate, first, end);
      this.#visitAll(candidate, touched, visit);
      yield work;
    }
  }

  /** Each item's own weight, and the users there are. */
  #sumOwn({ userStart, userItem, userAge }: WindowEvents): void {
    const { userFold, folds, data } = this.#input;
    this.#itemWeights.fill(0);
    this.#users.fill(0);
    for (let user = 0; user < data.users; user++) {
      const end = userStart[user + 1]!;
      const fold = userFold[user]!;
      if (userStart[user] === end) continue;
      this.#users[fold]!++;
      this.#users[folds]!++;
      for (let e = userStart[user]!; e < end; e++) {
        const weight = this.#decay[2 * userAge[e]!]!;
        const at = userItem[e]! * (folds + 1);
        this.#itemWeights[at + fold]! += weight;
        this.#itemWeights[at + folds]! += weight;
      }
    }
  }

  /** What the candidate's users clicked besides it. */
  #scatter(
    { itemUser, itemAge, userStart, userItem, userAge }: WindowEvents,
    candidate: number,
    first: number,
    end: number,
  ): { touched: number; work: number } {
    const { userFold, folds } = this.#input;
    const shared = this.#shared;
    let touched = 0;
    let work = 1;
    for (let e = first; e < end; e++) {
      const user = itemUser[e]!;
      const age = itemAge[e]!;
      const fold = userFold[user]!;
      const last = userStart[user + 1]!;
      work += last - userStart[user]!;
      for (let i = userStart[user]!; i < last; i++) {
        const item = userItem[i]!;
        if (item === candidate) continue;
        const at = item * (folds + 1);
        const weight = this.#decay[age + userAge[i]!]!;
        if (shared[at + folds] === 0) this.#touched[touched++] = item;
        shared[at + fold]! += weight;
        shared[at + folds]! += weight;
      }
    }
    return { touched, work };
  }

  /** Visits the pairs of the items touched, and zeroes their sums. */
  #visitAll(candidate: number, touched: number, visit: VisitPair): void {
    const { folds } = this.#input;
    const ownWeights = this.#itemWeights;
    const shared = this.#shared;
    const weights = new Float64Array(folds);
    const ofCandidate = candidate * (folds + 1);
    // In an order that no event of a fold decides, or the version without it would be another stream.
    for (const item of this.#touched.subarray(0, touched).sort()) {
      const at = item * (folds + 1);
      for (let k = 0; k < folds; k++) {
        const n = shared[at + folds]! - shared[at + k]!;
        const nItem = ownWeights[at + folds]! - ownWeights[at + k]!;
        const nCandidate = ownWeights[ofCandidate + folds]! - ownWeights[ofCandidate + k]!;
        const users = this.#users[folds]! - this.#users[k]!;
        weights[k] = n === 0 ? 0 : this.#weight(n, nItem, nCandidate, users);
      }
      visit(item, candidate, weights, 0);
      shared.fill(0, at, at + folds + 1);
    }
  }

  #weight(n: number, nItem: number, nCandidate: number, users: number): number {
    const { weight, shrinkage } = this.#spec;
    if (weight === 'raw') return n;
    if (weight === 'cosine') return n / Math.sqrt(nItem * nCandidate + shrinkage);
    if (weight === 'jaccard') return n / (nItem + nCandidate - n);
    return (n * users) / (nItem * nCandidate);
  }
}
