/**
 * The Swing builder (Yang et al. 2020, arXiv 2010.05525). The weight of (h, c) is the sum over pairs of users u < v who
 * both have h and c of (|I_u|+α₁)^−β (|I_v|+α₁)^−β / (α₂+|I_u∩I_v|), I_u being the user's distinct items in the window.
 *
 * Caps: I_u is the user's sampled items wherever the formula has it; w(h, c) runs over the users sampled for the
 * *candidate* c among those with two items or more. So under a binding cap w(h, c) and w(c, h) may differ, and an item is
 * missing where its own sample gives it no pair. Swing is not additive over users, yet |I_u| and |I_u∩I_v| are what they
 * are whoever else is left out: each fold's own P is summed over its own sample, all in one pass.
 */
import type { SourceOf } from '../../specfile/sources/index.ts';
import type { SourceInput } from '../features/source.ts';
import { firstSlice, windowEvents } from '../features/window.ts';
import { largestBatch, type PairStream, WORK_PER_PIECE } from './pair-features.ts';
import { PairKernel } from './pair-features-kernel.ts';
import { streamKind } from './pair-kind.ts';
import { EventKeys, type SampledWindow, sampleItems, sampleUsers } from './swing-sample.ts';

export type SwingSpec = SourceOf<'swing'>;

export const swing = streamKind<SwingSpec>((input, spec) => new SwingStream(input, spec));

type SwingArray = 'userStart' | 'userItem' | 'userWeight' | 'sampleUser' | 'sampleSlots' | 'common';

export class SwingStream implements PairStream {
  readonly kernel: PairKernel<SwingArray>;
  readonly #input: SourceInput;
  readonly #spec: SwingSpec;
  readonly #keys: EventKeys;
  #window: SampledWindow | undefined;
  /** Items of the user who has most, and users sampled for the candidate at hand. */
  #mostItems = 0;
  #sampled: Uint32Array = new Uint32Array(0);

  constructor(input: SourceInput, spec: SwingSpec) {
    const { data, timeline, positives, folds } = input;
    this.#input = input;
    this.#spec = spec;
    this.#keys = new EventKeys(input.idKeys, input.seed);
    let events = 0;
    for (let last = 0; last < timeline.slices; last++) {
      const from = positives.sliceStart[firstSlice(last, spec.window)]!;
      events = Math.max(events, positives.sliceStart[last + 1]! - from);
    }
    // A sample has at most the cap in each version of P.
    const sample = Math.min(data.users, spec.usersPerItem * (folds + 1));
    const capacity = { items: data.items, folds, rows: largestBatch(input), history: spec.history };
    this.kernel = new PairKernel(
      capacity,
      positives,
      {
        userStart: (data.users + 1) * 4,
        userItem: events * 4,
        userWeight: data.users * 8,
        sampleUser: sample * 4,
        sampleSlots: sample * 4,
        common: (Math.min(data.items, spec.itemsPerUser) + 1) * 4,
      },
      spec.name,
    );
    this.kernel.exports.setSwing({ ...this.kernel.at, alpha2: spec.alpha2 });
  }

  *open(last: number): Generator<number> {
    const { data, positives } = this.#input;
    const { window, itemsPerUser, alpha1, beta } = this.#spec;
    const events = windowEvents(positives, data.users, data.items, firstSlice(last, window), last);
    yield events.events;
    const sampled = sampleItems(events, this.#keys, itemsPerUser);
    yield events.events;
    this.#window = sampled;
    this.#mostItems = 0;
    const weight = new Float64Array(data.users);
    for (let u = 0; u < data.users; u++) {
      const items = sampled.userStart[u + 1]! - sampled.userStart[u]!;
      if (items > 1) weight[u] = (items + alpha1) ** -beta;
      this.#mostItems = Math.max(this.#mostItems, items);
    }
    this.kernel.write('userStart', sampled.userStart);
    this.kernel.write('userItem', sampled.userItem);
    this.kernel.write('userWeight', weight);
  }

  *add(candidate: number): Generator<number> {
    const { itemStart, itemUser } = this.#window!;
    const { userFold, folds } = this.#input;
    const users = itemUser.subarray(itemStart[candidate]!, itemStart[candidate + 1]!);
    const key = (user: number) => this.#keys.ofUsers(user, candidate);
    const sample = sampleUsers(users, userFold, folds, this.#spec.usersPerItem, key);
    this.#sampled = sample.user;
    this.kernel.write('sampleUser', sample.user);
    this.kernel.write('sampleSlots', sample.slots);
    yield users.length;
    const sampled = sample.user.length;
    const step = Math.max(1, Math.floor(WORK_PER_PIECE / (sampled * this.#mostItems + 1)));
    for (let first = 0; first === 0 || first < sampled; first += step) {
      const last = Math.min(sampled, first + step);
      yield this.kernel.exports.swingAdd({ candidate, first, last, users: sampled });
    }
  }

  present(): number {
    return this.kernel.exports.swingPresent();
  }

  *neighbours(): Generator<Uint32Array> {
    const { userStart, userItem } = this.#window!;
    for (const user of this.#sampled) yield userItem.subarray(userStart[user]!, userStart[user + 1]!);
  }

  *clear(): Generator<number> {
    if (this.present() !== 0) this.kernel.exports.swingClear(this.#sampled.length);
    yield this.#sampled.length;
  }
}
