/**
 * As-of counts, part of the base: what a production ranker knows about a user and an item before the row. Without them
 * LIS measures popularity.
 */
import type { Dataset, FeatureColumn, Timeline } from '../../data/dataset.ts';
import { labelEvents } from './events.ts';

/** Pseudo-rows of the prior rate in a smoothed rate: a count as large as this weighs as much as the prior. */
const PRIOR_ROWS = 10;

/** What is counted: the rows of a user, or those of an item. */
export type Entity = 'user' | 'item';

/**
 * Exposures (rows) and smoothed positive rate of the row's user and of its item, from rows with time < t only, and positives that were known before t. The rate
 * is (positives + 10·p) / (exposures + 10), where p is the log's own rate before t, (positives + 1) / (rows + 2).
 * @returns four numeric columns, never missing.
 */
export function asOfCounts(data: Dataset, timeline: Timeline): FeatureColumn[] {
  return [...entityCounts(data, timeline, 'user'), ...entityCounts(data, timeline, 'item')];
}

/** The two of them that are of users, or of items. */
export function entityCounts(data: Dataset, timeline: Timeline, entity: Entity): FeatureColumn[] {
  const { rows } = data;
  const { time } = timeline;
  const code = data[entity];
  const count = entity === 'user' ? data.users : data.items;
  const seen = new Uint32Array(count);
  const positives = new Uint32Array(count);
  const exposures = new Float64Array(rows);
  const rate = new Float64Array(rows);
  const events = labelEvents(data, timeline);
  let positivesSoFar = 0;
  for (let from = 0; from < rows; ) {
    for (; positivesSoFar < events.row.length && events.time[positivesSoFar]! < time[from]!; positivesSoFar++)
      positives[code[events.row[positivesSoFar]!]!]!++;
    const prior = (PRIOR_ROWS * (positivesSoFar + 1)) / (from + 2);
    let to = from;
    for (; to < rows && time[to] === time[from]; to++) {
      const at = code[to]!;
      exposures[to] = seen[at]!;
      rate[to] = (positives[at]! + prior) / (seen[at]! + PRIOR_ROWS);
    }
    for (let row = from; row < to; row++) seen[code[row]!]!++;
    from = to;
  }
  return [
    { name: `${entity} exposures`, type: 'numeric', values: exposures },
    { name: `${entity} rate`, type: 'numeric', values: rate },
  ];
}
