import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomBits } from '../../../src/common/random.ts';
import type { VectorTable } from '../../../src/data/dataset.ts';
import { openPairs } from '../../../src/preference/sources.ts';
import { type ProbeFeatures, probeFeatures } from '../../../src/preference/vectors/probe.ts';
import { vectorFeatures } from '../../../src/preference/vectors/vector-features.ts';
import type { SourceSpec } from '../../../src/specfile/schema.ts';
import { type TestRow, type TimedDataset, testDataset } from '../../support/dataset.ts';
import { arbitraryFolds, coClick, sourceInput } from '../../support/preference.ts';

const USERS = 15;
const ITEMS = 20;
const FOLDS = 3;
const SLICES = 4;
const OPTIONS = {
  dimensions: 8,
  batch: 16,
  temperature: 0.5,
  rate: 0.05,
  steps: 4,
  refreshSteps: 2,
  history: 5,
};

/** Logs of 380 rows by their number. Every user and item is there, whatever the labels: codes never move. */
const logs = fc.nat(0xffff).map((seed) => {
  const bits = randomBits(seed);
  return Array.from({ length: 380 }, (_, r): TestRow => {
    const time = bits() % 400;
    return { user: r % USERS, item: (r * 7 + (r >> 4)) % ITEMS, time, label: Number(bits() % 4 > 0) };
  });
});

function vectors(items: number, dimension: number): VectorTable {
  const bits = randomBits(9);
  const rows = Array.from({ length: items }, () =>
    Array.from({ length: dimension }, () => bits() * 2 ** -31 - 1),
  );
  return {
    dimension,
    start: Uint32Array.from({ length: items + 1 }, (_, item) => item),
    values: Float32Array.from(rows.flatMap((row) => row.map((x) => x / Math.hypot(...row)))),
  };
}

const SOURCES: SourceSpec[] = [
  coClick({ window: 'all' }),
  coClick({ window: 2, weight: 'raw' }),
  { name: 'x', kind: 'session', build: 'session', window: 'all', history: 50, gap: 0.001, use: ['max'] },
  {
    name: 'w',
    kind: 'swing',
    build: 'swing',
    window: 'all',
    history: 50,
    alpha1: 15,
    alpha2: 0,
    beta: 0.3,
    usersPerItem: 3,
    itemsPerUser: 200,
    use: ['max'],
  },
];

function probe(
  data: TimedDataset,
  folds: Uint8Array,
  source: SourceSpec,
  options = OPTIONS,
): Promise<ProbeFeatures> {
  const input = sourceInput(data, folds, FOLDS);
  return probeFeatures(input, vectors(data.items, 8), openPairs(input, source), options, 1, async () => {});
}

describe('the probe', () => {
  test('a flipped label moves no row of its slice or an earlier one, and none of its fold, but its user’s later ones', async () => {
    let trained = 0;
    await fc.assert(
      fc.asyncProperty(
        logs,
        arbitraryFolds(USERS, FOLDS),
        fc.constantFrom(...SOURCES),
        fc.nat(379),
        async (rows, folds, source, flipped) => {
          const before = testDataset(rows, { slices: SLICES });
          const after = testDataset(rows, { slices: SLICES });
          const user = before.user[flipped]!;
          const slice = before.timeline.slice[flipped]!;
          after.label[flipped] = 1 - after.label[flipped]!;
          const [a, b] = [await probe(before, folds, source), await probe(after, folds, source)];
          trained += a.trainings;
          for (let row = 0; row < before.rows; row++) {
            if (before.user[row] === user && before.timeline.time[row]! > before.timeline.time[flipped]!)
              continue;
            const apart = before.timeline.slice[row]! > slice && folds[before.user[row]!] !== folds[user];
            if (apart) continue;
            const values = ({ values: all }: ProbeFeatures) => all.map((column) => column[row]);
            if (values(a).some((value, f) => !Object.is(value, values(b)[f]))) {
              throw new Error(`row ${row}: ${values(a)} became ${values(b)}`);
            }
          }
        },
      ),
      { numRuns: 25, endOnFailure: true },
    );
    expect(trained).toBeGreaterThan(100);
  });

  test('and other labels move later slices of other folds: they learn from them', async () => {
    const rows = fc.sample(logs, { numRuns: 1, seed: 4 })[0]!;
    const folds = Uint8Array.from({ length: USERS }, (_, user) => user % FOLDS);
    const before = testDataset(rows, { slices: SLICES });
    const after = testDataset(rows, { slices: SLICES });
    const user = 4;
    for (let row = 0; row < after.rows; row++) {
      if (after.user[row] === user && after.timeline.slice[row] === 1)
        after.label[row] = 1 - after.label[row]!;
    }
    const [a, b] = [await probe(before, folds, SOURCES[0]!), await probe(after, folds, SOURCES[0]!)];
    const moved = Array.from({ length: before.rows }, (_, row) => row).filter(
      (row) =>
        before.user[row] !== user &&
        a.values[0]![row] !== b.values[0]![row] &&
        !Number.isNaN(a.values[0]![row]),
    );
    expect(moved.length).toBeGreaterThan(20);
    for (const row of moved) {
      expect(before.timeline.slice[row]).toBeGreaterThan(1);
      expect(folds[before.user[row]!]).not.toBe(folds[user]);
    }
  });

  test('without a step worth the name it has the features of the vectors, where there was something to train on', async () => {
    await fc.assert(
      fc.asyncProperty(logs, arbitraryFolds(USERS, FOLDS), async (rows, folds) => {
        const data = testDataset(rows, { slices: SLICES });
        const input = sourceInput(data, folds, FOLDS);
        const raw = await vectorFeatures(
          input,
          vectors(data.items, 8),
          { history: 5, lag: 0 },
          async () => {},
        );
        const { values, skipped, trainings } = await probe(data, folds, SOURCES[0]!, {
          ...OPTIONS,
          rate: 1e-12,
        });
        expect(skipped + trainings).toBe((SLICES - 1) * FOLDS);
        for (let row = 0; row < data.rows; row++) {
          const early = data.timeline.slice[row]! === 0;
          if (early) expect(values[0]![row]).toBeNaN();
          else if (skipped === 0) {
            expect(Number.isNaN(values[0]![row])).toBe(Number.isNaN(raw[0]![row]));
            for (const f of [0, 1]) {
              if (!Number.isNaN(raw[f]![row])) expect(values[f]![row]).toBeCloseTo(raw[f]![row]!, 5);
            }
          }
        }
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });

  test('trains nothing where a window holds too few pairs, and says so: all is missing', async () => {
    const rows = Array.from(
      { length: 60 },
      (_, r): TestRow => ({ user: r % 6, item: r % 5, time: r, label: 1 }),
    );
    const data = testDataset(rows, { slices: SLICES });
    const { values, trainings, skipped } = await probe(data, Uint8Array.of(0, 1, 2, 0, 1, 2), SOURCES[0]!);
    expect([trainings, skipped]).toEqual([0, (SLICES - 1) * FOLDS]);
    for (const column of values) expect(column.every(Number.isNaN)).toBe(true);
  });

  test('items without a vector are no part of any pair, and missing in the features', async () => {
    const rows = fc.sample(logs, { numRuns: 1, seed: 4 })[0]!;
    const folds = Uint8Array.from({ length: USERS }, (_, user) => user % FOLDS);
    const data = testDataset(rows, { slices: SLICES });
    const input = sourceInput(data, folds, FOLDS);
    const all = vectors(data.items, 8);
    const start = all.start.map((entry) => Math.max(0, entry - 3)); // the first three items have none
    const partly: VectorTable = { dimension: 8, start, values: all.values.subarray(3 * 8) };
    const { values, trainings } = await probeFeatures(
      input,
      partly,
      openPairs(input, SOURCES[0]!),
      OPTIONS,
      1,
      async () => {},
    );
    expect(trainings).toBeGreaterThan(0);
    for (let row = 0; row < data.rows; row++) {
      if (data.item[row]! < 3) expect(values[0]![row]).toBeNaN();
    }
    expect(values[0]!.some((value) => !Number.isNaN(value))).toBe(true);
  });
});
