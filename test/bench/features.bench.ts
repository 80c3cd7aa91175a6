/** Target × history features: 1 M rows, history 50, at least 5 M distinct pairs in the largest P; one core. */
import { idKeys } from '../../src/common/hash.ts';
import { userFolds } from '../../src/preference/features/folds.ts';
import { historyEnds } from '../../src/preference/features/history.ts';
import { positives } from '../../src/preference/features/positives.ts';
import { windowEvents } from '../../src/preference/features/window.ts';
import { coClickFeatures } from '../../src/preference/pairs/co-click/features.ts';
import type { TimedDataset } from '../support/dataset.ts';
import { coClick } from '../support/preference.ts';
import { featureLog, ITEMS, ROWS, SLICES, USERS } from './feature-log.ts';
import { type BenchRow, median } from './harness.ts';

const FOLDS = 5;
const HISTORY = 50;
const REPEATS = 3;

export default async function bench(): Promise<BenchRow[]> {
  const data = featureLog();
  const { timeline } = data;
  const p = positives(data, timeline);
  const ends = historyEnds(data, timeline, p);
  const userFold = userFolds(data.userNames, FOLDS, 1);
  const input = {
    data,
    timeline,
    positives: p,
    historyEnds: ends,
    userFold,
    folds: FOLDS,
    idKeys: idKeys(data),
    seed: 1,
  };
  const spec = coClick({ window: 'all', history: HISTORY });

  const seconds: number[] = [];
  const cpuSeconds: number[] = [];
  let longestPause = 0;
  for (let run = 0; run < REPEATS; run++) {
    const cpu = process.cpuUsage();
    const start = performance.now();
    let latest = start;
    await coClickFeatures(input, spec, async () => {
      const now = performance.now();
      longestPause = Math.max(longestPause, now - latest);
      latest = now;
    });
    seconds.push((performance.now() - start) / 1000);
    const { user, system } = process.cpuUsage(cpu);
    cpuSeconds.push((user + system) / 1e6);
  }

  let historyItems = 0;
  for (let row = 0; row < ROWS; row++) {
    historyItems += Math.min(HISTORY, ends[row]! - p.userStart[data.user[row]!]!);
  }
  const million = (count: number) => `${(count / 1e6).toFixed(2)} M`;
  return [
    {
      case: 'target × history features (honest, leaked, total), 1 M rows, history 50, ≥ 5 M pairs',
      bar: '≤ 4 s',
      measured: `${median(seconds).toFixed(2)} s`,
      note:
        `median of ${REPEATS}, ${median(cpuSeconds).toFixed(2)} s of CPU; ` +
        `${million(distinctPairs(data))} distinct pairs in the largest P, ${million(p.count)} positives, ` +
        `${(historyItems / ROWS).toFixed(1)} history items a row, ${FOLDS} folds, ` +
        `${SLICES} windows; at most ${longestPause.toFixed(0)} ms between two chances to cancel; ` +
        'limited by the core, not by memory: pair additions and history look-ups take like parts, and a catalogue ' +
        'a sixth as large is no faster',
    },
  ];
}

/** Unordered item pairs that at least one user clicked both of, in the whole log. */
function distinctPairs(data: TimedDataset): number {
  const window = windowEvents(positives(data, data.timeline), USERS, ITEMS, 0, SLICES - 1);
  const seenBy = new Int32Array(ITEMS).fill(-1);
  let pairs = 0;
  for (let i = 0; i < ITEMS; i++) {
    for (let e = window.itemStart[i]!; e < window.itemStart[i + 1]!; e++) {
      const u = window.itemUser[e]!;
      for (let k = window.userStart[u]!; k < window.userStart[u + 1]!; k++) {
        const other = window.userItem[k]!;
        if (other <= i || seenBy[other] === i) continue;
        seenBy[other] = i;
        pairs++;
      }
    }
  }
  return pairs;
}
