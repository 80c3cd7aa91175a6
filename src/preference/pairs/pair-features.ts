/**
 * From preference data that is a set of weighted pairs to features of every row of the log, whatever built the pairs.
 * P is streamed candidate by candidate and never materialised; the P that a row of slice s sees as leaked is the one
 * that rows of slice s + 1 see as honest, so each window is built once and serves both.
 */

import type { Pause, PhiColumn, SourceInput } from '../features/source.ts';
import { type PairKernel, WIDTH } from './pair-features-kernel.ts';

/** Names of the features, in the order of a row. */
export const PAIR_FEATURES = ['max', 'sum', 'mean', 'count'] as const;
export type PairFeature = (typeof PAIR_FEATURES)[number];

/** Pairs, rows and history items that are visited before the run may be cancelled: some tens of milliseconds. */
export const WORK_PER_PIECE = 8_000_000;

/** Where pairs come from. Every step yields the work it did, a piece at a time. */
export interface PairStream {
  readonly kernel: PairKernel;
  /** Makes P of the window that ends with slice `last` the one to read. Called with ascending slices. */
  open(last: number): Iterable<number>;
  /** Adds the candidate's pairs to the kernel's sums. */
  add(candidate: number): Iterable<number>;
  /** Bit k is set where slot k has a pair of the candidate. Valid after `add`. */
  present(candidate: number): number;
  /** Lists of items that hold every item of a pair with the candidate, and may hold others and doubles. Valid after `add`. */
  neighbours(candidate: number): Iterable<Uint32Array>;
  /** Zeroes the sums that `add` has touched. */
  clear(candidate: number): Iterable<number>;
}

/** Per feature of `PAIR_FEATURES`, a value per row of the log; NaN is *missing*. */
export type PairValues = Float32Array[];

export interface PairArms {
  /** Without the user's fold where P has users, else with everyone. */
  honest?: PairValues;
  leaked: PairValues;
  /** With everyone; the same as `leaked` where P has no users. */
  total: PairValues;
}

/**
 * @param honest whether P has slices, so that it can be read without the row's own.
 */
export async function pairFeatures(
  input: SourceInput,
  stream: PairStream,
  honest: boolean,
  pause: Pause,
): Promise<PairArms> {
  const { timeline, data } = input;
  const missing = () => PAIR_FEATURES.map(() => new Float32Array(data.rows).fill(Number.NaN));
  const leaked = missing();
  const crossFitted = stream.kernel.folds > 0;
  const total = crossFitted ? missing() : leaked;
  const arms: PairArms = honest ? { honest: missing(), leaked, total } : { leaked, total };
  const firstRow = firstRows(timeline.slice, timeline.slices);
  const clock = new Clock(pause, timeline.slices);
  const identity = Uint32Array.from({ length: data.items }, (_, item) => item);
  stream.kernel.write('place', identity);
  for (let last = 0; last < timeline.slices; last++) {
    const from = firstRow[last]!;
    const honestFrom = firstRow[last + 1]!;
    const to = honest ? firstRow[Math.min(last + 2, timeline.slices)]! : honestFrom;
    await readSlice(input, stream, clock, last, from, to, identity, (row, values, everyone, r) => {
      if (row >= honestFrom) return put(arms.honest ?? [], row, values, r);
      put(leaked, row, values, r);
      if (crossFitted) put(total, row, everyone, r);
    });
    await clock.endSlice(last);
  }
  return arms;
}

/**
 * The leaked features with items permuted inside P. @param permutation π of each slice, called with ascending slices: item
 * i stands in P where item π[i] did.
 */
export async function permutedPairFeatures(
  input: SourceInput,
  stream: PairStream,
  permutation: (lastSlice: number) => Uint32Array,
  pause: Pause,
): Promise<PairValues> {
  const { timeline, data } = input;
  const features = PAIR_FEATURES.map(() => new Float32Array(data.rows).fill(Number.NaN));
  const firstRow = firstRows(timeline.slice, timeline.slices);
  const clock = new Clock(pause, timeline.slices);
  for (let last = 0; last < timeline.slices; last++) {
    const place = permutation(last);
    stream.kernel.write('place', place);
    await readSlice(
      input,
      stream,
      clock,
      last,
      firstRow[last]!,
      firstRow[last + 1]!,
      place,
      (row, values, _, r) => put(features, row, values, r),
    );
    await clock.endSlice(last);
  }
  return features;
}

/** The columns of the features in `use`, in the order of a row. */
export function phiColumns(values: PairValues, use: readonly PairFeature[]): PhiColumn[] {
  return PAIR_FEATURES.flatMap((name, f) =>
    use.includes(name) ? [{ name, type: 'numeric' as const, values: values[f]! }] : [],
  );
}

/** 1 for each row with an edge between candidate and history. */
export function touchedRows(values: PairValues): Uint8Array {
  const count = values[PAIR_FEATURES.indexOf('count')]!;
  const touched = new Uint8Array(count.length);
  for (let row = 0; row < count.length; row++) touched[row] = count[row]! > 0 ? 1 : 0;
  return touched;
}

/** Rows of the largest batch that `pairFeatures` reads at once. */
export function largestBatch(input: SourceInput): number {
  const { slice, slices } = input.timeline;
  const first = firstRows(slice, slices);
  return Math.max(...Array.from({ length: slices }, (_, s) => first[Math.min(s + 2, slices)]! - first[s]!));
}

type Take = (row: number, values: Float32Array, everyone: Float32Array, r: number) => void;

/** Reads the rows from..to−1 against P of the window that ends with slice `last`. */
async function readSlice(
  input: SourceInput,
  stream: PairStream,
  clock: Clock,
  last: number,
  from: number,
  to: number,
  place: Uint32Array,
  take: Take,
): Promise<void> {
  const rows = to - from;
  if (rows === 0) return;
  const { kernel } = stream;
  for (const work of stream.open(last)) await clock.add(work, last, 0);
  const batch = groupByItem(input, kernel, from, to);
  const { rowSlot, historyLow, historyHigh, out, outTotal } = kernel.at;
  const all = { rowSlot, total: kernel.folds, historyLow, historyHigh, out, outTotal };
  const history = Math.max(1, Math.floor(WORK_PER_PIECE / batch.longestHistory));
  for (let first = 0; first < rows; ) {
    const item = input.data.item[batch.rowOf[first]!]!;
    const end = batch.groupEnd[item]!;
    const candidate = place[item]!;
    const share = first / rows;
    for (const work of stream.add(candidate)) await clock.add(work, last, share);
    const present = stream.present(candidate);
    for (let piece = first; piece < end; piece += history) {
      const pieceEnd = Math.min(end, piece + history);
      kernel.exports.features({ ...all, candidate, present, first: piece, last: pieceEnd });
      await clock.add((pieceEnd - piece) * batch.longestHistory, last, share);
    }
    for (const work of stream.clear(candidate)) await clock.add(work, last, share);
    first = end;
  }
  const values = kernel.f32('out', rows * WIDTH);
  const everyone = kernel.f32('outTotal', rows * WIDTH);
  for (let r = 0; r < rows; r++) take(batch.rowOf[r]!, values, everyone, r);
}

function put(columns: PairValues, row: number, values: Float32Array, r: number): void {
  for (let f = 0; f < columns.length; f++) columns[f]![row] = values[r * WIDTH + f]!;
}

/** Sorts rows by candidate into the kernel (counting sort). */
function groupByItem(
  input: SourceInput,
  kernel: PairKernel,
  from: number,
  to: number,
): { rowOf: Uint32Array; groupEnd: Uint32Array; longestHistory: number } {
  const { data, positives, historyEnds, userFold } = input;
  const groupEnd = new Uint32Array(data.items); // first the size, then the start, at last the end of each group
  for (let row = from; row < to; row++) groupEnd[data.item[row]!]!++;
  for (let item = 0, start = 0; item < data.items; item++) {
    const size = groupEnd[item]!;
    groupEnd[item] = start;
    start += size;
  }
  const rows = to - from;
  const rowOf = new Uint32Array(rows);
  const slot = new Uint8Array(rows);
  const low = new Uint32Array(rows);
  const high = new Uint32Array(rows);
  let longestHistory = 1;
  for (let row = from; row < to; row++) {
    const r = groupEnd[data.item[row]!]!++;
    const user = data.user[row]!;
    rowOf[r] = row;
    slot[r] = kernel.folds > 0 ? userFold[user]! : 0;
    low[r] = positives.userStart[user]!;
    high[r] = historyEnds[row]!;
    longestHistory = Math.max(longestHistory, high[r]! - low[r]!);
  }
  kernel.write('rowSlot', slot);
  kernel.write('historyLow', low);
  kernel.write('historyHigh', high);
  return { rowOf, groupEnd, longestHistory };
}

/** First row of each slice, length slices + 1; rows are in time order. */
function firstRows(slice: Uint16Array, slices: number): Uint32Array {
  const first = new Uint32Array(slices + 1);
  for (let row = 0; row < slice.length; row++) first[slice[row]! + 1]!++;
  for (let s = 0; s < slices; s++) first[s + 1]! += first[s]!;
  return first;
}

/** Sums up work and pauses after each piece of it. */
class Clock {
  readonly #pause: Pause;
  readonly #slices: number;
  #work = 0;

  constructor(pause: Pause, slices: number) {
    this.#pause = pause;
    this.#slices = slices;
  }

  /** Awaited for every candidate, so it returns nothing to wait for while there is no need to. */
  add(work: number, last: number, share: number): Promise<void> | undefined {
    this.#work += work;
    if (this.#work < WORK_PER_PIECE) return undefined;
    this.#work = 0;
    return this.#pause((last + share) / this.#slices);
  }

  async endSlice(last: number): Promise<void> {
    this.#work = 0;
    await this.#pause((last + 1) / this.#slices);
  }
}
