import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../src/data/dataset.ts';
import { writeParquetFile } from '../../support/parquet-file.ts';
import { csv, folderWith, load, logRows } from './support.ts';

/** Everything a run reads, but not the fingerprints of the files. */
function bytes({ inputs, ...data }: Dataset) {
  return data;
}

const features = ['hour', { name: 'price', type: 'numeric' as const }];

describe('the order of the input', () => {
  it('never matters: shuffled rows give identical bytes, ties and duplicates included', async () => {
    const row = fc.record({
      user: fc.nat(4),
      item: fc.nat(4),
      y: fc.constantFrom(0, 1),
      t: fc.nat(12),
      hour: fc.option(fc.nat(2), { nil: '' }),
      price: fc.constantFrom('', '-0.0', '0.0', '0.5'),
    });
    // Rows that make every part hold both classes, whatever else is drawn.
    const frame = [0, 1].flatMap((y) =>
      [0, 1, 2, 50, 51, 90, 91].map((t) => ({ user: 9, item: 9, y, t, hour: 0, price: 1 })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 5, maxLength: 40 }), fc.integer(), async (drawn, seed) => {
        const rows = [...frame, ...drawn];
        const shuffled = fc.sample(fc.shuffledSubarray(rows, { minLength: rows.length }), {
          seed,
          numRuns: 1,
        })[0]!;
        const rest = { split: { from: 50, slices: 4 } };
        const [a, b] = await Promise.all(
          [rows, shuffled].map(async (order) =>
            load(folderWith({ 'log.csv': csv(order) }), { features }, rest),
          ),
        );
        expect(bytes(b as Dataset)).toEqual(bytes(a as Dataset));
      }),
      { numRuns: 12, seed: 7 },
    );
  });

  it("holds for method.md's case 3: three positives of a new user at t = 5 stay together", async () => {
    const others = [1, 2, 3, 4, 6, 7, 8, 9].flatMap((t) =>
      [0, 1].map((y) => ({ user: 'old', item: `i${t}`, y, t })),
    );
    const fresh = ['a', 'b', 'c'].map((item) => ({ user: 'new', item, y: 1, t: 5 }));
    const rows = [...others, ...fresh];
    const reference = await load(
      folderWith({ 'log.csv': csv(rows) }),
      {},
      { split: { evaluate: '20%', slices: 8 } },
    );
    const { time, slice, sliceStarts } = reference.timeline!;
    const slices = new Set([...time].flatMap((t, row) => (t === 5e6 ? [slice[row]] : [])));
    expect(slices.size).toBe(1);
    for (const start of sliceStarts) expect([...time]).toContain(start);
    for (const order of [
      [...rows].reverse(),
      [...fresh, ...others],
      rows.filter((_, i) => i % 2).concat(rows.filter((_, i) => i % 2 === 0)),
    ]) {
      const data = await load(
        folderWith({ 'log.csv': csv(order) }),
        {},
        { split: { evaluate: '20%', slices: 8 } },
      );
      expect(bytes(data)).toEqual(bytes(reference));
    }
  });
});

describe('threads, memory and files', () => {
  it('never change a byte', async () => {
    const rows = logRows(20_000).map((row, i) => ({
      ...row,
      t: row.t + ((i * 7919) % 3000),
      hour: i % 24,
      price: (i * 31) % 97,
    }));
    const folder = folderWith({
      'log.csv': csv(rows),
      'half-1.csv': csv(rows.slice(0, 7000)),
      'half-2.csv': csv(rows.slice(7000)),
    });
    await writeParquetFile(`${folder}/log.parquet`, `FROM '${folder}/log.csv'`, 'ROW_GROUP_SIZE 2048');
    const reference = bytes(await load(folder, { features }, {}, { threads: 1 }));
    for (const [path, run] of [
      ['log.csv', { threads: 4 }],
      ['log.parquet', { threads: 1 }],
      ['log.parquet', { threads: 4, memoryBytes: 64 * 2 ** 20 }],
      ['half-*.csv', { threads: 2 }],
    ] as const) {
      expect(bytes(await load(folder, { path, features }, {}, run)), path).toEqual(reference);
    }
  });
});
