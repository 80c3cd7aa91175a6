import { describe, expect, it } from 'vitest';
import { rankersOf } from '../../../../src/evaluation/arms/rankers.ts';
import { plannedTrainings } from '../../../../src/evaluation/arms/trainings.ts';
import { NONE_GIVEN } from '../../../../src/evaluation/cost/given.ts';
import { headRows } from '../../../../src/evaluation/cost/head-work.ts';
import { type Allowed, headsBytes } from '../../../../src/evaluation/cost/memory.ts';
import { ownFields } from '../../../../src/evaluation/cost/own-fields.ts';
import { longestEpochs, recipesTried } from '../../../../src/evaluation/cost/search-work.ts';
import { dropCost, MOST, stagedSeconds, sumOf } from '../../../../src/evaluation/cost/staged.ts';
import { stagedWork } from '../../../../src/evaluation/cost/staged-work.ts';
import type { Lengths } from '../../../../src/evaluation/cost/units.ts';
import { HEADS } from '../../../../src/evaluation/head/kinds.ts';
import { SpecSchema } from '../../../../src/specfile/schema.ts';
import { builtInRanker } from '../../../../src/specfile/schema-ranker.ts';

const specOf = (more: object) =>
  SpecSchema.parse({
    version: 1,
    log: { path: 'a', user: 'u', item: 'i', label: 'y', time: 't', features: ['hour'] },
    training: 'staged',
    seeds: 2,
    ...more,
  });
const SIZE = { rows: 1250, trainRows: 1000, evalRows: 250 };
const LENGTHS: Lengths = {
  search: 0.5,
  epochs: { lr: 10, fm: 10, deepfm: 10 },
  trees: { onScore: 20, alone: 20 },
};
const NONE = new Set<string>();
const vectors = { embeddings: 'v.parquet', item: 'i', vector: 'v' };

function workOf(more: object, given: ReadonlySet<string> = NONE) {
  const spec = specOf(more);
  return stagedWork(spec, rankersOf(spec)[0], SIZE, LENGTHS, true, given);
}
const tasksOf = (batches: readonly { tasks: number }[]) => batches.map(({ tasks }) => tasks);

describe('the work of two stages', () => {
  const swing = { sources: [{ name: 's', build: 'swing' }] };

  it('trains a base on growing prefixes, for epochs in proportion', () => {
    const [base] = workOf(swing).base;
    const squares = 0.25 + 0.36 + 0.49 + 0.64 + 0.81 + 1;
    // 7 fields of two lines each
    expect(base!.work['fm line']).toBeCloseTo(14 * 1000 * 10 * squares * 2);
    expect(base!.work.training).toBe(12);
    expect(base!.tasks).toBe(12);
    expect(base!.longest).toBeCloseTo(1 / (2 * squares));
  });

  it('trains as long as the spec says, and on folds of users where rows have no time', () => {
    const ranker = { kind: 'fm', epochs: 2 };
    const lines = (work: ReturnType<typeof workOf>) => work.base[0]!.work['fm line']!;
    expect(lines(workOf({ ...swing, ranker }, new Set(['epochs'])))).toBeCloseTo(lines(workOf(swing)) / 5);
    const log = { path: 'a', user: 'u', item: 'i', label: 'y' };
    const split = { column: 'p', train: 'a', evaluate: 'b' };
    const [folds] = workOf({ log, split }).base;
    expect(folds!.work['fm line']).toBeCloseTo(4 * 1000 * 10 * (5 * 0.64 + 1) * 2);
  });

  it('searches 16 recipes by halving, and only one where the spec gives all options', () => {
    const { search, references } = workOf(swing);
    // Of 900 rows the first rung has four epochs, the second ten: eight, four and two trials, twice four, two and one.
    expect(tasksOf(search)).toEqual([8, 4, 2, 4, 2, 1, 4, 2, 1]);
    expect(tasksOf(references)).toEqual([8, 4, 2, 8, 4, 2]);
    const about = { ...SIZE, byTime: true, fields: 7, counts: 4 };
    const fm = builtInRanker('fm');
    expect(recipesTried(fm, NONE)).toBe(16);
    expect(longestEpochs(fm, NONE, about)).toBe(16 * 4 + 8 * 6 + 4 * 20);
    const all = new Set(['learningRate', 'l2Factors', 'l2', 'initialScale']);
    expect(recipesTried(fm, all)).toBe(1);
    expect(longestEpochs(fm, all, about)).toBe(4 + 6 + 20);
  });

  it('trains a head for each arm and seed, one without each feature, and some on weaker bases', () => {
    const { heads, curve } = workOf({ ...swing, head: 'trees' });
    expect(tasksOf(curve)).toEqual([6, 6]);
    // Five arms and two seeds; the base and one arm on each weaker base. Four features of the leaked arm.
    expect(tasksOf(heads)).toEqual([5 * 2 + 2 * 2, 4 * 2]);
    expect(heads[0]!.work.head).toBe(14);
    const visits = 400 * 30 + 500 * 20;
    // The score, hour and four counts; four features more in all but the base's heads.
    expect(heads[0]!.work['head cell']).toBeCloseTo(visits * (14 * 6 + (8 + 2) * 4));
    expect(heads[1]!.work['head cell']).toBeCloseTo(8 * 500 * 20 * 9);
    expect(heads[1]!.work['head row']).toBeCloseTo(8 * (500 * 20 + 250 * 20));
  });

  it('counts additive heads, which small logs have, as so many trees', () => {
    const [whole, dropped] = workOf(swing).heads;
    const visits = 400 * 20 + 500 * 25;
    expect(whole!.work['head cell']).toBeCloseTo(visits * (14 * 6 + (8 + 2) * 4));
    expect(dropped!.work['head row']).toBeCloseTo(8 * (500 * 25 + 250));
    // Trees alone are what `gbdt` is.
    const alone = workOf({ ...swing, ranker: 'gbdt' }).heads[0]!;
    expect(alone.work['head row']! / alone.tasks).toBeCloseTo(900 * 30 + 1000 * 20 + 250 * 20);
  });

  it('is the search alone where a ranker is trained for each arm', () => {
    const { search, references, ...rest } = workOf({ ...swing, training: 'joint' });
    expect(tasksOf(search)).toEqual([8, 4, 2, 4, 2, 1, 4, 2, 1]);
    expect(tasksOf(references)).toEqual([8, 4, 2, 8, 4, 2]);
    expect(Object.values(rest).flat()).toEqual([]);
  });

  it('trains no base for trees alone, a logged score or a program, whose heads have other rows', () => {
    for (const ranker of ['gbdt', { score: 'pctr' }, { command: 'train' }]) {
      const { search, references, base, curve, heads } = workOf({ ...swing, ranker });
      expect([search, references, base, curve]).toEqual([[], [], [], []]);
      expect(tasksOf(heads)).toEqual([10, 8]);
    }
    const cells = (ranker: unknown) => workOf({ ...swing, ranker }).heads[1]!.work['head cell']!;
    expect(cells({ score: 'pctr' })).toBeCloseTo(8 * 1000 * 25 * 9);
    expect(cells('gbdt')).toBeCloseTo(8 * 1000 * 20 * 8);
    expect(cells({ command: 'train' })).toBeCloseTo(8 * 500 * 25 * 9);
  });

  it('trains a projection for each arm and seed, by a recipe of its own where the base has none', () => {
    const sources = [{ name: 'v', ...vectors, use: ['projection'] }];
    const work = workOf({ sources });
    expect(tasksOf(work.projections)).toEqual([2 * 2 * 6]);
    expect(work.projections[0]!.work.projection).toBeCloseTo(1000 * 10 * 3.55 * 4 * 16);
    expect(work.stand).toEqual([]);
    const stood = workOf({ sources, ranker: 'gbdt' });
    expect(tasksOf(stood.projections)).toEqual([24]);
    expect(stood.stand.length).toBeGreaterThan(0);
    expect(workOf({ ...swing, ranker: 'gbdt' }).projections).toEqual([]);
  });

  it('has neither a curve nor heads without a feature for a second ranker', () => {
    const spec = specOf({ ...swing, rankers: ['lr', 'fm'] });
    const { curve, heads } = stagedWork(spec, rankersOf(spec)[1]!, SIZE, LENGTHS, false, NONE);
    expect(curve).toEqual([]);
    expect(tasksOf(heads)).toEqual([10]);
  });
});

describe('heads', () => {
  it('have at most 250,000 rows, half of those of a trained base, and choose on the last block', () => {
    expect(headRows(1000, true, true)).toEqual({ fit: 400, validate: 100 });
    expect(headRows(1000, true, false)).toEqual({ fit: 800, validate: 200 });
    expect(headRows(1000, false, true)).toEqual({ fit: 900, validate: 100 });
    expect(headRows(1e7, true, true)).toEqual({ fit: 200_000, validate: 50_000 });
  });

  it('visit rows until the number of trees is chosen, then again; those without a column only then', () => {
    const rows = { fit: 80, validate: 20 };
    const { visits, scoring } = HEADS.trees;
    expect(visits(rows, 10, true)).toBe(80 * 20 + 100 * 10);
    expect(visits(rows, 300, true)).toBe(180 * 300);
    expect(visits(rows, 10, false)).toBe(1000);
    expect([visits(rows, Number.POSITIVE_INFINITY, true), scoring(rows, Number.POSITIVE_INFINITY)]).toEqual([
      180 * 300,
      300,
    ]);
    const lengths = { ...LENGTHS, trees: { onScore: 10, alone: 10 } };
    expect(dropCost('trees', rows, { lengths })).toBeCloseTo(10 / 26);
    expect(dropCost('additive', rows, { lengths })).toBeCloseTo(25 / 41);
  });

  it('hold memory by threads and rows, of no run that trains a ranker for each arm', () => {
    const spec = specOf({ sources: [{ name: 's', build: 'swing' }] });
    const large = { rows: 1e6, trainRows: 8e5, evalRows: 2e5 };
    const [onOne, onTwo] = [1, 2].map((threads) => ({ threads, memoryBytes: 2 ** 32 })) as [Allowed, Allowed];
    const bytes = headsBytes(spec, large, onOne);
    expect(headsBytes(spec, large, onTwo) - bytes).toBeGreaterThan(250_000 * 16 + 24 * 2 ** 20);
    expect(bytes).toBeGreaterThan(4 * 2e5 * 18);
    expect(headsBytes({ ...spec, training: 'joint' }, large, onTwo)).toBe(0);
    const fields = ownFields(spec).reduce((sum, part) => sum + part.fields, 0);
    expect(fields).toBeGreaterThan(0);
    // The rows that are evaluated, and heads of two seeds on 250,000 rows each: the first of them reads those of all.
    const read = 200_000 + 1.5 * 250_000;
    expect(headsBytes({ ...spec, precision: 0.001 }, large, onOne) - bytes).toBe(4 * read * fields);
  });
});

describe('stagedSeconds', () => {
  it('is more for more rows, less on two threads, and most where nothing stops early', () => {
    const spec = specOf({ sources: [{ name: 's', build: 'swing' }] });
    const large = { rows: 1e5, trainRows: 8e4, evalRows: 2e4 };
    const seconds = (threads: number, lengths?: Lengths) =>
      sumOf(stagedSeconds(spec, plannedTrainings(spec)[0], large, threads, NONE_GIVEN, lengths));
    expect(seconds(2)).toBeLessThan(seconds(1));
    expect(seconds(1, MOST)).toBeGreaterThan(seconds(1));
    expect(sumOf(stagedSeconds(spec, plannedTrainings(spec)[0], SIZE, 1))).toBeLessThan(seconds(1));
  });
});
