/**
 * As-of counts, part of the base: what a production ranker knows about a user and an item before the row. Without them
 * LIS measures popularity.
 */
import type { Dataset, FeatureColumn, Timeline } from '../../data/dataset.ts';
import { labelEvents } from './events.ts';

/** Pseudo-rows of the prior rate in a smoothed rate: a count as large as this weighs as much as the prior. */
const PRIOR_ROWS = 10;

/**
 * Exposures (rows) and smoothed positive rate of the row's user and of its item, from rows with time < t only, and positives that were known before t. The rate
 * is (positives + 10·p) / (exposures + 10), where p is the log's own rate before t, (positives + 1) / (rows + 2).
 * @returns four numeric columns, never missing.
 */
export function asOfCounts(data: Dataset, timeline: Timeline): FeatureColumn[] {
  const { rows, user, item } = data;
  const { time } = timeline;
  const userRows = new Uint32Array(data.users);
  const userPositives = new Uint32Array(data.users);
  const itemRows = new Uint32Array(data.items);
  const itemPositives = new Uint32Array(data.items);
  const column = () => new Float64Array(rows);
  const userExposures = column();
  const userRate = column();
  const itemExposures = column();
  const itemRate = column();
  const events = labelEvents(data, timeline);
  let positivesSoFar = 0;
  for (let from = 0; from < rows; ) {
    for (
      ;
      positivesSoFar < events.row.length && events.time[positivesSoFar]! < time[from]!;
      positivesSoFar++
    ) {
      const row = events.row[positivesSoFar]!;
      userPositives[user[row]!]!++;
      itemPositives[item[row]!]!++;
    }
    const prior = (PRIOR_ROWS * (positivesSoFar + 1)) / (from + 2);
    let to = from;
    for (; to < rows && time[to] === time[from]; to++) {
      const u = user[to]!;
      const i = item[to]!;
      userExposures[to] = userRows[u]!;
      userRate[to] = (userPositives[u]! + prior) / (userRows[u]! + PRIOR_ROWS);
      itemExposures[to] = itemRows[i]!;
      itemRate[to] = (itemPositives[i]! + prior) / (itemRows[i]! + PRIOR_ROWS);
    }
    for (let row = from; row < to; row++) {
      userRows[user[row]!]!++;
      itemRows[item[row]!]!++;
    }
    from = to;
  }
  return [
    { name: 'user exposures', type: 'numeric', values: userExposures },
    { name: 'user rate', type: 'numeric', values: userRate },
    { name: 'item exposures', type: 'numeric', values: itemExposures },
    { name: 'item rate', type: 'numeric', values: itemRate },
  ];
}
