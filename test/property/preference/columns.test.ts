/** The placebo of columns keeps what each slice holds, and nothing of which row holds it. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dataset, FeatureColumn } from '../../../src/data/dataset.ts';
import { columnsSource } from '../../../src/preference/columns/columns.ts';
import type { PhiColumn } from '../../../src/preference/features/source.ts';
import { testDataset } from '../../support/dataset.ts';
import { arbitraryLog } from '../../support/preference.ts';

const pause = async () => undefined;
const spec = { name: 'c', kind: 'columns' as const, columns: [{ name: 'n', type: 'numeric' as const }] };
const runs = { seed: 31, numRuns: 200 };

/** Two columns that both name their row, so that a pair of values shows where it came from. */
function withColumns(data: Dataset, timeless: boolean): Dataset {
  const columns: FeatureColumn[] = [
    { name: 'n', type: 'numeric', values: Float64Array.from({ length: data.rows }, (_, i) => i) },
    {
      name: 'k',
      type: 'categorical',
      codes: Uint32Array.from({ length: data.rows }, (_, i) => i),
      cardinality: data.rows,
    },
  ];
  const { timeline, ...rest } = data;
  return { ...rest, ...(timeless ? {} : { timeline }), sourceColumns: { c: columns } };
}

const lenders = ([n, k]: PhiColumn[]) => {
  if (n?.type !== 'numeric' || k?.type !== 'categorical') throw new Error('columns changed their types');
  expect([...k.codes]).toEqual([...n.values]); // columns of one row stay together
  return [...n.values];
};

const arbitraryCase = fc.record({
  rows: arbitraryLog({ users: 5, items: 4, times: 15, rows: 50 }),
  slices: fc.integer({ min: 2, max: 6 }),
  seed: fc.nat(),
  timeless: fc.boolean(),
});

describe('the placebo of columns', () => {
  it('permutes the rows of each slice, or part without time, among themselves', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryCase, async ({ rows, slices, seed, timeless }) => {
        const timed = testDataset(rows, { slices });
        const data = withColumns(timed, timeless);
        const source = await columnsSource({ data, seed: 1 }, spec, pause);
        const from = lenders(await source.placebo(seed, pause));
        expect([...from].sort((a, b) => a - b)).toEqual(from.map((_, row) => row));
        const strata = timeless ? timed.part : timed.timeline.slice;
        expect(from.map((row) => strata[row])).toEqual([...strata]);
      }),
      runs,
    );
  });

  it('depends on neither labels nor the base seed', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryCase, async ({ rows, slices, seed, timeless }) => {
        const data = withColumns(testDataset(rows, { slices }), timeless);
        const relabelled = { ...data, label: data.label.map((y) => 1 - y) };
        const [a, b] = await Promise.all([
          columnsSource({ data, seed: 1 }, spec, pause),
          columnsSource({ data: relabelled, seed: 2 }, spec, pause),
        ]);
        expect(await b.placebo(seed, pause)).toEqual(await a.placebo(seed, pause));
      }),
      runs,
    );
  });

  it('gives every row of a slice the same chance', async () => {
    const rows = Array.from({ length: 8 }, (_, i) => ({
      user: 0,
      item: i,
      time: Math.floor(i / 4),
      label: i % 2,
    }));
    const data = withColumns(testDataset(rows, { slices: 2, evaluate: 0.5 }), false);
    const { placebo } = await columnsSource({ data, seed: 1 }, spec, pause);
    const counts = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
    const draws = 4000;
    for (let seed = 0; seed < draws; seed++) {
      lenders(await placebo(seed, pause))
        .slice(0, 4)
        .forEach((from, row) => {
          counts[row]![from]!++;
        });
    }
    // Each count is binomial (4000, 1/4): standard deviation 27; five of them hold all sixteen but once in 10⁵ times.
    for (const count of counts.flat()) expect(Math.abs(count - draws / 4)).toBeLessThan(5 * 27.4);
  });
});
