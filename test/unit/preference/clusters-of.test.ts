/** Clusters of a file's vectors, by hand; and what trained vectors say of a log that is nearly empty. */
import { describe, expect, it } from 'vitest';
import type { VectorTable } from '../../../src/data/dataset.ts';
import { clustersOf as clustersOfKind } from '../../../src/preference/clusters/clusters-of.ts';
import type { PhiColumn, SourceFeatures, SourceInput } from '../../../src/preference/features/source.ts';
import { idEmbedding as idEmbeddingKind } from '../../../src/preference/vectors/id-embedding.ts';
import type { SourceSpec } from '../../../src/specfile/schema.ts';
import { fmOptions } from '../../../src/specfile/schema-ranker.ts';
import { testDataset } from '../../support/dataset.ts';
import { sourceInput } from '../../support/preference.ts';

const goOn = async (): Promise<void> => {};
const none = Number.NaN;

// One user likes a, then b, then is shown c, d and e. e has no vector.
const data = testDataset(
  ['a', 'b', 'c', 'd', 'e'].map((item, time) => ({ user: 'u', item, time, label: Number(time < 2) })),
  { slices: 5 },
);
const unit = (degrees: number): number[] => [Math.cos, Math.sin].map((f) => f((degrees * Math.PI) / 180));
const base: SourceSpec = {
  name: 'v',
  kind: 'embeddings' as const,
  embeddings: ['v.csv'],
  item: 'i',
  vector: 'x',
  history: 50,
  use: ['max'],
};
const spec = {
  name: 's',
  kind: 'clusters-of' as const,
  build: 'clusters-of' as const,
  of: 'v',
  levels: 1,
  clusters: 2,
  history: 50,
};

function clustersOf(vectors: VectorTable, more: Partial<typeof spec> = {}): Promise<SourceFeatures> {
  const input = {
    ...sourceInput({ ...data, vectors: { v: vectors } }, new Uint8Array(1), 1),
    sources: [base],
  };
  return clustersOfKind.build(input, { ...spec, ...more }, goOn);
}

const valuesOf = (columns: PhiColumn[]): Record<string, number[]> =>
  Object.fromEntries(
    columns.map((column) => [column.name, [...(column.type === 'numeric' ? column.values : column.codes)]]),
  );

describe('clusters of vectors of a file', () => {
  const still: VectorTable = {
    start: Uint32Array.of(0, 1, 2, 3, 4, 4),
    dimension: 2,
    values: Float32Array.from([0, 90, 5, 92].flatMap(unit)),
  };

  it('without time are one clustering, whose ids are features', async () => {
    const { arms, provenance, touched, warnings } = await clustersOf(still);
    expect([provenance, arms.map(({ arm }) => arm), warnings]).toEqual(['declared', ['leaked-total'], []]);
    const found = valuesOf(arms[0]!.columns);
    const [a, b] = found['level 1']!;
    expect([a, b].toSorted()).toEqual([1, 2]);
    // a and c, b and d; c and d meet a and b.
    expect(found).toEqual({
      'level 1 matches': [none, 0, 1, 1, none],
      'level 1 share': [none, 0, 0.5, 0.5, none],
      'level 1': [a, b, a, b, 0],
    });
    expect([...touched]).toEqual([0, 1, 1, 1, 0]);
  });

  it('without time: the placebo permutes items within the clustering', async () => {
    const { placebo } = await clustersOf(still);
    expect((await placebo(3, goOn)).map(({ name }) => name)).toEqual([
      'level 1 matches',
      'level 1 share',
      'level 1',
    ]);
  });

  it('with time are those of what was known by the end of the slice, or before it', async () => {
    // In slice 3, that of d, the vector of a turns from 0 to 90 degrees: a and b together, c apart.
    const timed: VectorTable = {
      start: Uint32Array.of(0, 2, 3, 4, 5, 5),
      slice: Uint16Array.of(0, 3, 0, 0, 0),
      dimension: 2,
      values: Float32Array.from([0, 88, 90, 5, 92].flatMap(unit)),
    };
    const { arms, provenance, placebo } = await clustersOf(timed);
    expect([provenance, arms.map(({ arm }) => arm)]).toEqual(['declared', ['honest', 'leaked-total']]);
    expect(valuesOf(arms[0]!.columns)).toEqual({
      'level 1 matches': [none, 0, 1, 1, none],
      'level 1 share': [none, 0, 0.5, 0.5, none],
    });
    expect(valuesOf(arms[1]!.columns)['level 1 matches']).toEqual([none, 0, 1, 2, none]);
    expect(await placebo(3, goOn)).toHaveLength(2);
  });

  it('warn where there are fewer vectors than clusters', async () => {
    const { warnings } = await clustersOf(still, { clusters: 9 });
    expect(warnings).toMatchObject([
      {
        code: 'few-vectors',
        count: 1,
        message: expect.stringContaining('only 4 vectors differ, fewer than'),
      },
    ]);
  });
});

describe('trained vectors', () => {
  const ids: SourceSpec = {
    name: 'ids',
    kind: 'id-embedding',
    build: 'id-embedding',
    window: 'all',
    epochs: 3,
    history: 50,
    use: ['max', 'mean'],
  };
  const input = (learningRate: number): SourceInput => ({
    ...sourceInput(data, new Uint8Array(1), 2),
    idRanker: { options: { ...fmOptions.parse({}), learningRate }, seed: 1 },
  });

  it('are missing where all rows are of the fold that is left out', async () => {
    const { arms, touched } = await idEmbeddingKind.build(input(0.01), ids, goOn);
    for (const arm of ['honest', 'leaked']) {
      const { columns } = arms.find((built) => built.arm === arm)!;
      for (const values of Object.values(valuesOf(columns))) expect(values).toEqual(Array(5).fill(none));
    }
    const total = arms.find(({ arm }) => arm === 'leaked-total')!;
    expect(valuesOf(total.columns)['max']!.map(Number.isFinite)).toEqual([false, true, true, true, true]);
    expect([...touched]).toEqual([0, 0, 0, 0, 0]);
  });

  it('that diverge are refused', async () => {
    await expect(idEmbeddingKind.build(input(1e30), ids, goOn)).rejects.toMatchObject({
      kind: 'usage',
      code: 'vectors-diverged',
      where: { specPath: ['ranker'] },
    });
  });

  it('need a ranker to be learnt by', async () => {
    const without = idEmbeddingKind.build({ ...input(0.01), idRanker: undefined }, ids, goOn);
    await expect(without).rejects.toThrow('given no ranker');
  });
});
