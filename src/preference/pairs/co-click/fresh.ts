/**
 * Features of the arm fresh: co-click preference data rebuilt after every event. Slice by slice: the window before the
 * slice and the slice's updates go to the kernel, which visits the rows of each candidate in time order.
 */
import type { Timeline } from '../../../data/dataset.ts';
import type { CoClickSpec } from '../../../specfile/schema.ts';
import { Arena } from '../../features/arena.ts';
import { CandidateSorter } from '../../features/candidates.ts';
import type { Pause, SourceInput } from '../../features/source.ts';
import { firstSlice } from '../../features/window.ts';
import { effectiveWindow, FEATURES, firstRows, runGroups } from './features.ts';
import { freshSums } from './fresh-sums.ts';
import { decayTable, WEIGHTINGS, WIDTH } from './kernel.ts';
import { sliceUpdates } from './slice-updates.ts';

interface FreshExports {
  setWindow(a: number, b: number, c: number, d: number, e: number, f: number, g: number): void;
  setUpdates(a: number, b: number, c: number, d: number, e: number, f: number): void;
  setSums(a: number, b: number, c: number, d: number, e: number): void;
  setChanges(a: number, b: number, c: number, d: number, e: number): void;
  setShape(folds: number, items: number, userFold: number, decay: number): void;
  setHistory(positiveItem: number, nextSame: number, length: number): void;
  setWeighting(kind: number, shrinkage: number): void;
  features(
    groupItem: number,
    groupStart: number,
    first: number,
    last: number,
    rowFold: number,
    rowRank: number,
    historyLow: number,
    historyHigh: number,
    out: number,
  ): number;
}

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
  const arena = new Arena<FreshExports>('fresh', spec.name);
  for (let slice = 0; slice < timeline.slices; slice++) {
    const from = firstRow[slice]!;
    const to = firstRow[slice + 1]!;
    if (from === to) continue;
    const ranks = timeRanks(timeline, from, to);
    const rankOf = (row: number): number => ranks[row - from]!;
    const first = firstSlice(slice, window);
    const updates = sliceUpdates(positives, data, first, slice, rankOf);
    const sums = freshSums(updates, data.users, data.items, userFold, folds, decay);
    const { batch, rowOf } = sorter.sort(from, from, to);
    const { inOrder: _order, inOrderUser: _user, ...arrays } = updates;
    const { mostChanges, ...lists } = sums;
    arena.layout({
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
      rowRank: rowOf.map(rankOf),
      positiveItem: positives.itemByUser,
      nextSame: positives.nextByUser,
      changeFold: mostChanges,
      userFold,
      rowFold: batch.fold,
    });
    configure(arena, spec, folds, data.items);
    await runGroups(
      batch.groups,
      (a, b) => run(arena, a, b),
      (share) => pause((slice + share) / timeline.slices),
    );
    const out = arena.floats('out', batch.rows * WIDTH);
    for (let r = 0; r < batch.rows; r++) {
      for (let k = 0; k < FEATURES.length; k++) features[rowOf[r]! * WIDTH + k] = out[r * WIDTH + k]!;
    }
  }
  return features;
}

function configure(arena: Arena<FreshExports>, spec: CoClickSpec, folds: number, items: number): void {
  const at = (name: string): number => arena.at(name);
  const { exports } = arena;
  exports.setWindow(
    at('itemStart'),
    at('itemUser'),
    at('itemAge'),
    at('userStart'),
    at('userItem'),
    at('userAge'),
    at('userUpdate'),
  );
  exports.setUpdates(
    at('updateStart'),
    at('updateItem'),
    at('updateRank'),
    at('updateAge'),
    at('updatedStart'),
    at('updatedUser'),
  );
  exports.setSums(at('gainStart'), at('gainRank'), at('gainSum'), at('itemSum'), at('pairSum'));
  exports.setChanges(at('headOf'), at('changeNext'), at('changeItem'), at('changeFold'), at('changeWeight'));
  exports.setShape(folds, items, at('userFold'), at('decay'));
  exports.setHistory(at('positiveItem'), at('nextSame'), spec.history);
  exports.setWeighting(WEIGHTINGS.indexOf(spec.weight), spec.shrinkage);
}

function run(arena: Arena<FreshExports>, first: number, last: number): number {
  const at = (name: string): number => arena.at(name);
  return arena.exports.features(
    at('groupItem'),
    at('groupStart'),
    first,
    last,
    at('rowFold'),
    at('rowRank'),
    at('historyLow'),
    at('historyHigh'),
    at('out'),
  );
}

/** Rank of each row's time among the distinct times of rows from..to−1; rows are in time order. */
function timeRanks(timeline: Timeline, from: number, to: number): Uint32Array {
  const ranks = new Uint32Array(to - from);
  for (let row = from + 1; row < to; row++) {
    ranks[row - from] = ranks[row - from - 1]! + (timeline.time[row] === timeline.time[row - 1] ? 0 : 1);
  }
  return ranks;
}
