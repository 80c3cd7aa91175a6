import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coClickFeatures } from '../../../src/preference/pairs/co-click/features.ts';
import { freshFeatures } from '../../../src/preference/pairs/co-click/fresh.ts';
import { testDataset } from '../../support/dataset.ts';
import {
  arbitraryFolds,
  arbitraryLateLog,
  arbitrarySpec,
  rowFeatures,
  sourceInput,
} from '../../support/preference.ts';
import { slowFresh, slowLeaveUserOut } from '../../support/slow-features.ts';

const shape = { users: 7, items: 6, times: 25, rows: 90 };

/** Float32 keeps 24 bits; a few more are lost where the order of a sum differs. */
const FLOAT32 = 2 ** -21;
const near = (a: number, b: number): boolean =>
  Object.is(a, b) || Math.abs(a - b) <= FLOAT32 * Math.max(Math.abs(a), Math.abs(b));

const arbitraryCase = fc.integer({ min: 2, max: 5 }).chain((folds) =>
  fc.record({
    rows: arbitraryLateLog(shape),
    slices: fc.integer({ min: 1, max: 6 }),
    spec: arbitrarySpec,
    folds: fc.constant(folds),
    userFold: arbitraryFolds(shape.users, folds),
  }),
);

describe('features rebuilt after every event', () => {
  it('equal their slow definition on random logs', async () => {
    let edges = 0;
    await fc.assert(
      fc.asyncProperty(arbitraryCase, async ({ rows, slices, spec, folds, userFold }) => {
        const data = testDataset(rows, { slices });
        const fast = await freshFeatures(sourceInput(data, userFold, folds), spec, async () => {});
        const slow = slowFresh(data, spec, userFold);
        for (let row = 0; row < data.rows; row++) {
          const got = rowFeatures(fast, row);
          const want = slow[row]!.map(Math.fround);
          const exact = spec.weight === 'raw';
          const same = got.every((value, f) =>
            exact || f === 3 ? Object.is(value, want[f]) : near(value, want[f]!),
          );
          if (!same) expect({ row, features: got }).toEqual({ row, features: want });
          if (got[3]! > 0) edges++;
        }
      }),
      { seed: 20250807, numRuns: 600 },
    );
    expect(edges).toBeGreaterThan(5000);
  });
});

describe("features without the row's own user", () => {
  it('equal their slow definition on random logs', async () => {
    let edges = 0;
    await fc.assert(
      fc.asyncProperty(arbitraryCase, async ({ rows, slices, spec, folds, userFold }) => {
        const data = testDataset(rows, { slices });
        const input = { ...sourceInput(data, userFold, folds), leaveUserOut: true };
        const { leaked } = await coClickFeatures(input, spec, async () => {});
        const slow = slowLeaveUserOut(data, spec);
        for (let row = 0; row < data.rows; row++) {
          const got = rowFeatures(leaked, row);
          const want = slow[row]!.map(Math.fround);
          const same = got.every((value, f) => (f === 3 ? Object.is(value, want[f]) : near(value, want[f]!)));
          if (!same) expect({ row, features: got }).toEqual({ row, features: want });
          if (got[3]! > 0) edges++;
        }
      }),
      { seed: 20250808, numRuns: 400 },
    );
    expect(edges).toBeGreaterThan(5000);
  });
});
