/** The split that a training framework would make of a log: what RecBole's evaluation settings do to its rows. */
import { randomBits, shuffle } from '../../../common/random.ts';
import type { Dataset } from '../../../data/dataset.ts';
import type { SplitFacts } from '../../../report/schema-audit.ts';
import { splitFacts } from './facts.ts';

export interface FrameworkSplit {
  /** Rows by time, or as they were drawn. */
  order: 'time' | 'random';
  /** Each user is divided apart; else the log as a whole. */
  byUser: boolean;
  /** Shares of the parts, train first and test last; or that the last two rows of each user (validation, test) are left out. */
  ratios: readonly number[] | 'leave-one-out';
}

type Log = Pick<Dataset, 'user' | 'item' | 'users' | 'items' | 'rows'> & { time: Float64Array };

/**
 * @param log rows in time order
 * @param seed of random orders
 * @returns how the rows that train and those that are tested lie to each other
 */
export function frameworkFacts(
  log: Log,
  { order, byUser, ratios }: FrameworkSplit,
  seed: number,
): SplitFacts {
  const rows = Uint32Array.from({ length: log.rows }, (_, row) => row);
  if (order === 'random') shuffle(rows, randomBits(seed));
  const groups: number[][] =
    byUser || ratios === 'leave-one-out' ? Array.from({ length: log.users }, () => []) : [[]];
  for (const row of rows) groups[groups.length === 1 ? 0 : log.user[row]!]!.push(row);
  const training: number[] = [];
  const test: number[] = [];
  for (const group of groups) {
    const counts = ratios === 'leave-one-out' ? lastOnes(group.length) : countsOf(group.length, ratios);
    training.push(...group.slice(0, counts[0]));
    test.push(...group.slice(group.length - counts.at(-1)!));
  }
  return splitFacts(log, Uint32Array.from(training).sort(), Uint32Array.from(test).sort());
}

/** RecBole's rounding: each part but the first is rounded down, and one that would be empty takes a row of the first. */
function countsOf(rows: number, ratios: readonly number[]): number[] {
  const all = ratios.reduce((sum, ratio) => sum + ratio, 0);
  const shares = ratios.map((ratio) => ratio / all);
  const counts = shares.map((share) => Math.floor(share * rows));
  counts[0] = rows - counts.slice(1).reduce((sum, count) => sum + count, 0);
  for (let part = counts.length - 1; part > 0 && counts[0]! > 1; part--) {
    const wanted = shares[part]! * rows;
    if (wanted <= 0 || wanted >= 1) continue;
    counts[part]! += 1;
    counts[0]! -= 1;
  }
  return counts;
}

/** Train, validation and test of a user: the last two rows stand apart where there are as many. */
function lastOnes(rows: number): number[] {
  const test = rows > 1 ? 1 : 0;
  const validation = rows > 2 ? 1 : 0;
  return [rows - test - validation, validation, test];
}
