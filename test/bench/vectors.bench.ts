/** Target × history cosines: 1 M rows, history 50, 128 dimensions; one core. */
import { idKeys } from '../../src/common/hash.ts';
import { historyEnds } from '../../src/preference/features/history.ts';
import { positives } from '../../src/preference/features/positives.ts';
import { vectorFeatures } from '../../src/preference/vectors/vector-features.ts';
import { random } from '../support/random.ts';
import { featureLog, ITEMS, ROWS } from './feature-log.ts';
import { type BenchRow, median } from './harness.ts';

const HISTORY = 50;
const DIMENSION = 128;
const REPEATS = 3;

export default async function bench(): Promise<BenchRow[]> {
  const data = featureLog();
  const { timeline } = data;
  const p = positives(data, timeline);
  const ends = historyEnds(data, timeline, p);
  const userFold = new Uint8Array(data.users);
  const input = {
    data,
    timeline,
    positives: p,
    historyEnds: ends,
    userFold,
    folds: 1,
    idKeys: idKeys(data),
    seed: 1,
  };
  const table = {
    start: Uint32Array.from({ length: ITEMS + 1 }, (_, i) => i),
    dimension: DIMENSION,
    values: vectors(),
  };
  const seconds: number[] = [];
  const cpuSeconds: number[] = [];
  let longestPause = 0;
  let cosines = 0;
  for (let run = 0; run < REPEATS; run++) {
    const cpu = process.cpuUsage();
    const start = performance.now();
    let latest = start;
    const columns = await vectorFeatures(input, table, { history: HISTORY, lag: 0 }, async () => {
      const now = performance.now();
      longestPause = Math.max(longestPause, now - latest);
      latest = now;
    });
    seconds.push((performance.now() - start) / 1000);
    const { user, system } = process.cpuUsage(cpu);
    cpuSeconds.push((user + system) / 1e6);
    const tiers = columns.slice(2);
    cosines = 0;
    for (const tier of tiers) for (const count of tier) if (count > 0) cosines += Math.expm1(count);
  }
  const spent = median(cpuSeconds);
  return [
    {
      case: 'target × history cosines (max, mean, 20 tiers), 1 M rows, history 50, 128 dimensions',
      bar: '≤ 4 s',
      measured: `${median(seconds).toFixed(2)} s`,
      note:
        `median of ${REPEATS}, ${spent.toFixed(2)} s of CPU; ${(cosines / ROWS).toFixed(1)} cosines a row, ` +
        `${((2 * DIMENSION * cosines) / spent / 1e9).toFixed(1)} GFLOP a second with histories and copies; ` +
        `at most ${longestPause.toFixed(0)} ms between two chances to cancel`,
    },
  ];
}

/** Unit vectors. */
function vectors(): Float32Array {
  const next = random(3);
  const values = new Float32Array(ITEMS * DIMENSION);
  for (let item = 0; item < ITEMS; item++) {
    const vector = values.subarray(item * DIMENSION, (item + 1) * DIMENSION);
    let square = 0;
    for (let k = 0; k < DIMENSION; k++) {
      vector[k] = next() - 0.5;
      square += vector[k]! ** 2;
    }
    for (let k = 0; k < DIMENSION; k++) vector[k]! /= Math.sqrt(square);
  }
  return values;
}
