import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashName } from '../../../src/common/hash.ts';
import { type CodeColumn, fieldBlock } from '../../../src/ranker/index.ts';
import { Model } from '../../../src/ranker/model.ts';
import { OPTIONS } from '../../unit/ranker/slow-ranker.ts';

const SCALE = 0.3;
const NAMES = ['user', 'item', 'feature:city', 'count:item-rate', 'phi:max', 'phi:mean'];

/** Some fields of different names and sizes. */
const columns = fc
  .shuffledSubarray(NAMES, { minLength: 2 })
  .chain((names) =>
    fc.tuple(
      ...names.map((name) =>
        fc.record({ name: fc.constant(name), cardinality: fc.integer({ min: 1, max: 20 }) }),
      ),
    ),
  )
  .map((fields) => fields.map((field): CodeColumn => ({ ...field, codes: new Uint32Array(1) })));
const factors = fc.constantFrom(4, 8, 16);
const seeds = fc.integer({ min: 0, max: 0xffffffff });

/** The initial table rows of each field, by name. */
function initialValues(
  blocks: readonly CodeColumn[][],
  seed: number,
  count: number,
): Map<string, Float32Array> {
  const model = new Model(
    { ...OPTIONS, factors: count, initialScale: SCALE },
    blocks.map(fieldBlock),
    new Uint8Array(1),
  );
  model.reset(seed, 0);
  const table = new Float32Array(model.snapshot().table.buffer);
  const values = new Map<string, Float32Array>();
  let from = 0;
  for (const { name, cardinality } of blocks.flat()) {
    const to = from + cardinality * (4 + count);
    values.set(name, table.slice(from, to));
    from = to;
  }
  return values;
}

describe('initial values', () => {
  it('of a field do not depend on the other fields, their order or their block', () => {
    fc.assert(
      fc.property(columns, factors, seeds, fc.nat(), (fields, count, seed, cut) => {
        const together = initialValues([fields], seed, count);
        const reversed = fields.slice().reverse();
        const split = (cut % (fields.length - 1)) + 1;
        expect(initialValues([reversed.slice(0, split), reversed.slice(split)], seed, count)).toEqual(
          new Map(reversed.map(({ name }) => [name, together.get(name)])),
        );
        const alone = initialValues([[fields[0]!]], seed, count);
        expect(alone.get(fields[0]!.name)).toEqual(together.get(fields[0]!.name));
      }),
      { numRuns: 50 },
    );
  });

  it('of an id do not depend on how many ids the field has', () => {
    fc.assert(
      fc.property(columns, factors, seeds, (fields, count, seed) => {
        const [field] = fields;
        const small = initialValues([[field!]], seed, count).get(field!.name)!;
        const large = initialValues([[{ ...field!, cardinality: field!.cardinality + 5 }]], seed, count).get(
          field!.name,
        )!;
        expect(large.subarray(0, small.length)).toEqual(small);
      }),
      { numRuns: 30 },
    );
  });

  it('of an id follow its key, whatever its number', () => {
    const named = fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(named, factors, seeds, (names, count, seed) => {
        const valuesOf = (order: readonly string[]): Map<string, number[]> => {
          const keys = Uint32Array.from(order, hashName);
          const field = { name: 'user', codes: new Uint32Array(1), cardinality: order.length, keys };
          const table = initialValues([[field]], seed, count).get('user')!;
          const stride = 4 + count;
          return new Map(
            order.map((name, id) => [name, [...table.subarray(id * stride, (id + 1) * stride)]]),
          );
        };
        const values = valuesOf(names);
        expect(valuesOf(names.toReversed())).toEqual(values);
        expect(valuesOf(names.slice(1)).get(names[1]!)).toEqual(values.get(names[1]!));
      }),
      { numRuns: 30 },
    );
  });

  it('differ between seeds, fields and ids, lie within ± initialScale, and weights start at 0', () => {
    fc.assert(
      fc.property(factors, seeds, seeds, (count, seed, other) => {
        fc.pre(seed !== other);
        const fields = ['user', 'item'].map((name) => ({ name, cardinality: 3, codes: new Uint32Array(1) }));
        const rows = [
          ...initialValues([fields], seed, count).values(),
          ...initialValues([fields], other, count).values(),
        ];
        const vectors = rows.flatMap((table) => {
          const stride = 4 + count;
          return [0, 1, 2].map((id) => [...table.subarray(id * stride, (id + 1) * stride)]);
        });
        expect(new Set(vectors.map((row) => row.slice(4).join())).size).toBe(12);
        for (const row of vectors) {
          expect(row.slice(0, 4)).toEqual([0, 0, 0, 0]);
          expect(Math.max(...row.slice(4).map(Math.abs))).toBeLessThanOrEqual(Math.fround(SCALE));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('are uniform', () => {
    const field = { name: 'item', cardinality: 5000, codes: new Uint32Array(1) };
    const table = initialValues([[field]], 1, 16).get('item')!;
    const factor = [...table].filter((_, at) => at % 20 >= 4);
    const mean = factor.reduce((a, b) => a + b, 0) / factor.length;
    const square = factor.reduce((a, b) => a + b * b, 0) / factor.length;
    // 80,000 draws: standard error of the mean 0.3/√3/√80000 = 0.0006; the square's mean is 0.03 ± 0.0001.
    expect(Math.abs(mean)).toBeLessThan(0.003);
    expect(Math.abs(square - SCALE ** 2 / 3)).toBeLessThan(0.0005);
  });
});
