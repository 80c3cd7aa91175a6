/**
 * The order of the scores within each group. Equal scores are kept together and have no order, so that no metric depends on how rows
 * happened to be stored.
 */
import { nonFiniteScores } from './failures.ts';
import type { GroupedRows } from './groups.ts';

/** The rows of every group from the best score to the worst: group g has places starts[g] .. starts[g + 1]. */
export interface RankedRows {
  grouped: GroupedRows;
  /** By place: of neighbours in a group, equal where the scores are. */
  value: Uint32Array | Float64Array;
  /** By place: 0 or 1. */
  label: Uint8Array;
}

/** @param scores one per row @throws Failure `non-finite-scores` */
export function bestFirst(grouped: GroupedRows, scores: Float32Array | Float64Array): RankedRows {
  const { label } = grouped;
  if (scores.length !== label.length) throw new Error(`${scores.length} scores but ${label.length} labels`);
  let bad = 0;
  for (let row = 0; row < scores.length; row++) if (!Number.isFinite(scores[row]!)) bad++;
  if (bad > 0) throw nonFiniteScores(bad, scores.length);
  return scores instanceof Float32Array ? byKeys(grouped, scores) : byOrder(grouped, scores);
}

/** End of the run of equal scores that begins at place `from`, at most `end`. */
export function tiedUntil(value: RankedRows['value'], from: number, end: number): number {
  const tied = value[from]!;
  let to = from + 1;
  while (to < end && value[to]! === tied) to++;
  return to;
}

/** Groups of up to so many rows are sorted by insertion: a call takes longer. */
const FEW = 24;

/** A score of 32 bits and a label are one number, whose order is that of the scores: there is nothing to look up. */
function byKeys(grouped: GroupedRows, scores: Float32Array): RankedRows {
  const { groups, starts, rows, label } = grouped;
  const value = new Uint32Array(rows.length);
  const ranked = new Uint8Array(rows.length);
  const keys = new Float64Array(largest(grouped));
  const [float, bits] = bothViews();
  for (let g = 0; g < groups; g++) {
    const start = starts[g]!;
    const count = starts[g + 1]! - start;
    for (let i = 0; i < count; i++) {
      const row = rows[start + i]!;
      float[0] = scores[row]! + 0; // −0 is 0
      const word = bits[0]!;
      // Floats ascend with their bits, and negative ones against them: the best score has the lowest key.
      const descending = (word & 0x80000000) !== 0 ? word : ~word & 0x7fffffff;
      const key = (descending >>> 0) * 2 + label[row]!;
      if (count > FEW) keys[i] = key;
      else insert(keys, i, key);
    }
    if (count > FEW) keys.subarray(0, count).sort();
    for (let i = 0; i < count; i++) {
      const key = keys[i]!;
      const half = Math.floor(key / 2);
      value[start + i] = half;
      ranked[start + i] = key - 2 * half;
    }
  }
  return { grouped, value, label: ranked };
}

function bothViews(): [Float32Array, Uint32Array] {
  const float = new Float32Array(1);
  return [float, new Uint32Array(float.buffer)];
}

/** Puts a key where it belongs among the first `count`, which ascend. */
function insert(keys: Float64Array, count: number, key: number): void {
  let at = count;
  for (; at > 0 && keys[at - 1]! > key; at--) keys[at] = keys[at - 1]!;
  keys[at] = key;
}

/** Scores of 64 bits: rows are sorted, and looked up. */
function byOrder(grouped: GroupedRows, scores: Float64Array): RankedRows {
  const { groups, starts, rows, label } = grouped;
  const order = rows.slice();
  const higher = (a: number, b: number): number => scores[b]! - scores[a]!;
  for (let g = 0; g < groups; g++) order.subarray(starts[g]!, starts[g + 1]!).sort(higher);
  return {
    grouped,
    value: Float64Array.from(order, (row) => scores[row]!),
    label: Uint8Array.from(order, (row) => label[row]!),
  };
}

function largest({ groups, starts }: GroupedRows): number {
  let most = 0;
  for (let g = 0; g < groups; g++) most = Math.max(most, starts[g + 1]! - starts[g]!);
  return most;
}
