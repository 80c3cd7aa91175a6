/**
 * As-of counts where some rows are only looked at: a fresh user reads the counts of the log that they are no part of, plus
 * their own rows. For rows of the log the result is that of src/preference/features/counts.ts, which a test asserts.
 */
import type { Dataset, FeatureColumn, Timeline } from '../../src/data/dataset.ts';

const PRIOR_ROWS = 10;

/**
 * @param firstFresh user codes from here on are fresh
 * @returns user and item exposures and smoothed positive rates, from rows with time < t
 */
export function countsOfLog(data: Dataset, timeline: Timeline, firstFresh: number): FeatureColumn[] {
  const { rows, user, item, label } = data;
  const { time } = timeline;
  const userRows = new Uint32Array(data.users);
  const userPositives = new Uint32Array(data.users);
  const itemRows = new Uint32Array(data.items);
  const itemPositives = new Uint32Array(data.items);
  const [userExposures, userRate, itemExposures, itemRate] = [0, 1, 2, 3].map(() => new Float64Array(rows));
  let logRows = 0;
  let logPositives = 0;
  for (let from = 0; from < rows; ) {
    const prior = (PRIOR_ROWS * (logPositives + 1)) / (logRows + 2);
    let to = from;
    for (; to < rows && time[to] === time[from]; to++) {
      const [u, i] = [user[to]!, item[to]!];
      userExposures![to] = userRows[u]!;
      userRate![to] = (userPositives[u]! + prior) / (userRows[u]! + PRIOR_ROWS);
      itemExposures![to] = itemRows[i]!;
      itemRate![to] = (itemPositives[i]! + prior) / (itemRows[i]! + PRIOR_ROWS);
    }
    for (let row = from; row < to; row++) {
      const [u, i] = [user[row]!, item[row]!];
      userRows[u]!++;
      userPositives[u]! += label[row]!;
      if (u >= firstFresh) continue;
      itemRows[i]!++;
      itemPositives[i]! += label[row]!;
      logRows++;
      logPositives += label[row]!;
    }
    from = to;
  }
  return [
    { name: 'user exposures', type: 'numeric', values: userExposures! },
    { name: 'user rate', type: 'numeric', values: userRate! },
    { name: 'item exposures', type: 'numeric', values: itemExposures! },
    { name: 'item rate', type: 'numeric', values: itemRate! },
  ];
}
