import { describe, expect, it } from 'vitest';
import { Failure } from '../../../src/common/failure.ts';
import { standardise } from '../../../src/ranker/fields.ts';
import { binCodes, fieldBlock, quantileBins } from '../../../src/ranker/index.ts';
import { flatCodes } from '../../support/codes.ts';

const all = (values: Float64Array): Uint32Array => Uint32Array.from(values, (_, row) => row);
const bins = (list: readonly number[], count: number): number[] => {
  const values = Float64Array.from(list);
  return [...binCodes(values, quantileBins(values, all(values), count))];
};

describe('vectors of a field', () => {
  const column = (name: string, values: number[], cardinality = 3) => ({
    ...{ name, cardinality, codes: Uint32Array.of(0, 2, 1) },
    vectors: { dimension: 2, values: Float32Array.from(values) },
  });

  it('are moved to their mean and to a mean squared length of 1', () => {
    const { vector } = fieldBlock([column('v', [1, 0, 0, 1])]);
    // Each lies half a diagonal, √½, from the mean.
    expect(vector).toMatchObject({ name: 'v', dimension: 2, mean: Float32Array.of(0.5, 0.5) });
    expect(vector!.scale).toBeCloseTo(Math.SQRT2, 6);
    expect(vector!.values.buffer).toBeInstanceOf(SharedArrayBuffer);
    const again = fieldBlock([{ ...column('v', []), vectors: vector }]);
    expect(again.vector!.values).toBe(vector!.values);
  });

  it('say nothing where they are all equal', () => {
    const { vector } = fieldBlock([column('v', [0.6, 0.8, 0.6, 0.8])]);
    expect(vector!.scale).toBe(0);
    expect(fieldBlock([{ ...column('v', [], 1), codes: new Uint32Array(3) }]).vector!.scale).toBe(0);
  });

  it('are refused where codes have no vector, and where two fields have some', () => {
    expect(() => fieldBlock([column('v', [1, 0])])).toThrow('field v: 2 vectors of 2 are not 2 numbers');
    const two = [column('v', [1, 0, 0, 1]), column('w', [1, 0, 0, 1])];
    expect(() => fieldBlock(two)).toThrow('fields v and w are both vectors');
  });
});

describe('quantile bins', () => {
  it('hold equal shares of distinct values', () => {
    expect(bins([5, 1, 4, 2, 3, 6], 3)).toEqual([3, 1, 2, 1, 2, 3]);
  });

  it('give fewer values than bins a bin each', () => {
    expect(bins([10, 20, 10, 30], 32)).toEqual([1, 2, 1, 3]);
  });

  it('keep ties together', () => {
    expect(bins([1, 2, 2, 2, 2, 3], 2)).toEqual([1, 2, 2, 2, 2, 2]);
  });

  it('give a heavy value a bin of its own and share out the rest', () => {
    // 12 zeros of 20, after two negatives: 4 bins are −, 0, and two for 1..6.
    const list = [-2, -1, ...Array.from({ length: 12 }, () => 0), 1, 2, 3, 4, 5, 6];
    expect(bins(list, 4)).toEqual([1, 1, ...Array.from({ length: 12 }, () => 2), 3, 3, 3, 4, 4, 4]);
  });

  it('put missing values in 0, and fit edges to training rows only', () => {
    const values = Float64Array.from([1, 2, 3, 4, Number.NaN, 100, -100]);
    const edges = quantileBins(values, Uint32Array.from([0, 1, 2, 3, 4]), 2);
    expect([...edges]).toEqual([2]);
    expect([...binCodes(values, edges)]).toEqual([1, 1, 2, 2, 0, 2, 1]);
  });

  it('are one bin where the training rows hold one value or none', () => {
    expect(bins([7, 7, 7], 8)).toEqual([1, 1, 1]);
    const values = Float64Array.from([Number.NaN, 1]);
    expect([...quantileBins(values, Uint32Array.from([0]), 8)]).toEqual([]);
    expect([...binCodes(values, Float64Array.of())]).toEqual([0, 1]);
  });

  it('order infinities', () => {
    expect(bins([Number.NEGATIVE_INFINITY, 0, Number.POSITIVE_INFINITY], 3)).toEqual([1, 2, 3]);
  });
});

describe('a field block', () => {
  const user = { name: 'user', codes: Uint32Array.of(0, 1, 2), cardinality: 3 };
  const item = { name: 'item', codes: Uint32Array.of(4, 3, 0), cardinality: 5 };

  it('is row-major in shared memory', () => {
    const block = fieldBlock([user, item]);
    expect(block).toMatchObject({ fields: 2, cardinalities: [3, 5], names: ['user', 'item'] });
    expect(flatCodes(block)).toEqual([0, 4, 1, 3, 2, 0]);
    expect(block.codes.bytes.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('may be empty', () => {
    expect(fieldBlock([])).toMatchObject({ fields: 0, cardinalities: [], names: [] });
  });

  it.each([
    [
      'a code outside its field',
      [user, { ...item, cardinality: 4 }],
      'field item, row 0: code 4 is not below 4',
    ],
    ['unequal lengths', [user, { ...item, codes: Uint32Array.of(1) }], 'field item has 1 rows instead of 3'],
    ['a repeated name', [user, { ...item, name: 'user' }], 'field user occurs twice'],
  ])('refuses %s', (_, columns, message) => {
    expect(() => fieldBlock(columns)).toThrow(Failure);
    expect(() => fieldBlock(columns)).toThrow(message);
  });
});

describe('standardised values', () => {
  it('have mean 0 and deviation 1 over the training rows, and are 0 where missing', () => {
    // Mean 3, deviation 2 over the first four rows: ((-2)² + (-2)² + 2² + 2²) / 4 = 4.
    const values = Float64Array.from([1, 1, 5, 5, Number.NaN, 9]);
    expect([...standardise(values, Uint32Array.from([0, 1, 2, 3, 4]))]).toEqual([-1, -1, 1, 1, 0, 3]);
  });

  it('do not run away with a heavy tail', () => {
    const values = Float64Array.from([1, 1, 5, 5, 1e9, -1e9, Number.POSITIVE_INFINITY]);
    expect([...standardise(values, Uint32Array.from([0, 1, 2, 3]))].slice(4)).toEqual([5, -5, 5]);
  });

  it('are 0 where the training rows do not vary', () => {
    const values = Float64Array.from([7, 7, 7, 8]);
    expect([...standardise(values, Uint32Array.from([0, 1, 2]))]).toEqual([0, 0, 0, 0]);
    expect([...standardise(values, new Uint32Array(0))]).toEqual([0, 0, 0, 0]);
    expect([...standardise(Float64Array.from([Number.NaN, 3]), Uint32Array.from([0]))]).toEqual([0, 0]);
  });

  it('are those of smaller numbers where squares would overflow', () => {
    const small = Float64Array.from([1, 1, 5, 5, Number.NaN, 9]);
    const rows = Uint32Array.from([0, 1, 2, 3, 4]);
    for (const factor of [2 ** 600, -(2 ** 1020)]) {
      const large = small.map((value) => value * factor);
      expect([...standardise(large, rows)]).toEqual([
        ...standardise(
          small.map((v) => v * Math.sign(factor)),
          rows,
        ),
      ]);
    }
    const ends = Float64Array.from([-1.7e308, 1.7e308]);
    expect([...standardise(ends, all(ends))]).toEqual([-1, 1]);
  });

  it('keep small differences of large values', () => {
    const values = Float64Array.from([1e9, 1e9 + 1, 1e9 + 2]);
    const [a, b, c] = standardise(values, all(values));
    expect(b).toBe(0);
    expect(a).toBeCloseTo(-Math.sqrt(1.5), 6);
    expect(c).toBeCloseTo(Math.sqrt(1.5), 6);
  });
});

describe('dense columns of a block', () => {
  const codes = Uint32Array.from([0, 1]);

  it('stand row by row, of the fields that have one', () => {
    const { dense } = fieldBlock([
      { name: 'a', codes, cardinality: 2, dense: Float32Array.from([1, 2]) },
      { name: 'b', codes, cardinality: 2 },
      { name: 'c', codes, cardinality: 2, dense: Float32Array.from([3, 4]) },
    ]);
    expect(dense!.names).toEqual(['a', 'c']);
    expect([...dense!.values]).toEqual([1, 3, 2, 4]);
    expect(fieldBlock([{ name: 'b', codes, cardinality: 2 }])).not.toHaveProperty('dense');
  });

  it('are finite', () => {
    const dense = Float32Array.from([0, Number.NaN]);
    expect(() => fieldBlock([{ name: 'a', codes, cardinality: 2, dense }])).toThrow(
      /row 1: NaN is not finite/,
    );
  });
});
