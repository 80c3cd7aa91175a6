import { describe, expect, it } from 'vitest';
import { Cancelled } from '../../../src/common/failure.ts';
import type { Dataset, FeatureColumn } from '../../../src/data/dataset.ts';
import { columnsSource } from '../../../src/preference/columns/columns.ts';
import { testDataset } from '../../support/dataset.ts';

const pause = async () => undefined;
const spec = { name: 'c', kind: 'columns' as const, columns: [{ name: 'x', type: 'numeric' as const }] };

/** 40 rows in four slices; x is the row's number, missing in every fifth row; id the row's code, missing in every fourth. */
function dataOf(columns?: FeatureColumn[]): Dataset {
  const rows = Array.from({ length: 40 }, (_, i) => ({ user: i % 3, item: i % 5, time: i, label: i % 2 }));
  return { ...testDataset(rows, { slices: 4 }), sourceColumns: columns && { c: columns } };
}
const x: FeatureColumn = {
  name: 'x',
  type: 'numeric',
  values: Float64Array.from({ length: 40 }, (_, i) => (i % 5 === 0 ? Number.NaN : i)),
};
const id: FeatureColumn = {
  name: 'id',
  type: 'categorical',
  codes: Uint32Array.from({ length: 40 }, (_, i) => (i % 4 === 0 ? 0 : i)),
  cardinality: 40,
};

describe('a source of columns', () => {
  it('has one arm, the leaked total, with the columns as they are, and declared provenance', async () => {
    const source = await columnsSource({ data: dataOf([x, id]), seed: 1 }, spec, pause);
    expect(source.provenance).toBe('declared');
    expect(source.arms).toEqual([{ arm: 'leaked-total', columns: [x, id] }]);
    expect(source.warnings).toEqual([]);
  });

  it('touches the rows where a column has a value', async () => {
    const both = await columnsSource({ data: dataOf([x, id]), seed: 1 }, spec, pause);
    expect([...both.touched]).toEqual(Array.from({ length: 40 }, (_, i) => (i % 20 === 0 ? 0 : 1)));
    const single = await columnsSource({ data: dataOf([x]), seed: 1 }, spec, pause);
    expect([...single.touched]).toEqual(Array.from({ length: 40 }, (_, i) => (i % 5 === 0 ? 0 : 1)));
  });

  it('differs from its placebo, which differs between seeds and not between calls', async () => {
    const { placebo } = await columnsSource({ data: dataOf([x, id]), seed: 1 }, spec, pause);
    const first = await placebo(1, pause);
    expect(await placebo(1, pause)).toEqual(first);
    expect(await placebo(2, pause)).not.toEqual(first);
    expect(first).not.toEqual([x, id]);
    expect(first.map(({ name, type }) => [name, type])).toEqual([
      ['x', 'numeric'],
      ['id', 'categorical'],
    ]);
    expect(first[1]).toMatchObject({ cardinality: 40 });
  });

  it('stops where the pause throws, in the arm and in the placebo', async () => {
    const stop = async () => {
      throw new Cancelled();
    };
    const input = { data: dataOf([x]), seed: 1 };
    await expect(columnsSource(input, spec, stop)).rejects.toThrow(Cancelled);
    const { placebo } = await columnsSource(input, spec, pause);
    await expect(placebo(1, stop)).rejects.toThrow(Cancelled);
  });

  it('is a defect where the engine did not load the columns', async () => {
    await expect(columnsSource({ data: dataOf(), seed: 1 }, spec, pause)).rejects.toMatchObject({
      code: 'columns-not-loaded',
      kind: 'internal',
    });
  });
});
