/**
 * The probe of a model on a source: its frozen vectors, seen through a linear adapter that is trained on the source's honest
 * windows alone. Rows of slice s and fold k read the adapter that was trained on P[..s − 1] without fold k: no adapter has seen
 * its own slice, nor the events of the users who read it. Each goes on where the one of the slice before stopped.
 */
import type { VectorTable } from '../../data/dataset.ts';
import { readRows } from '../features/folded-items.ts';
import { entryOf, NO_ENTRY } from '../features/item-entries.ts';
import { firstRows } from '../features/rows-by-user.ts';
import type { Pause, SourceInput } from '../features/source.ts';
import { PairSample } from '../pairs/pair-sample.ts';
import type { PairWalk } from '../pairs/pair-walk.ts';
import { Adapter, type AdapterOptions, type AdapterState } from './adapter.ts';
import { adaptedTable, itemsRead } from './probe-tables.ts';
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
/** Share of a slice's work that training is, roughly. */
const TRAINED = 0.8;

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
  const adapter = await Adapter.of(table, options, () => pause(0));
  const states = Array.from({ length: walk.versions }, () => adapter.start());
  const reader = new VectorReader(input, adapter.outputs, options.history);
  const result: ProbeFeatures = { values: reader.columns(), trainings: 0, skipped: 0 };
  const first = firstRows(slice, slices);
  const versionOf = (user: number): number => (walk.versions > 1 ? input.userFold[user]! : 0);
  for (let s = 1; s < slices; s++) {
    const within = (share: number): Promise<void> => pause((s + share) / slices);
    const samples = states.map((state, v) => new PairSample(places(state, options), mixed(seed, s, v)));
    await drawPairs(walk, table, s - 1, samples, () => within(0));
    const known = (item: number): number => entryOf(table, item, s - 1);
    for (const [v, state] of states.entries()) {
      if (samples[v]!.offered < FEWEST_PAIRS) {
        result.skipped++;
        continue;
      }
      await adapter.train(state, samples[v]!, known, () => within((TRAINED * v) / states.length));
      result.trainings++;
    }
    const rows = [first[s]!, first[s + 1]!] as const;
    const items = itemsRead(input, rows, options.history, versionOf);
    const tables: VectorTable[] = [];
    for (const [v, state] of states.entries()) {
      const read = state.steps === 0 ? [] : items.of(v);
      tables.push(await adaptedTable(adapter, state, table, read, s, () => within(TRAINED)));
    }
    const tableOf = (user: number): VectorTable => tables[versionOf(user)]!;
    await readRows(input, reader, rows, tableOf, s, result.values, () => within(TRAINED));
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
