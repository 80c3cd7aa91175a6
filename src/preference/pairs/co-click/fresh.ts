/**
 * Features of the arm fresh: co-click preference data rebuilt after every event. Slice by slice: the window before the
 * slice and the slice's updates go to the kernel, which visits the rows of each candidate in time order.
 */
import type { Timeline } from '../../../data/dataset.ts';
import { Arena } from '../../../kernels/arena.ts';
import { fresh } from '../../../kernels/interfaces/fresh.ts';
import type { CoClickSpec } from '../../../specfile/schema.ts';
import { CandidateSorter } from '../../features/candidates.ts';
import type { Positives } from '../../features/positives.ts';
import type { Pause, SourceInput } from '../../features/source.ts';
import { firstSlice } from '../../features/window.ts';
import { effectiveWindow, FEATURES, firstRows, runGroups } from './features.ts';
import { freshSums } from './fresh-sums.ts';
import { decayTable, shortageOf, WEIGHTINGS, WIDTH } from './kernel.ts';
import { sliceUpdates } from './slice-updates.ts';

/**
 * @returns `FEATURES.length` values per row from P[events of slices s−W+1.. with time < t] without the row's fold.
 */
export async function freshFeatures(
  input: SourceInput,
  spec: CoClickSpec,
  pause: Pause,
): Promise<Float32Array> {
  const { data, timeline, positives, userFold, folds } = input;
  const features = new Float32Array(data.rows * WIDTH).fill(Number.NaN);
  const window = effectiveWindow(spec, timeline.slices);
  const decay = decayTable(window - 1, spec.halfLife);
  const firstRow = firstRows(timeline.slice, timeline.slices);
  const sorter = new CandidateSorter(input);
  const arena = new Arena(fresh, shortageOf(spec.name));
  for (let slice = 0; slice < timeline.slices; slice++) {
    const from = firstRow[slice]!;
    const to = firstRow[slice + 1]!;
    const { batch, rowOf } = sorter.sort(from, from, to);
    if (batch.rows === 0) continue;
    const ranks = timeRanks(timeline, from, to);
    const rankOf = eventRanks(positives, slice, timeline, ranks, from, to);
    const first = firstSlice(slice, window);
    const updates = sliceUpdates(positives, data, first, slice, rankOf);
    const sums = freshSums(updates, data.users, data.items, userFold, folds, decay);
    const { inOrder: _order, inOrderUser: _user, ...arrays } = updates;
    const { mostChanges, ...lists } = sums;
    const placed = arena.layout({
      pairSum: (data.items + 1) * (folds + 1) * 8,
      decay,
      ...lists,
      changeWeight: mostChanges * 8,
      out: batch.rows * WIDTH * 4,
      ...arrays,
      changeNext: mostChanges * 4,
      changeItem: mostChanges * 4,
      headOf: batch.rows * 4,
      groupItem: batch.item.subarray(0, batch.groups),
      groupStart: batch.start.subarray(0, batch.groups + 1),
      historyLow: batch.historyLow,
      historyHigh: batch.historyHigh,
      rowRank: rowOf.map((row) => ranks[row - from]!),
      positiveItem: positives.itemByUser,
      nextSame: positives.nextByUser,
      changeFold: mostChanges,
      userFold,
      rowFold: batch.fold,
    });
    const { exports, at } = placed;
    exports.setWindow(at);
    exports.setUpdates(at);
    exports.setSums(at);
    exports.setChanges(at);
    exports.setShape({ ...at, folds, items: data.items });
    exports.setHistory({ ...at, length: spec.history });
    exports.setWeighting({ kind: WEIGHTINGS.indexOf(spec.weight), shrinkage: spec.shrinkage });
    await runGroups(
      batch.groups,
      (first, last) => exports.features({ ...at, first, last }),
      (share) => pause((slice + share) / timeline.slices),
    );
    const out = placed.f32('out', batch.rows * WIDTH);
    for (let r = 0; r < batch.rows; r++) {
      for (let k = 0; k < FEATURES.length; k++) features[rowOf[r]! * WIDTH + k] = out[r * WIDTH + k]!;
    }
  }
  return features;
}

/** Rank of each row's time, from 1, among the distinct times of rows from..to−1; rows are in time order. */
function timeRanks(timeline: Timeline, from: number, to: number): Uint32Array {
  const ranks = new Uint32Array(to - from);
  ranks[0] = 1;
  for (let row = from + 1; row < to; row++) {
    ranks[row - from] = ranks[row - from - 1]! + (timeline.time[row] === timeline.time[row - 1] ? 0 : 1);
  }
  return ranks;
}

/** Of a positive of the slice, the rank of the last row time that is not later than it; 0 where all rows are. */
function eventRanks(
  { time, sliceStart }: Positives,
  slice: number,
  timeline: Timeline,
  ranks: Uint32Array,
  from: number,
  to: number,
): (event: number) => number {
  const [first, last] = [sliceStart[slice]!, sliceStart[slice + 1]!];
  const ofEvent = new Uint32Array(last - first);
  for (let e = first, row = from; e < last; e++) {
    while (row < to && timeline.time[row]! <= time[e]!) row++;
    ofEvent[e - first] = row === from ? 0 : ranks[row - 1 - from]!;
  }
  return (event) => ofEvent[event - first]!;
}
