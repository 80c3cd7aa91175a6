/**
 * Features of the co-click builder for the arms honest, leaked and leaked-total. The P that a row of slice s sees as
 * leaked is the one that rows of slice s + 1 see as honest, so each window is built once and serves both.
 */
import type { Dataset, Timeline } from '../data/dataset.ts';
import type { CoClickSpec } from '../spec/schema.ts';
import {
  type Capacity,
  CoClickKernel,
  oldestAge,
  type RowBatch,
  WIDTH,
  WITH_TOTAL,
} from './coclick-kernel.ts';
import type { Positives } from './positives.ts';
import { firstSlice, windowEvents } from './window.ts';

/** Names of the features, in the order of a row. */
export const FEATURES = ['max', 'sum', 'mean', 'count'] as const;

/** Pairs, rows and history items that one kernel call visits before it may be cancelled: some tens of milliseconds. */
const WORK_PER_CALL = 8_000_000;

/** Per arm, `FEATURES.length` values per row of the log; NaN is *missing*. */
export interface PreferenceFeatures {
  honest: Float32Array;
  leaked: Float32Array;
  total: Float32Array;
}

export interface PreferenceInput {
  data: Dataset;
  timeline: Timeline;
  positives: Positives;
  /** End of each row's history; see history.ts. */
  historyEnds: Uint32Array;
  /** Fold of each user. */
  userFold: Uint8Array;
  folds: number;
}

/**
 * Cross-fitted features of every row: honest from P[s−W..s−1], leaked from P[s−W+1..s], both without the row's own fold,
 * and total from P[s−W+1..s] with everyone.
 * @param pause called between kernel calls with the fraction done; it may yield, and throws to cancel.
 */
export async function coClickFeatures(
  input: PreferenceInput,
  spec: CoClickSpec,
  pause: (fraction: number) => Promise<void>,
): Promise<PreferenceFeatures> {
  const { data, timeline, positives } = input;
  const missing = () => new Float32Array(data.rows * WIDTH).fill(Number.NaN);
  const features = { honest: missing(), leaked: missing(), total: missing() };
  const firstRow = firstRows(timeline.slice, timeline.slices);
  const window = effectiveWindow(spec, timeline.slices);
  const kernel = new CoClickKernel(capacity(input, window, firstRow), positives, input.userFold, spec);
  const sorter = new CandidateSorter(input);
  for (let last = 0; last < timeline.slices; last++) {
    const from = firstRow[last]!;
    const honestFrom = firstRow[last + 1]!;
    const to = firstRow[Math.min(last + 2, timeline.slices)]!;
    if (from === to) continue;
    const first = firstSlice(last, window);
    kernel.setWindow(windowEvents(positives, data.users, data.items, first, last));
    const { batch, rowOf } = sorter.sort(from, honestFrom, to);
    kernel.setRows(batch);
    await runGroups(kernel, batch, (share) => pause((last + share) / timeline.slices));
    const results = kernel.results(batch.rows);
    for (let r = 0; r < batch.rows; r++) {
      const row = rowOf[r]!;
      const arm = row < honestFrom ? features.leaked : features.honest;
      copyRow(results.crossFitted, r, arm, row);
      if (row < honestFrom) copyRow(results.total, r, features.total, row);
    }
  }
  return features;
}

function copyRow(from: Float32Array, r: number, to: Float32Array, row: number): void {
  for (let k = 0; k < WIDTH; k++) to[row * WIDTH + k] = from[r * WIDTH + k]!;
}

async function runGroups(
  kernel: CoClickKernel,
  batch: RowBatch,
  pause: (share: number) => Promise<void>,
): Promise<void> {
  let step = 16;
  for (let first = 0; first < batch.groups; ) {
    const last = Math.min(first + step, batch.groups);
    const visited = kernel.run(first, last);
    const wanted = (step * WORK_PER_CALL) / Math.max(visited, 1);
    step = Math.max(1, Math.min(Math.round(wanted), step * 8));
    first = last;
    await pause(first / batch.groups);
  }
}

/** First row of each slice, length slices + 1; rows are in time order. */
function firstRows(slice: Uint16Array, slices: number): Uint32Array {
  const first = new Uint32Array(slices + 1);
  for (let row = 0; row < slice.length; row++) first[slice[row]! + 1]!++;
  for (let s = 0; s < slices; s++) first[s + 1]! += first[s]!;
  return first;
}

/** The window in slices: no longer than the log, and without the slices that decay leaves nothing of. */
function effectiveWindow(spec: CoClickSpec, slices: number): number {
  const window = spec.window === 'all' ? slices : Math.min(spec.window, slices);
  return Math.min(window, oldestAge(spec.halfLife) + 1);
}

function capacity(input: PreferenceInput, window: number, firstRow: Uint32Array): Capacity {
  const { data, timeline, positives, folds } = input;
  let events = 0;
  let rows = 0;
  for (let last = 0; last < timeline.slices; last++) {
    const from = positives.sliceStart[firstSlice(last, window)]!;
    events = Math.max(events, positives.sliceStart[last + 1]! - from);
    rows = Math.max(rows, firstRow[Math.min(last + 2, timeline.slices)]! - firstRow[last]!);
  }
  return { users: data.users, items: data.items, folds, events, rows, maximumAge: window - 1 };
}

/** Groups the rows of two neighbouring slices by candidate (counting sort), reusing its buffers. */
class CandidateSorter {
  readonly #input: PreferenceInput;
  readonly #count: Uint32Array;

  constructor(input: PreferenceInput) {
    this.#input = input;
    this.#count = new Uint32Array(input.data.items + 1);
  }

  /** Rows from..to−1; those before `honestFrom` also want the total. `rowOf[r]` is the log's row of batch row r. */
  sort(from: number, honestFrom: number, to: number): { batch: RowBatch; rowOf: Uint32Array } {
    const { data, positives, historyEnds, userFold } = this.#input;
    const count = this.#count.fill(0);
    for (let row = from; row < to; row++) count[data.item[row]! + 1]!++;
    const rows = to - from;
    const item = new Uint32Array(Math.min(rows, data.items));
    const start = new Uint32Array(item.length + 1);
    let groups = 0;
    for (let i = 0; i < data.items; i++) {
      if (count[i + 1]! > 0) {
        item[groups] = i;
        start[groups++] = count[i]!;
      }
      count[i + 1]! += count[i]!;
    }
    start[groups] = rows;
    const rowOf = new Uint32Array(rows);
    const fold = new Uint8Array(rows);
    const historyLow = new Uint32Array(rows);
    const historyHigh = new Uint32Array(rows);
    for (let row = from; row < to; row++) {
      const r = count[data.item[row]!]!++;
      const user = data.user[row]!;
      rowOf[r] = row;
      fold[r] = userFold[user]! + (row < honestFrom ? WITH_TOTAL : 0);
      historyLow[r] = positives.userStart[user]!;
      historyHigh[r] = historyEnds[row]!;
    }
    return { batch: { groups, item, start, rows, fold, historyLow, historyHigh }, rowOf };
  }
}
