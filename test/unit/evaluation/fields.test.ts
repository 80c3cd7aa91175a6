import { expect, it } from 'vitest';
import { columnBlock, withoutField } from '../../../src/evaluation/arms/fields.ts';
import { flatCodes } from '../../support/codes.ts';

const columns = [
  { name: 'max', type: 'numeric' as const, values: Float32Array.from([0, 2, Number.NaN]) },
  { name: 'city', type: 'categorical' as const, codes: Uint32Array.from([1, 0, 2]), cardinality: 3 },
  { name: 'mean', type: 'numeric' as const, values: Float32Array.from([3, 3, 5]) },
];
const training = Uint32Array.from([0, 1, 2]);
const block = (dense: boolean) => columnBlock(columns as never, training, { bins: 8, dense }, async () => {});

it('numeric columns are bins, and numbers beside them where a ranker reads numbers', async () => {
  const { codes, dense } = await block(true);
  expect(flatCodes({ codes })).toEqual([1, 1, 1, 2, 0, 1, 0, 2, 2]);
  expect(dense!.names).toEqual(['phi:1', 'phi:3']);
  expect([...dense!.values].map((x) => Number(x.toFixed(1)))).toEqual([-1, -0.7, 1, -0.7, 0, 1.4]);
  expect(await block(false)).not.toHaveProperty('dense');
});

it('a vector column is a field of as many codes as vectors, and goes with them', async () => {
  const values = Float32Array.of(1, 0, 0, 1);
  const projection = {
    name: 'projection',
    type: 'vector',
    codes: Uint32Array.of(2, 0, 1),
    dimension: 2,
    values,
  };
  const whole = await columnBlock(
    [columns[0]!, projection] as never,
    training,
    { bins: 8, dense: true },
    async () => {},
  );
  expect([whole.cardinalities, flatCodes(whole)]).toEqual([
    [3, 3],
    [1, 2, 2, 0, 0, 1],
  ]);
  expect(whole.vector).toMatchObject({ name: 'phi:2', dimension: 2, mean: Float32Array.of(0.5, 0.5) });
  expect(whole.dense!.names).toEqual(['phi:1']);
  expect(withoutField(whole, 'phi:1').vector).toBe(whole.vector);
  expect(withoutField(whole, 'phi:2')).not.toHaveProperty('vector');
});

it('a field goes with its numbers', async () => {
  const without = withoutField(await block(true), 'phi:1');
  expect(without.names).toEqual(['phi:2', 'phi:3']);
  expect(flatCodes(without)).toEqual([1, 1, 0, 1, 2, 2]);
  expect(without.dense!.names).toEqual(['phi:3']);
  expect([...without.dense!.values].map((x) => Number(x.toFixed(1)))).toEqual([-0.7, -0.7, 1.4]);
  expect(withoutField(without, 'phi:3')).not.toHaveProperty('dense');
  expect(withoutField(await block(true), 'phi:2').dense!.names).toEqual(['phi:1', 'phi:3']);
});
