/**
 * Features of item vectors and clusters by their definition, as slowly as it reads. Written from the method alone; what the
 * kernel and the sources are held against.
 */
import type { ClusterTable, ItemEntries, VectorTable } from '../../src/data/dataset.ts';
import type { TimedDataset } from './dataset.ts';
import { slowHistory } from './slow-features.ts';

/** Maximum, mean, and every cosine; undefined where the candidate or the whole history has no vector. */
export type SlowCosines = { max: number; mean: number; all: number[] } | undefined;

/** @param stands the item in whose place an item stands: the identity, or a placebo's permutation for each slice */
export function slowCosines(
  data: TimedDataset,
  table: VectorTable,
  options: { history: number; lag: 0 | 1; stands?: (item: number, slice: number) => number },
): SlowCosines[] {
  const vector = (item: number, last: number): number[] | undefined => {
    const entry = newest(table, item, last);
    if (entry === undefined) return undefined;
    return Array.from({ length: table.dimension }, (_, k) => table.values[entry * table.dimension + k]!);
  };
  return overRows(data, options, (candidate, history, last) => {
    const candidateVector = vector(candidate, last);
    const others = history.map((item) => vector(item, last)).filter((other) => other !== undefined);
    if (candidateVector === undefined || others.length === 0) return undefined;
    const all = others.map((other) => other.reduce((sum, x, k) => sum + x * candidateVector[k]!, 0));
    return { max: Math.max(...all), mean: all.reduce((a, b) => a + b, 0) / all.length, all };
  });
}

/** How many history items with an id share the candidate's, of how many; undefined where there is none to share one with. */
export type SlowMatches = { same: number; known: number } | undefined;

export function slowMatches(
  data: TimedDataset,
  table: ClusterTable,
  level: number,
  options: { history: number; lag: 0 | 1 },
): SlowMatches[] {
  const id = (item: number, last: number): number => {
    const entry = newest(table, item, last);
    return entry === undefined ? 0 : table.levels[level]!.codes[entry]!;
  };
  return overRows(data, options, (candidate, history, last) => {
    const candidateId = id(candidate, last);
    const others = history.map((item) => id(item, last)).filter((other) => other !== 0);
    if (candidateId === 0 || others.length === 0) return undefined;
    return { same: others.filter((other) => other === candidateId).length, known: others.length };
  });
}

function overRows<T>(
  data: TimedDataset,
  {
    history,
    lag,
    stands = (item) => item,
  }: { history: number; lag: 0 | 1; stands?: (item: number, slice: number) => number },
  features: (candidate: number, history: number[], last: number) => T,
): T[] {
  return Array.from({ length: data.rows }, (_, row) => {
    const slice = data.timeline.slice[row]!;
    const candidate = data.item[row]!;
    const items = slowHistory(data, row, history).filter((item) => item !== candidate);
    return features(
      stands(candidate, slice),
      items.map((item) => stands(item, slice)),
      slice - lag,
    );
  });
}

/** The last entry of an item that is known after slice `last`. */
function newest({ start, slice }: ItemEntries, item: number, last: number): number | undefined {
  let found: number | undefined;
  for (let entry = start[item]!; entry < start[item + 1]!; entry++) {
    if (slice === undefined || slice[entry]! <= last) found = entry;
  }
  return found;
}
