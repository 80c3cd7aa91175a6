import { describe, expect, it } from 'vitest';
import { trainingWork } from '../../../../src/evaluation/cost/training-work.ts';
import { workOf } from '../../../../src/evaluation/cost/work.ts';
import { SpecSchema } from '../../../../src/specfile/schema.ts';
import { builtInRanker } from '../../../../src/specfile/schema-ranker.ts';

const specOf = (more: object) =>
  SpecSchema.parse({
    version: 1,
    training: 'joint',
    log: { path: 'a', user: 'u', item: 'i', label: 'y', time: 't', features: ['hour'] },
    ...more,
  });
const SIZE = { rows: 1000, trainRows: 800, evalRows: 200 };
const vectors = { embeddings: 'v.parquet', item: 'i', vector: 'v', use: ['max', 'mean'] };

describe('workOf', () => {
  it('counts rows, fields, arms and seeds', () => {
    const spec = specOf({ sources: [{ name: 's', build: 'co-click' }], seeds: 2 });
    const work = workOf(spec, SIZE);
    // user, item, hour and four counts; beside them label, time and what identifies a row
    expect(work.read).toEqual({ start: 1, 'read cell': 1000 * 11 });
    expect(work.base).toEqual({ 'base cell': 7000 });
    expect(work.features).toEqual([{ unit: 'co-click', amount: 1000, tasks: 2 }]);
    // the base, five arms and four without one feature, two seeds each; 11 fields of 16 + 4 · 16 bytes, two lines each
    expect(work.trainings).toBe(20);
    expect(work.train).toEqual({ 'fm line': 20 * 800 * 22 });
    expect(work.metrics).toEqual({ score: 200 * 10 * 2 });
    expect(work.mostPasses).toBe(60);
  });

  it('has a task for each kind of source, model and probe', () => {
    const spec = specOf({
      sources: [
        { name: 'a', build: 'swing' },
        { name: 'b', pairs: 'p.csv', left: 'l', right: 'r' },
        { name: 'c', clusters: 'c.csv', item: 'i', ids: ['x'] },
        { name: 'd', columns: ['ctr'] },
        { name: 'e', ...vectors },
        { name: 'f', build: 'clusters-of', of: 'e', levels: 1, clusters: 4 },
      ],
      models: [
        { name: 'm', ...vectors, probe: 'a' },
        { name: 'p', predictions: 'p.csv', baseline: 'b.csv', key: ['u', 'i'], score: 's' },
      ],
      seeds: 3,
    });
    const { features } = workOf(spec, SIZE);
    const ofSources = ['swing', 'pairs', 'clusters', 'columns', 'embeddings', 'clusters-of'];
    expect(features).toEqual([
      ...ofSources.map((unit) => ({ unit, amount: 1000, tasks: 3 })),
      { unit: 'model', amount: 1000, tasks: 1 },
      { unit: 'probe', amount: 1000, tasks: 3 },
    ]);
  });

  it('counts the rows that heads read of a large log, and all rows where something else reads them', () => {
    const large = { rows: 1e7, trainRows: 8e6, evalRows: 2e6 };
    const sources = [
      { name: 's', build: 'co-click' },
      { name: 'd', columns: ['ctr'] },
    ];
    const rowsOf = (more: object) =>
      workOf(specOf({ training: 'staged', sources, seeds: 2, ...more }), large).features.map(
        ({ amount }) => amount,
      );
    expect(rowsOf({})).toEqual([2e6 + 1.5 * 250_000, 1e7]);
    expect(rowsOf({ headRows: 1_000_000 })).toEqual([2e6 + 1.5e6, 1e7]);
    expect(rowsOf({ training: 'joint' })).toEqual([1e7, 1e7]);
    expect(rowsOf({ headRows: 4_000_000 })).toEqual([1e7, 1e7]);
  });

  it('counts every ranker, drops of features for the first alone, and nothing of a program', () => {
    const spec = specOf({
      sources: [{ name: 's', build: 'swing' }],
      rankers: ['lr', { kind: 'fm', epochs: 40, refit: false }, { command: 'train' }],
      seeds: 1,
    });
    const { trainings, train, mostPasses } = workOf(
      spec,
      SIZE,
      (ranker) => new Set(ranker === 1 ? ['epochs'] : []),
    );
    expect(trainings).toBe(5 + 4 + 5);
    expect(train).toEqual({ 'lr cell': 9 * 800 * 11, 'fm line': 5 * 800 * 22 });
    expect(mostPasses).toBe(60);
    expect(workOf(specOf({ ranker: { command: 'train' } }), SIZE)).toMatchObject({ trainings: 0, train: {} });
  });
});

describe('trainingWork', () => {
  it('of a tower counts its products, forwards and twice backwards', () => {
    // 10 fields of 16 factors into 64, 32 and 1 units
    const products = 160 * 64 + 64 * 32 + 32;
    expect(trainingWork(builtInRanker('deepfm'), 10)).toEqual({
      'fm line': 20,
      'tower product': 3 * products,
    });
  });
});
