/**
 * The probe of a model on a source: its frozen vectors, seen through a linear adapter that is trained on the source's honest
 * windows alone. Rows of slice s and fold k read the adapter that was trained on P[..s − 1] without fold k: no adapter has seen
 * its own slice, nor the events of the users who read it. Each goes on where the one of the slice before stopped.
 */
import type { VectorTable } from '../data/dataset.ts';
import { Adapter, type AdapterOptions, type AdapterState } from './adapter.ts';
import { readRows } from './folded-items.ts';
import { historyItems } from './history.ts';
import { entryOf, NO_ENTRY } from './item-entries.ts';
import { PairSample } from './pair-sample.ts';
import type { PairWalk } from './pair-walk.ts';
import { firstRows, rowsByUser } from './rows-by-user.ts';
import type { Pause, SourceInput } from './source.ts';
import { VectorReader } from './vector-features.ts';

export interface ProbeOptions extends AdapterOptions {
  /** Batches of an adapter's first training, and of every later one. */
  steps: number;
  refreshSteps: number;
  /** Items of a history at most. */
  history: number;
}

export interface ProbeFeatures {
  /** Per name in `VECTOR_FEATURES` a value per row. */
  values: Float32Array[];
  /** Trainings done, and those left out since the window held too few pairs. */
  trainings: number;
  skipped: number;
}

/** Pairs of items with vectors below which a window trains nothing: an adapter would learn them by heart. */
export const FEWEST_PAIRS = 64;
/** Pairs walked between two pauses: some tens of milliseconds. */
const WORK_PER_PIECE = 4_000_000;

/**
 * NaN, *missing*, where candidate or history have no vector, and where no window before the row's held enough pairs to train
 * on. @param walk the source's pairs, at their beginning. @param seed of the draws of pairs
 */
export async function probeFeatures(
  input: SourceInput,
  table: VectorTable,
  walk: PairWalk,
  options: ProbeOptions,
  seed: number,
  pause: Pause,
): Promise<ProbeFeatures> {
  const { slices, slice } = input.timeline;
  const adapter = new Adapter(table, options);
  const states = Array.from({ length: walk.versions }, () => adapter.start());
  const reader = new VectorReader(input, adapter.outputs, options.history);
  const result: ProbeFeatures = { values: reader.columns(), trainings: 0, skipped: 0 };
  const first = firstRows(slice, slices);
  for (let s = 1; s < slices; s++) {
    const within = (share: number): Promise<void> => pause((s + share) / slices);
    const samples = states.map((state, v) => new PairSample(places(state, options), mixed(seed, s, v)));
    await drawPairs(walk, table, s - 1, samples, () => within(0));
    for (const [v, state] of states.entries()) {
      if (samples[v]!.offered < FEWEST_PAIRS) {
        result.skipped++;
        continue;
      }
      await adapter.train(
        state,
        samples[v]!,
        (item) => entryOf(table, item, s - 1),
        () => within(0.5),
      );
      result.trainings++;
    }
    const rows = [first[s]!, first[s + 1]!] as const;
    const tables: VectorTable[] = [];
    const versionOf = (user: number): number => (states.length > 1 ? input.userFold[user]! : 0);
    for (const [v, state] of states.entries()) {
      const items =
        state.steps === 0 ? [] : itemsOf(input, rows, options.history, (user) => versionOf(user) === v);
      tables.push(await adaptedTable(adapter, state, table, items, input.data.items, s, () => within(0.8)));
    }
    await readRows(
      input,
      reader,
      rows,
      (user) => tables[versionOf(user)]!,
      s,
      result.values,
      () => within(0.9),
    );
  }
  return result;
}

function places(state: AdapterState, { steps, refreshSteps, batch }: ProbeOptions): number {
  return batch * (state.steps === 0 ? steps : refreshSteps);
}

/** A stream of its own for each slice and version. */
function mixed(seed: number, slice: number, version: number): number {
  return (
    (Math.imul(seed + 1, 0x9e3779b1) ^
      Math.imul(slice + 1, 0x85ebca6b) ^
      Math.imul(version + 1, 0xc2b2ae35)) >>>
    0
  );
}

/** Draws from the pairs of the window that ends with slice `last`, for every version at once. */
async function drawPairs(
  walk: PairWalk,
  table: VectorTable,
  last: number,
  samples: readonly PairSample[],
  pause: () => Promise<void>,
): Promise<void> {
  const has = (item: number): boolean => entryOf(table, item, last) !== NO_ENTRY;
  let work = 0;
  const steps = walk.pairs(last, (left, right, weights, at) => {
    if (!has(left) || !has(right)) return;
    for (let v = 0; v < samples.length; v++) samples[v]!.offer(left, right, weights[at + v]!);
  });
  for (const done of steps) {
    work += done;
    if (work < WORK_PER_PIECE) continue;
    work = 0;
    await pause();
  }
}

/** The items that some rows read: candidates and histories of the users wanted. */
function itemsOf(
  input: SourceInput,
  [from, to]: readonly [number, number],
  length: number,
  wanted: (user: number) => boolean,
): number[] {
  const { data, positives, historyEnds } = input;
  const found = new Set<number>();
  const history = new Uint32Array(length);
  let seen = -1;
  for (const row of rowsByUser(input, from, to)) {
    const user = data.user[row]!;
    if (!wanted(user)) continue;
    found.add(data.item[row]!);
    const end = historyEnds[row]!;
    const low = positives.userStart[user]!;
    if (end === seen || end === low) continue; // the history of the row before, or none
    seen = end;
    const taken = historyItems(positives, low, end, length, history);
    for (let h = 0; h < taken; h++) found.add(history[h]!);
  }
  return [...found].sort((a, b) => a - b);
}

/** The adapted vectors of some items, ascending; none of the others has an entry. */
async function adaptedTable(
  adapter: Adapter,
  state: AdapterState,
  table: VectorTable,
  items: readonly number[],
  all: number,
  last: number,
  pause: () => Promise<void>,
): Promise<VectorTable> {
  const known = items.filter((item) => entryOf(table, item, last) !== NO_ENTRY);
  const entries = Uint32Array.from(known, (item) => entryOf(table, item, last));
  const values = await adapter.adapt(state, entries, pause);
  const { outputs } = adapter;
  const start = new Uint32Array(all + 1);
  let kept = 0;
  for (const [at, item] of known.entries()) {
    const vector = values.subarray(at * outputs, (at + 1) * outputs);
    if (vector.every((x) => x === 0)) continue; // W maps it to nothing: no direction to compare
    values.copyWithin(kept * outputs, at * outputs, (at + 1) * outputs);
    kept++;
    start[item + 1] = 1;
  }
  for (let item = 0; item < all; item++) start[item + 1]! += start[item]!;
  return { dimension: outputs, start, values: values.subarray(0, kept * outputs) };
}
