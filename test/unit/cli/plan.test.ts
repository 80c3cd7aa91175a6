import { expect, it } from 'vitest';
import { describePlan } from '../../../src/cli/plan.ts';
import { plannedArms } from '../../../src/evaluation/arms/planned.ts';
import { SpecSchema } from '../../../src/specfile/schema.ts';

const specOf = (source: object) =>
  SpecSchema.parse({
    version: 1,
    log: { path: 'a', user: 'u', item: 'i', label: 'y', time: 't' },
    sources: [{ name: 's', ...source }],
  });
const sourceOf = (source: object) => specOf(source).sources[0]!;
const vectors = { embeddings: 'v.parquet', item: 'i', vector: 'v' };
const clusters = { clusters: 'c.csv', item: 'i', ids: ['x', 'y'] };
const pairs = { pairs: 'p.csv', left: 'a', right: 'b' };

it.each([
  [{ build: 'co-click' }, ['honest', 'fresh', 'leaked', 'leaked-total', 'placebo']],
  [{ build: 'swing' }, ['honest', 'leaked', 'leaked-total', 'placebo']],
  [{ build: 'session' }, ['honest', 'leaked', 'leaked-total', 'placebo']],
  [pairs, ['leaked-total', 'placebo']],
  [{ ...pairs, time: 't' }, ['honest', 'leaked-total', 'placebo']],
  [{ ...pairs, user: 'u' }, ['leaked', 'leaked-total', 'placebo']],
  [{ ...pairs, time: 't', user: 'u' }, ['honest', 'leaked', 'leaked-total', 'placebo']],
  [vectors, ['leaked-total', 'placebo']],
  [{ ...vectors, time: 't' }, ['honest', 'leaked-total', 'placebo']],
  [clusters, ['leaked-total', 'placebo']],
  [{ columns: ['ctr'] }, ['leaked-total', 'placebo']],
])('%o has the arms %o', (source, arms) => {
  expect(plannedArms(sourceOf(source), [])).toEqual(arms);
});

it.each([
  [vectors, 22],
  [{ ...vectors, use: ['mean'] }, 1],
  [{ ...vectors, use: ['mean', 'projection'] }, 2],
  [clusters, 6],
  [{ ...clusters, time: 't' }, 4],
])('%o adds %i fields at most', (source, fields) => {
  const plan = describePlan('lis.yaml', specOf(source), { files: [], columns: [], rows: 1 }, { threads: 2 });
  const [base, total] = ['base', 'leaked-total:s'].map((arm) =>
    Number(new RegExp(`${arm} +(\\d+)`).exec(plan)?.[1]),
  );
  expect(total! - base!).toBe(fields);
});

it('says of a precision that the time is that of all evaluation users', () => {
  const planOf = (spec: object) =>
    describePlan(
      'lis.yaml',
      { ...specOf({ build: 'co-click' }), ...spec },
      { files: [], columns: [], rows: 1 },
      { threads: 2 },
    );
  expect(planOf({ precision: 0.0005 })).toMatch(/half-width wanted +±0\.0005\n/);
  expect(planOf({ precision: 0.0005 })).toContain('That is with all evaluation users');
  expect(planOf({})).not.toMatch(/half-width|evaluation users/);
});

it('counts how often a program of the user’s own would run, and drops no features for it', () => {
  const sources = [{ name: 's', build: 'swing' }];
  const models = [
    { name: 'm', embeddings: 'e.parquet', item: 'i', vector: 'v' },
    { name: 'p', predictions: 'p.parquet', baseline: 'b.parquet', key: ['u', 'i'], score: 's' },
  ];
  const log = { path: 'a', user: 'u', item: 'i', label: 'y', time: 't' };
  const planOf = (spec: object) =>
    describePlan(
      'lis.yaml',
      SpecSchema.parse({ version: 1, log, sources, training: 'joint', ...spec }),
      { files: [], columns: [], rows: 1 },
      { threads: 2 },
    );
  const program = { command: ['python', 'train.py'], timeout: 90 };
  const alone = planOf({ ranker: program, models });
  expect(alone).toContain('  python train.py: 18 runs, one after another, each at most 1 min 30 s\n');
  expect(alone).not.toMatch(/rankers to train|without one feature/);
  const beside = planOf({ rankers: ['fm', { ...program, parallel: 3 }], seeds: 1 });
  expect(beside).toContain('python train.py: 5 runs, 3 at a time, each at most 1 min 30 s');
  expect(beside).toMatch(/rankers to train +5\n.*without one feature each, at most +4\n/);
});

it('counts runs of a program by blocks and seeds in two stages, where heads do without each feature', () => {
  const vectorsOfTiers = { ...vectors, use: ['tiers'] };
  const spec = SpecSchema.parse({
    ...{ version: 1, training: 'staged', seeds: 2 },
    log: { path: 'a', user: 'u', item: 'i', label: 'y', time: 't' },
    sources: [{ name: 's', ...vectorsOfTiers }],
    ranker: { command: 'python train.py' },
  });
  const plan = describePlan('lis.yaml', spec, { files: [], columns: [], rows: 1 }, { threads: 2 });
  expect(plan).toContain('  python train.py: at most 12 runs, one after another, each at most 1 h 00 min\n');
  expect(plan).toMatch(/without one feature each, at most +40\n/); // all 20 tiers, two seeds
});

it('says what each kind of base trains in two stages', () => {
  const planOf = (spec: object) =>
    describePlan(
      'lis.yaml',
      SpecSchema.parse({
        ...{ version: 1, training: 'staged', seeds: 2, ...spec },
        log: { path: 'a', user: 'u', item: 'i', label: 'y', time: 't' },
        sources: [{ name: 's', build: 'swing' }],
      }),
      { files: [], columns: [], rows: 1000 },
      { threads: 2 },
    );
  const counted = (plan: string) =>
    Object.fromEntries(
      [...plan.matchAll(/^ {2}(.*(?:to try|train(?:ings)?|at most|base)) {2,}(.*)$/gm)].map(
        ([, label, value]) => [label, value],
      ),
    );
  expect(counted(planOf({}))).toMatchObject({
    'recipes of the base to try': '16',
    'trainings of the base, at most': '12',
    'trainings of weaker bases, at most': '12',
    'heads to train, at most': '14',
    'and without one feature each, at most': '8',
  });
  const trees = planOf({ ranker: 'gbdt' });
  expect(counted(trees)).toMatchObject({ 'heads to train': '10' });
  expect(trees).not.toMatch(/recipes|trainings of/);
  const logged = planOf({ ranker: { score: 'pctr' } });
  expect(logged).toMatch(/scores of the base +column pctr\n +heads to train +10\n/);
  const program = planOf({ ranker: { command: 'train' } });
  expect(program).toMatch(/heads to train +10\n/);
  expect(program).toContain('memory, besides your own program; less with what earlier runs have kept');
  const joint = planOf({ training: 'joint' });
  expect(joint).toMatch(/recipes of the base to try +16\n +rankers to train +10\n/);
  expect(joint).not.toMatch(/heads|cache/);
});

it('counts trainings without one of the eight strongest features, and without a projection', () => {
  const dropped = (use: string[]) => {
    const spec = { ...specOf({ ...vectors, use }), training: 'joint' as const };
    const plan = describePlan('lis.yaml', spec, { files: [], columns: [], rows: 1 }, { threads: 2 });
    return Number(/without one feature each, at most +(\d+)/.exec(plan)?.[1]) / spec.seeds;
  };
  expect([dropped(['max']), dropped(['tiers']), dropped(['tiers', 'projection'])]).toEqual([1, 8, 9]);
});
