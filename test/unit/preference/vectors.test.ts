/** A log small enough to compute by hand. */
import { describe, expect, it } from 'vitest';
import { Failure } from '../../../src/common/failure.ts';
import { clusters as clustersKind } from '../../../src/preference/clusters/clusters.ts';
import { PlaceboPermuter } from '../../../src/preference/features/placebo.ts';
import type { PhiColumn } from '../../../src/preference/features/source.ts';
import { embeddings as embeddingsKind, keptFeatures } from '../../../src/preference/vectors/embeddings.ts';
import { VECTOR_FEATURES } from '../../../src/preference/vectors/vector-features.ts';
import { testDataset } from '../../support/dataset.ts';
import { sourceInput } from '../../support/preference.ts';

// One user likes a, then b, then is shown c, a and d. d has no vector.
const data = testDataset(
  [
    { user: 'u', item: 'a', time: 0, label: 1 },
    { user: 'u', item: 'b', time: 1, label: 1 },
    { user: 'u', item: 'c', time: 2, label: 0 },
    { user: 'u', item: 'a', time: 3, label: 1 },
    { user: 'u', item: 'd', time: 4, label: 0 },
  ],
  { slices: 1 },
);
const vectors = {
  e: {
    start: Uint32Array.of(0, 1, 2, 3, 3),
    dimension: 2,
    values: Float32Array.of(1, 0, 0.8, 0.6, -0.6, 0.8),
  },
};
const clusters = {
  c: {
    start: Uint32Array.of(0, 1, 2, 3, 3),
    levels: [
      { name: 'x', codes: Uint32Array.of(1, 2, 1), cardinality: 3 },
      { name: 'y', codes: Uint32Array.of(1, 0, 0), cardinality: 2 },
    ],
  },
};
const input = sourceInput({ ...data, vectors, clusters }, new Uint8Array(1), 1);
const goOn = async () => {};
const all = (columns: PhiColumn[]) =>
  Object.fromEntries(
    columns.map((column) => [column.name, [...(column.type === 'numeric' ? column.values : column.codes)]]),
  );
const none = Number.NaN;

describe('item vectors', () => {
  const spec = {
    name: 'e',
    kind: 'embeddings' as const,
    embeddings: ['v'],
    item: 'i',
    vector: 'v',
    history: 50,
  };

  it('meet those of the history: largest and mean cosine, and how many lie in each tier', async () => {
    const { arms, touched, provenance } = await embeddingsKind.build(
      input,
      { ...spec, use: ['max', 'mean', 'tiers'] },
      goOn,
    );
    expect([provenance, arms.length, arms[0]!.arm]).toEqual(['declared', 1, 'leaked-total']);
    const features = all(arms[0]!.columns);
    const close = (values: number[]) =>
      values.map((x) => (Number.isNaN(x) ? expect.toSatisfy(Number.isNaN) : expect.closeTo(x, 6)));
    // b meets a: 0.8. c meets b and a: −0.48 + 0.48 = 0 and −0.6. a, which meets itself no more, meets b: 0.8.
    expect(features['max']).toEqual(close([none, 0.8, 0, 0.8, none]));
    expect(features['mean']).toEqual(close([none, 0.8, -0.3, 0.8, none]));
    const tiers = Object.keys(features).filter((name) => name.startsWith('tier'));
    const counts = (row: number) => tiers.reduce((sum, tier) => sum + Math.expm1(features[tier]![row]!), 0);
    expect([counts(1), counts(2), counts(3)]).toEqual(close([1, 2, 1]));
    expect([...touched]).toEqual([0, 1, 1, 1, 0]);
  });

  it('keep the features that are asked for, and the tiers that some row has', () => {
    const values = VECTOR_FEATURES.map((_, f) => Float32Array.of(f === 7 ? Math.log1p(2) : 0, none));
    expect(keptFeatures(values, ['mean'])).toEqual([1]);
    expect(keptFeatures(values, ['max', 'tiers'])).toEqual([0, 7]);
  });

  it('are features themselves, by number, where a projection is asked for', async () => {
    const projected = { ...spec, use: ['mean' as const, 'projection' as const] };
    const { arms, touched, placebo } = await embeddingsKind.build(input, projected, goOn);
    const [mean, vector] = arms[0]!.columns;
    expect([mean!.name, arms[0]!.columns.length]).toEqual(['mean', 2]);
    expect(vector).toEqual({
      ...{ name: 'projection', type: 'vector', dimension: 2, values: vectors.e.values },
      codes: Uint32Array.of(1, 2, 3, 1, 0),
    });
    expect((vector as { values: unknown }).values).toBe(vectors.e.values);
    // The first row has no history, but its candidate has a vector.
    expect([...touched]).toEqual([1, 1, 1, 1, 0]);
    const alone = await embeddingsKind.build(input, { ...spec, use: ['projection'] }, goOn);
    expect(alone.arms[0]!.columns).toEqual([vector]);
    expect([...alone.touched]).toEqual([1, 1, 1, 1, 0]);
    const permuter = new PlaceboPermuter({ data, timeline: data.timeline }, 3);
    const place = permuter.permutation(0);
    const lent = (await alone.placebo(3, goOn))[0] as { codes: Uint32Array };
    expect([...lent.codes]).toEqual([...data.item].map((item) => [1, 2, 3, 0][place[item]!]));
    expect(((await placebo(3, goOn))[1] as { codes: Uint32Array }).codes).toEqual(lent.codes);
  });

  it('are those known by the slice of the row, honest before it', async () => {
    const later = testDataset(
      [0, 1, 2].map((time) => ({ user: 'u', item: 'a', time, label: time % 2 })),
      { slices: 3 },
    );
    const table = {
      start: Uint32Array.of(0, 2),
      slice: Uint16Array.of(0, 2),
      dimension: 1,
      values: Float32Array.of(1, -1),
    };
    const timed = sourceInput({ ...later, vectors: { e: table } }, new Uint8Array(1), 1);
    const { arms } = await embeddingsKind.build(timed, { ...spec, use: ['projection'] }, goOn);
    expect(arms.map(({ arm, columns }) => [arm, [...(columns[0] as { codes: Uint32Array }).codes]])).toEqual([
      ['honest', [0, 1, 1]],
      ['leaked-total', [1, 1, 2]],
    ]);
  });

  it('must have been read', async () => {
    const without = embeddingsKind.build({ ...input, data }, { ...spec, use: ['max'] }, goOn);
    await expect(without).rejects.toThrow(Failure);
    const other = {
      name: 'c',
      kind: 'clusters' as const,
      clusters: ['v'],
      item: 'i',
      ids: ['x'],
      history: 50,
    };
    await expect(clustersKind.build({ ...input, data }, other, goOn)).rejects.toThrow(Failure);
  });
});

describe('clusters', () => {
  it('are shared with the history or not, level by level', async () => {
    const spec = {
      name: 'c',
      kind: 'clusters' as const,
      clusters: ['v'],
      item: 'i',
      ids: ['x', 'y'],
      history: 50,
    };
    const { arms, touched } = await clustersKind.build(input, spec, goOn);
    expect(all(arms[0]!.columns)).toEqual({
      'x matches': [none, 0, 1, 0, none],
      'x share': [none, 0, 0.5, 0, none],
      x: [1, 2, 1, 1, 0],
      'y matches': [none, none, none, none, none],
      'y share': [none, none, none, none, none],
      y: [1, 0, 0, 1, 0],
    });
    expect([...touched]).toEqual([0, 1, 1, 1, 0]);
  });
});
