/**
 * Rows by group (user, request or impression list): what every metric of a ranked list starts from. All arms and seeds share them.
 */

import { noRows } from './failures.ts';
import { denseNumbers } from './intervals/clusters.ts';

export interface GroupedRows {
  /** Groups with rows. */
  groups: number;
  /** Group g holds `rows[starts[g] .. starts[g + 1])`; length groups + 1. Groups ascend by code, rows within them too. */
  starts: Uint32Array;
  rows: Uint32Array;
  /** Positive rows of each group. */
  positives: Uint32Array;
  /** 0 or 1 per row. */
  label: Uint8Array;
}

/**
 * @param group any codes, one per row; memory grows with the largest
 * @param label 0 or 1 per row
 * @throws Failure `no-rows`
 */
export function groupRows(group: Uint32Array, label: Uint8Array): GroupedRows {
  const count = label.length;
  if (group.length !== count) throw new Error(`${count} labels but ${group.length} groups`);
  if (count === 0) throw noRows();
  const { numbers, used: groups } = denseNumbers(group);
  const starts = new Uint32Array(groups + 1);
  const positives = new Uint32Array(groups);
  for (let row = 0; row < count; row++) {
    const g = numbers[group[row]!]!;
    starts[g + 1]!++;
    positives[g]! += label[row]!;
  }
  for (let g = 0; g < groups; g++) starts[g + 1]! += starts[g]!;
  const next = starts.slice();
  const rows = new Uint32Array(count);
  for (let row = 0; row < count; row++) rows[next[numbers[group[row]!]!]!++] = row;
  return { groups, starts, rows, positives, label };
}

/** Mean over groups, and how many entered. */
export interface GroupMean {
  /** Null where no group qualifies. */
  value: number | null;
  used: number;
  /** Groups in which the metric is undefined. */
  skipped: number;
}

/** Σ weight · value / Σ weight over the groups whose value is not NaN. */
export function groupMean(values: Float64Array, weights?: ArrayLike<number>): GroupMean {
  let sum = 0;
  let total = 0;
  let used = 0;
  for (let g = 0; g < values.length; g++) {
    if (Number.isNaN(values[g]!)) continue;
    const weight = weights === undefined ? 1 : weights[g]!;
    sum += weight * values[g]!;
    total += weight;
    used++;
  }
  return { value: used === 0 ? null : sum / total, used, skipped: values.length - used };
}
