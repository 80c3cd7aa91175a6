import { expect, it } from 'vitest';
import type { Dataset } from '../../../src/data/dataset.ts';
import { assertRoom, logBytes } from '../../../src/evaluation/tasks/log-memory.ts';
import { testDataset } from '../../support/dataset.ts';

const rows = Array.from({ length: 200 }, (_, i) => ({ user: i % 7, item: i % 5, time: i, label: i % 2 }));
const data: Dataset = {
  ...testDataset(rows),
  features: [
    { name: 'hour', type: 'numeric', values: new Float32Array(200) },
    { name: 'city', type: 'categorical', codes: new Uint32Array(200), cardinality: 3 },
  ],
};

it('counts what every row has', () => {
  // user, item, label, part; time, slice; two features of four bytes
  expect(logBytes(data)).toBe(200 * (10 + 10 + 8));
  expect(logBytes({ ...data, features: [], weight: new Float64Array(200) })).toBe(200 * (20 + 8));
});

it('refuses a log that leaves no room for a run, and says what would be enough', () => {
  expect(() => assertRoom(data, 2 ** 20)).not.toThrow();
  const large = { ...data, rows: 1e8, timeline: undefined } as Dataset;
  expect(() => assertRoom(large, 2 ** 31)).not.toThrow();
  expect(() => assertRoom(large, 2 ** 30)).toThrow(
    expect.objectContaining({
      code: 'log-memory',
      message: expect.stringMatching(
        /^The 100,000,000 rows of the log take 0\.9 GB .* setting is 1\.0 GB: raise it \(`--memory 2GB`/,
      ),
    }),
  );
});
