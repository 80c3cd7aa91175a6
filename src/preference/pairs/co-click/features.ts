/**
 * Features of the co-click builder for the arms honest, leaked and leaked-total. The P that a row of slice s sees as
 * leaked is the one that rows of slice s + 1 see as honest, so each window is built once and serves both.
 */
import type { CoClickSpec } from '../../../specfile/schema.ts';
import { CandidateSorter } from '../../features/candidates.ts';
import { PlaceboPermuter } from '../../features/placebo.ts';
import type { Pause, SourceInput } from '../../features/source.ts';
import { firstSlice, windowEvents } from '../../features/window.ts';
import { type Capacity, CoClickKernel, oldestAge, WIDTH } from './kernel.ts';

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

/**
 * Cross-fitted features of every row: honest from P[s−W..s−1], leaked from P[s−W+1..s], both without the row's own fold,
 * and total from P[s−W+1..s] with everyone.
 * @param pause called between kernel calls with the fraction done; it may yield, and throws to cancel.
 */
export async function coClickFeatures(
  input: SourceInput,
  spec: CoClickSpec,
  pause: Pause,
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
    const { batch, rowOf } = sorter.sort(from, honestFrom, to);
    if (batch.rows === 0) continue;
    const first = firstSlice(last, window);
    kernel.setWindow(windowEvents(positives, data.users, data.items, first, last));
    kernel.setRows(batch);
    await runGroups(
      batch.groups,
      (a, b) => kernel.run(a, b),
      (share) => pause((last + share) / timeline.slices),
    );
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

/**
 * The leaked arm's features with item identities permuted inside P: replicate `seed`.
 * @returns `FEATURES.length` values per row.
 */
export async function placeboFeatures(
  input: SourceInput,
  spec: CoClickSpec,
  seed: number,
  pause: Pause,
): Promise<Float32Array> {
  const { data, timeline, positives } = input;
  const features = new Float32Array(data.rows * WIDTH).fill(Number.NaN);
  const firstRow = firstRows(timeline.slice, timeline.slices);
  const window = effectiveWindow(spec, timeline.slices);
  const kernel = new CoClickKernel(capacity(input, window, firstRow), positives, input.userFold, spec);
  const sorter = new CandidateSorter(input);
  const permuter = new PlaceboPermuter(input, seed);
  for (let slice = 0; slice < timeline.slices; slice++) {
    const from = firstRow[slice]!;
    const to = firstRow[slice + 1]!;
    const { batch, rowOf } = sorter.sort(from, from, to);
    if (batch.rows === 0) continue;
    const permutation = permuter.permutation(slice);
    const first = firstSlice(slice, window);
    kernel.setWindow(windowEvents(positives, data.users, data.items, first, slice, permutation));
    kernel.setRows(batch);
    await runGroups(
      batch.groups,
      (a, b) => kernel.run(a, b),
      (share) => pause((slice + share) / timeline.slices),
    );
    const { crossFitted } = kernel.results(batch.rows);
    for (let r = 0; r < batch.rows; r++) copyRow(crossFitted, r, features, rowOf[r]!);
  }
  return features;
}

function copyRow(from: Float32Array, r: number, to: Float32Array, row: number): void {
  for (let k = 0; k < WIDTH; k++) to[row * WIDTH + k] = from[r * WIDTH + k]!;
}

/** Runs candidate groups in calls of a few milliseconds each. @param run computes groups first..last−1, returns its work */
export async function runGroups(
  groups: number,
  run: (first: number, last: number) => number,
  pause: Pause,
): Promise<void> {
  let step = 16;
  for (let first = 0; first < groups; ) {
    const last = Math.min(first + step, groups);
    const visited = run(first, last);
    const wanted = (step * WORK_PER_CALL) / Math.max(visited, 1);
    step = Math.max(1, Math.min(Math.round(wanted), step * 8));
    first = last;
    await pause(first / groups);
  }
}

/** First row of each slice, length slices + 1; rows are in time order. */
export function firstRows(slice: Uint16Array, slices: number): Uint32Array {
  const first = new Uint32Array(slices + 1);
  for (let row = 0; row < slice.length; row++) first[slice[row]! + 1]!++;
  for (let s = 0; s < slices; s++) first[s + 1]! += first[s]!;
  return first;
}

/** The window in slices: no longer than the log, and without the slices that decay leaves nothing of. */
export function effectiveWindow(spec: CoClickSpec, slices: number): number {
  const window = spec.window === 'all' ? slices : Math.min(spec.window, slices);
  return Math.min(window, oldestAge(spec.halfLife) + 1);
}

function capacity(input: SourceInput, window: number, firstRow: Uint32Array): Capacity {
  const { data, timeline, positives, folds } = input;
  let events = 0;
  let rows = 0;
  for (let last = 0; last < timeline.slices; last++) {
    const from = positives.sliceStart[firstSlice(last, window)]!;
    events = Math.max(events, positives.sliceStart[last + 1]! - from);
    rows = Math.max(rows, firstRow[Math.min(last + 2, timeline.slices)]! - firstRow[last]!);
  }
  return {
    users: data.users,
    items: data.items,
    folds,
    events,
    rows,
    maximumAge: window - 1,
    leaveUserOut: input.leaveUserOut === true,
  };
}
