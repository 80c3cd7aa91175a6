/** Target × history features: 1 M rows, history 50, at least 5 M distinct pairs in the largest P; one core. */
import { PART } from '../../src/data/dataset.ts';
import { coClickFeatures } from '../../src/preference/co-click.ts';
import { userFolds } from '../../src/preference/folds.ts';
import { historyEnds } from '../../src/preference/history.ts';
import { positives } from '../../src/preference/positives.ts';
import { windowEvents } from '../../src/preference/window.ts';
import type { TimedDataset } from '../support/dataset.ts';
import { coClick } from '../support/preference.ts';
import { random } from '../support/random.ts';
import type { BenchRow } from './harness.ts';

const ROWS = 1_000_000;
const USERS = 3_000;
const ITEMS = 50_000;
const POSITIVE = 0.35;
const SLICES = 10;
const FOLDS = 5;
const HISTORY = 50;
const REPEATS = 3;

export default async function bench(): Promise<BenchRow[]> {
  const data = log();
  const { timeline } = data;
  const p = positives(data, timeline);
  const ends = historyEnds(data, timeline, p);
  const userFold = userFolds(data.userNames, FOLDS, 1);
  const input = { data, timeline, positives: p, historyEnds: ends, userFold, folds: FOLDS, seed: 1 };
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

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

/** Uniform users, items by a long-tailed popularity that drifts, so that P is broad as in a content feed. */
function log(): TimedDataset {
  const next = random(1);
  const user = new Uint32Array(ROWS);
  const item = new Uint32Array(ROWS);
  const label = new Uint8Array(ROWS);
  const slice = new Uint16Array(ROWS);
  const time = new Float64Array(ROWS);
  for (let row = 0; row < ROWS; row++) {
    user[row] = Math.floor(next() * USERS);
    item[row] = (Math.floor(next() ** 3 * ITEMS) + Math.floor((row / ROWS) * 5000)) % ITEMS;
    label[row] = next() < POSITIVE ? 1 : 0;
    slice[row] = Math.floor((row * SLICES) / ROWS);
    time[row] = row * 1e6;
  }
  const names = (count: number) => Array.from({ length: count }, (_, code) => String(code));
  return {
    rows: ROWS,
    user,
    users: USERS,
    item,
    items: ITEMS,
    userNames: names(USERS),
    itemNames: names(ITEMS),
    label,
    part: new Uint8Array(ROWS).fill(PART.fit),
    timeline: {
      time,
      unit: 'unix seconds',
      slice,
      slices: SLICES,
      sliceStarts: Float64Array.from({ length: SLICES }, (_, s) => (s * ROWS * 1e6) / SLICES),
      cut: ROWS * 0.8e6,
      evaluateFrom: ROWS * 0.8e6,
      evaluateTo: (ROWS - 1) * 1e6,
    },
    features: [],
    inputs: [],
    warnings: [],
  };
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
