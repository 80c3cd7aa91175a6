import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import { SpecSchema } from '../../../src/specfile/schema.ts';
import { FULL, HEAD, LOG, told } from './support.ts';

describe('the schema', () => {
  it('reads every key of the documented spec', () => {
    expect(told(FULL)).toEqual([]);
    const spec = SpecSchema.parse(parse(FULL));
    expect(spec.log).toEqual({
      path: ['data/impressions/*.parquet'],
      user: 'user_id',
      item: 'item_id',
      label: 'rating >= 4',
      time: 'ts',
      group: 'impression_id',
      weight: 'dwell_ms',
      features: [
        { name: 'hour', type: 'categorical' },
        { name: 'price', type: 'numeric' },
      ],
      counts: true,
    });
    expect(spec.split).toEqual({ evaluate: 0.2, slices: 10 });
    expect(spec.sources.map(({ name }) => name)).toEqual([
      'co-click',
      'swing',
      'ranker-ids',
      'editorial',
      'sid',
      'ctr-7d',
    ]);
    expect(spec.models).toHaveLength(2);
    expect(spec.gate).toEqual({ source: 'co-click', transferable: '>= 0.002' });
    expect(spec.appliesTo).toEqual(['configs/*.yaml', 'train/**/*.py']);
  });

  it('fills in the documented defaults', () => {
    const { spec, problems } = parseSpec(`${HEAD}sources: [{name: c, build: co-click}]\n`);
    expect(problems).toEqual([]);
    expect(spec).toEqual({
      version: 1,
      log: { path: ['a.csv'], user: 'u', item: 'i', label: 'y', time: 't', features: [] },
      split: { evaluate: 0.2, slices: 10 },
      sources: [
        {
          name: 'c',
          kind: 'co-click',
          build: 'co-click',
          window: 10,
          history: 50,
          weight: 'cosine',
          shrinkage: 10,
          use: ['max', 'sum', 'mean', 'count'],
        },
      ],
      models: [],
      objectives: [],
      ranker: {
        kind: 'fm',
        factors: 16,
        learningRate: 0.01,
        l2: 1e-4,
        l2Factors: 1e-3,
        initialScale: 0.01,
        epochs: 6,
        patience: 6,
        bins: 32,
        refit: true,
      },
      metric: 'auc',
      training: 'staged',
      seeds: 3,
      seed: 1,
      folds: 5,
      selfEvidence: 'cross-fit',
      minimumGain: 0.001,
    });
  });

  it('takes the three forms of a split', () => {
    const split = (text: string) => parseSpec(`${HEAD}split: ${text}\n`).spec?.split;
    expect(split('{evaluate: 12.5%}')).toEqual({ evaluate: 0.125, slices: 10 });
    expect(split('{from: 2026-10-24, to: 2026-10-31}')).toEqual({
      from: '2026-10-24',
      to: '2026-10-31',
      slices: 'daily',
    });
    expect(split('{from: 1761264000, slices: weekly}')).toEqual({ from: 1761264000, slices: 'weekly' });
    expect(split('{column: part, train: 0, validate: 1, evaluate: 2}')).toEqual({
      column: 'part',
      train: 0,
      validate: 1,
      evaluate: 2,
      slices: 10,
    });
    expect(split('{column: part, train: 0, evaluate: 2, disjoint: both}')).toMatchObject({
      disjoint: 'both',
    });
    expect(split('{column: part, train: 0, evaluate: 2, disjoint: group}')).toBeUndefined();
    // A cut by time promises nothing about users.
    expect(split('{evaluate: 20%, disjoint: user}')).toBeUndefined();
  });

  it('takes a ranker by name and by options', () => {
    const ranker = (text: string) => parseSpec(`${HEAD}ranker: ${text}\n`).spec?.ranker;
    expect(ranker('lr')).toMatchObject({ kind: 'lr', learningRate: 0.01 });
    expect(ranker('{factors: 8}')).toMatchObject({ kind: 'fm', factors: 8, l2: 1e-4 });
  });

  it('needs neither sources nor models, and accepts them empty', () => {
    expect(told(`${HEAD}sources: []\nmodels: []\n`)).toEqual([]);
    expect(told(HEAD)).toEqual([]);
    expect(told(`version: 1\n${LOG}appliesTo: ['**/*.yaml']\n`)).toEqual([]);
  });
});
