/** Training of item vectors for `id-embedding`: one window of 1 M rows, twenty epochs; one thread. */
import { idKeys } from '../../src/common/hash.ts';
import { IdFactors } from '../../src/preference/vectors/id-factors.ts';
import { fmOptions } from '../../src/specfile/schema-ranker.ts';
import { featureLog, ROWS } from './feature-log.ts';
import type { BenchRow } from './harness.ts';

const EPOCHS = 20;

export default async function bench(): Promise<BenchRow[]> {
  const data = featureLog();
  const { users, items } = data;
  const factors = new IdFactors(
    fmOptions.parse({}),
    { ...data, keys: idKeys(data) },
    { rows: ROWS, users, items },
  );
  const rows = Uint32Array.from({ length: ROWS }, (_, row) => row);
  let longestPause = 0;
  const cpu = process.cpuUsage();
  let latest = performance.now();
  await factors.train(rows, 1, EPOCHS, async () => {
    const now = performance.now();
    longestPause = Math.max(longestPause, now - latest);
    latest = now;
  });
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (user + system) / 1e6;
  return [
    {
      case: `vectors of id-embedding: one training of 1 M rows, ${EPOCHS} epochs, 16 factors`,
      bar: '—',
      measured: `${((EPOCHS * ROWS) / seconds / 1e6).toFixed(1)} M rows/s trained`,
      note:
        `${seconds.toFixed(2)} s of CPU, shuffling and numbering included; ${users.toLocaleString('en')} users, ` +
        `${items.toLocaleString('en')} items; a run trains one for each window, fold and seed; ` +
        `at most ${longestPause.toFixed(0)} ms between two chances to cancel`,
    },
  ];
}
