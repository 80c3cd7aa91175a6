/** Items' own weights over time inside a slice, by user fold: what the window held before it, and what each update adds. */
import { runningStarts, type SliceUpdates } from './slice-updates.ts';

export interface FreshSums {
  /** Weight of (item, fold) before the slice; slot `folds` of an item holds all folds; item `items` counts the users. */
  itemSum: Float64Array;
  /** Updates of each (item, fold): running sums in time order. */
  gainStart: Uint32Array;
  gainRank: Uint32Array;
  gainSum: Float64Array;
  /** Most differences that one candidate can cause, over all candidates. */
  mostChanges: number;
}

export function freshSums(
  u: SliceUpdates,
  users: number,
  items: number,
  userFold: Uint8Array,
  folds: number,
  decay: Float64Array,
): FreshSums {
  const stride = folds + 1;
  const itemSum = new Float64Array((items + 1) * stride);
  for (let user = 0; user < users; user++) {
    const fold = userFold[user]!;
    const add = (item: number, weight: number): void => {
      itemSum[item * stride + fold]! += weight;
      itemSum[item * stride + folds]! += weight;
    };
    if (u.userStart[user]! < u.userStart[user + 1]!) add(items, 1);
    for (let e = u.userStart[user]!; e < u.userStart[user + 1]!; e++)
      add(u.userItem[e]!, decay[2 * u.userAge[e]!]!);
  }

  /** Calls `gain` for each thing that an update adds, in time order. */
  const eachGain = (gain: (key: number, rank: number, weight: number) => void): void => {
    for (let n = 0; n < u.inOrder.length; n++) {
      const at = u.inOrder[n]!;
      const user = u.inOrderUser[n]!;
      const rank = u.updateRank[at]!;
      const older = u.updateAge[at]!;
      const weight = decay[0]! - (older > 0 ? decay[2 * older]! : 0);
      const both = (item: number, value: number): void => {
        gain(item * stride + userFold[user]!, rank, value);
        gain(item * stride + folds, rank, value);
      };
      if (weight !== 0) both(u.updateItem[at]!, weight);
      const isNew = u.userStart[user] === u.userStart[user + 1] && at === u.updateStart[user];
      if (isNew) both(items, 1);
    }
  };
  const gainStart = new Uint32Array((items + 1) * stride + 1);
  eachGain((key) => {
    gainStart[key + 1]!++;
  });
  runningStarts(gainStart);
  const gains = gainStart[gainStart.length - 1]!;
  const gainRank = new Uint32Array(gains);
  const gainSum = new Float64Array(gains);
  const free = gainStart.slice(0, -1);
  eachGain((key, rank, weight) => {
    const at = free[key]!++;
    gainRank[at] = rank;
    gainSum[at] = weight + (at > gainStart[key]! ? gainSum[at - 1]! : 0);
  });
  return { itemSum, gainStart, gainRank, gainSum, mostChanges: mostChanges(u, users, items) };
}

/** A user's updates change a candidate's sums at most once per item of the user, twice per update, and once for the edge. */
function mostChanges(u: SliceUpdates, users: number, items: number): number {
  const ofUser = new Float64Array(users);
  for (let user = 0; user < users; user++) {
    const updates = u.updateStart[user + 1]! - u.updateStart[user]!;
    ofUser[user] = updates === 0 ? 0 : u.userStart[user + 1]! - u.userStart[user]! + 2 * updates + 1;
  }
  let most = 0;
  for (let item = 0; item < items; item++) {
    let changes = 0;
    for (let e = u.itemStart[item]!; e < u.itemStart[item + 1]!; e++) changes += ofUser[u.itemUser[e]!]!;
    for (let e = u.updatedStart[item]!; e < u.updatedStart[item + 1]!; e++)
      changes += ofUser[u.updatedUser[e]!]!;
    most = Math.max(most, changes);
  }
  return most;
}
