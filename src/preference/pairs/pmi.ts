/**
 * The builder `pmi`: how much more often two items share a session than their frequencies say. The weight of (h, c) is the positive pointwise
 * mutual information max(0, ln(n(h,c) · Σ_k n(k)^α / (n(h) · n(c)^α))) with the candidate's frequency smoothed by the power α (Levy, Goldberg
 * and Dagan 2015), times n(h,c) / (n(h,c) + shrinkage). n(h,c) counts the sessions in the window with clicks of both, n(i) = Σ_j n(i,j).
 *
 * It is not additive over users, yet all counts are: each fold left out has its own counts, and its weights follow from these.
 */
import type { SourceOf } from '../../specfile/sources/index.ts';
import type { SourceInput } from '../features/source.ts';
import { firstSlice } from '../features/window.ts';
import { largestBatch, type PairStream } from './pair-features.ts';
import { PairKernel } from './pair-features-kernel.ts';
import { streamKind } from './pair-kind.ts';
import { type SessionPositions, sessionPositions } from './session-positions.ts';
import { type WindowSessions, windowSessions } from './window-sessions.ts';

export type PmiSpec = SourceOf<'pmi'>;

export const pmi = streamKind<PmiSpec>((input, spec) => new PmiStream(input, spec));

/** In nats. Items that meet as often as their frequencies say are no pair, whichever way the logarithm is rounded. */
const LEAST = 1e-9;

class PmiStream implements PairStream {
  readonly kernel: PairKernel;
  readonly #input: SourceInput;
  readonly #spec: PmiSpec;
  readonly #positions: SessionPositions;
  /** The kernel's sums: of the candidate at hand by item and slot, counts first and weights in the end. */
  readonly #sums: Float64Array;
  /** n(i), and n(i)^α, by item and slot; Σ_k n(k)^α by slot. */
  readonly #counts: Float64Array;
  readonly #powers: Float64Array;
  readonly #mass: Float64Array;
  #sessions: WindowSessions | undefined;
  /** Items that have a session in common with the candidate at hand. */
  readonly #touched: Uint32Array;
  #touchedCount = 0;
  #present = 0;

  constructor(input: SourceInput, spec: PmiSpec) {
    const { data, positives, folds } = input;
    const { items } = data;
    this.#input = input;
    this.#spec = spec;
    this.#positions = sessionPositions(data, positives, spec.gap);
    const capacity = { items, folds, rows: largestBatch(input), history: spec.history };
    this.kernel = new PairKernel(capacity, positives, {}, spec.name);
    this.#sums = this.kernel.f64('sums', items * this.kernel.stride);
    this.#counts = new Float64Array(items * (folds + 1));
    this.#powers = new Float64Array(items * (folds + 1));
    this.#mass = new Float64Array(folds + 1);
    this.#touched = new Uint32Array(items);
  }

  *open(last: number): Generator<number> {
    const sessions = windowSessions(this.#input, this.#positions, firstSlice(last, this.#spec.window), last);
    this.#sessions = sessions;
    yield sessions.item.length;
    this.#count(sessions);
    yield this.#counts.length;
  }

  *add(candidate: number): Generator<number> {
    const { stride, folds } = this.kernel;
    const sums = this.#sums;
    this.#touchedCount = 0;
    for (const [items, fold] of this.#sessionsOf(candidate)) {
      for (const item of items) {
        if (item === candidate) continue;
        const at = item * stride;
        // Everyone's slot counts every session: where it is 0, the item is new.
        if (sums[at + folds] === 0) this.#touched[this.#touchedCount++] = item;
        for (let slot = 0; slot <= folds; slot++) sums[at + slot]! += Number(slot !== fold);
      }
      yield items.length;
    }
    this.#present = 0;
    for (const item of this.#touched.subarray(0, this.#touchedCount)) this.#weigh(item, candidate);
    yield this.#touchedCount;
  }

  present(): number {
    return this.#present;
  }

  *neighbours(candidate: number): Generator<Uint32Array> {
    for (const [items] of this.#sessionsOf(candidate)) yield items;
  }

  *clear(): Generator<number> {
    const { stride } = this.kernel;
    for (const item of this.#touched.subarray(0, this.#touchedCount))
      this.#sums.fill(0, item * stride, (item + 1) * stride);
    yield this.#touchedCount;
  }

  /** From the counts of an item and the candidate to the weights of their pair. */
  #weigh(item: number, candidate: number): void {
    const { stride, folds } = this.kernel;
    const { shrinkage } = this.#spec;
    for (let slot = 0; slot <= folds; slot++) {
      const at = item * stride + slot;
      const both = this.#sums[at]!;
      if (both === 0) continue;
      const count = this.#counts[item * (folds + 1) + slot]!;
      const power = this.#powers[candidate * (folds + 1) + slot]!;
      const information = Math.log((both * this.#mass[slot]!) / (count * power));
      const isMore = information > LEAST;
      this.#sums[at] = isMore ? (information * both) / (both + shrinkage) : 0;
      if (isMore) this.#present |= 1 << slot;
    }
  }

  /** Frequencies in the window: of an item, how often another one shares a session with it. */
  #count({ start, item, fold }: WindowSessions): void {
    const slots = this.kernel.folds + 1;
    const counts = this.#counts.fill(0);
    for (let session = 0; session + 1 < start.length; session++) {
      const others = start[session + 1]! - start[session]! - 1;
      for (let at = start[session]!; at < start[session + 1]!; at++) {
        for (let slot = 0; slot < slots; slot++) {
          if (slot !== fold[session]) counts[item[at]! * slots + slot]! += others;
        }
      }
    }
    this.#mass.fill(0);
    for (const [at, count] of counts.entries()) {
      const power = count === 0 ? 0 : count ** this.#spec.smoothing;
      this.#powers[at] = power;
      this.#mass[at % slots]! += power;
    }
  }

  /** The items of each session with the candidate, and the fold of its user. */
  *#sessionsOf(candidate: number): Generator<[items: Uint32Array, fold: number]> {
    const { start, item, fold, itemStart, itemSession } = this.#sessions!;
    for (let e = itemStart[candidate]!; e < itemStart[candidate + 1]!; e++) {
      const session = itemSession[e]!;
      yield [item.subarray(start[session], start[session + 1]), fold[session]!];
    }
  }
}
