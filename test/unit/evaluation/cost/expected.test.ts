import { describe, expect, it } from 'vitest';
import { plannedTrainings } from '../../../../src/evaluation/arms/trainings.ts';
import {
  expectedCost,
  featureSpans,
  sizeBeforehand,
  sizeOf,
  trainingSeconds,
} from '../../../../src/evaluation/cost/expected.ts';
import { NONE_GIVEN } from '../../../../src/evaluation/cost/given.ts';
import { RATES } from '../../../../src/evaluation/cost/rates.ts';
import { MOST, stagedSeconds, sumOf } from '../../../../src/evaluation/cost/staged.ts';
import { type Rates, UNITS, type Unit } from '../../../../src/evaluation/cost/units.ts';
import { SpecSchema } from '../../../../src/specfile/schema.ts';
import { builtInRanker } from '../../../../src/specfile/schema-ranker.ts';

const specOf = (more: object) =>
  SpecSchema.parse({
    version: 1,
    training: 'joint',
    log: { path: 'a', user: 'u', item: 'i', label: 'y', time: 't' },
    ...more,
  });
const SIZE = { rows: 1000, trainRows: 800, evalRows: 200 };

/** Rates at which only some units take time, and such a share of the longest search is done. */
function ratesOf(seconds: Partial<Record<Unit, number>>, search = 0): Rates {
  const none = Object.fromEntries(Object.keys(UNITS).map((unit) => [unit, 0])) as Record<Unit, number>;
  return {
    seconds: { ...none, ...seconds },
    passes: 3,
    lengths: { search, epochs: { lr: 10, fm: 10, deepfm: 10 }, trees: { onScore: 20, alone: 20 } },
    contention: 1.5,
    memory: { start: 100, perEncodedByte: 2 },
    pace: { training: 1, sorting: 1 },
  };
}

describe('expectedCost', () => {
  const spec = specOf({ sources: [{ name: 's', build: 'swing' }], seeds: 2 });

  it('is the work times what a unit takes, in phases', () => {
    const rates = ratesOf({
      start: 1,
      'base cell': 0.001,
      swing: 0.002,
      'fm line': 1e-6,
      training: 0.5,
      score: 0.01,
    });
    const { phases, seconds, mostSeconds } = expectedCost(spec, SIZE, 1, NONE_GIVEN, rates);
    const trainings = (1 + 4 + 4) * 2;
    const visit = trainings * 800 * 20 * 1e-6;
    expect(phases.read).toBe(1);
    expect(phases.features).toBeCloseTo(6 + 2 * 2);
    expect(phases.train).toBeCloseTo(3 * visit + 0.5 * trainings);
    expect(phases.metrics).toBeCloseTo(0.01 * 200 * 18);
    expect(seconds).toBeCloseTo(phases.read + phases.features + phases.train + phases.metrics);
    const search = sumOf(stagedSeconds(spec, plannedTrainings(spec)[0], SIZE, 1, NONE_GIVEN, MOST, rates));
    expect(search).toBeGreaterThan(0);
    expect(mostSeconds - seconds).toBeCloseTo((60 - 3) * visit + search);
  });

  it('shares tasks among threads, each slower for the others, and no sooner than the longest', () => {
    const seconds = (threads: number) =>
      expectedCost(spec, SIZE, threads, NONE_GIVEN, ratesOf({ swing: 0.002 })).phases.features;
    expect(seconds(1)).toBeCloseTo(4);
    expect(seconds(2)).toBeCloseTo(3); // two tasks of 2 s, side by side, at two thirds of the speed
    expect(seconds(8)).toBeCloseTo(3);
  });

  it('never trains longer than the spec lets it', () => {
    const short = specOf({ ranker: { kind: 'fm', epochs: 1, refit: false } });
    const given = () => new Set(['epochs']);
    const rates = ratesOf({ 'fm line': 1e-6 }, 1);
    const { seconds, mostSeconds } = expectedCost(short, SIZE, 1, given, rates);
    expect(mostSeconds).toBe(seconds);
  });

  it('trains longer with more patience: four checks are a pass', () => {
    const seconds = (patience: number) => {
      const ranker = { kind: 'fm', patience, epochs: 100 };
      const given = () => new Set(['patience', 'epochs']);
      return expectedCost(specOf({ ranker, seeds: 1 }), SIZE, 1, given, ratesOf({ 'fm line': 1e-3 })).seconds;
    };
    const visit = 800 * 6 * 2 * 1e-3;
    expect(seconds(12)).toBeCloseTo(3 * visit);
    expect(seconds(52)).toBeCloseTo(13 * visit);
    expect(seconds(7)).toBeCloseTo(1.75 * visit);
  });

  it('expects memory of the encoded rows', () => {
    const oneSeed = specOf({ seeds: 1 });
    // Two ids of four bytes and four bins; 28 bytes of the log
    expect(expectedCost(oneSeed, SIZE, 1, NONE_GIVEN, ratesOf({})).bytes).toBe(100 + 2 * 1000 * (28 + 12));
  });

  it('expects of a large log the base in a file, and features of a part of the evaluation rows', () => {
    const large = { rows: 1e8, trainRows: 8e7, evalRows: 2e7 };
    const staged = specOf({ training: 'staged', sources: [{ name: 's', build: 'co-click' }] });
    const bytes = (memory: number) => expectedCost(staged, large, 2, NONE_GIVEN, ratesOf({}), memory).bytes;
    const gigabyte = 2 ** 30;
    // Memory setting by memory setting: a fifth of it is for features.
    expect(bytes(8 * gigabyte) - bytes(4 * gigabyte)).toBeCloseTo(2 * 0.2 * 4 * gigabyte, 0);
    expect(bytes(64 * gigabyte) - bytes(8 * gigabyte)).toBeGreaterThan(2 * 12 * 1e8);
  });

  it('has a rate of every unit, each of them measured', () => {
    expect(Object.keys(RATES.seconds).sort()).toEqual(Object.keys(UNITS).sort());
    expect(Object.entries(RATES.seconds).filter(([, rate]) => !(rate > 0 && rate < 1))).toEqual([]);
    const { seconds, mostSeconds, bytes } = expectedCost(spec, SIZE, 2);
    expect(seconds).toBeGreaterThan(0);
    expect(mostSeconds).toBeGreaterThan(seconds);
    expect(bytes).toBeGreaterThan(5e7);
  });
});

describe('featureSpans', () => {
  it('gives sources, models and probes what they take, one after another', () => {
    const vectors = { embeddings: 'v.parquet', item: 'i', vector: 'v', use: ['max'] };
    const spec = specOf({
      sources: [{ name: 's', build: 'swing' }],
      models: [{ name: 'm', ...vectors, probe: 's' }],
    });
    const { search, sources, models, probes } = featureSpans(spec, SIZE, 1);
    expect(search).toEqual([sources[0], sources[0]]);
    expect(sources[0]).toBeGreaterThan(0);
    expect(sources[1]).toBeGreaterThan(sources[0]);
    expect(models).toEqual([sources[1], probes[0]]);
    expect(probes[1]).toBe(1);
    const nothing = { search: [1, 1], sources: [1, 1], models: [1, 1], probes: [1, 1] };
    expect(featureSpans(specOf({}), SIZE, 1)).toEqual(nothing);
  });

  it('holds the search of the ranker whose vectors a source reads, which trains no later', () => {
    const rates = ratesOf({ 'fm line': 1e-6, trial: 0.1 }, 1);
    const phases = (build: string) =>
      expectedCost(specOf({ sources: [{ name: 's', build }], seeds: 1 }), SIZE, 1, NONE_GIVEN, rates).phases;
    const spec = specOf({ sources: [{ name: 's', build: 'id-embedding' }] });
    const { ids, search, references } = stagedSeconds(
      spec,
      plannedTrainings(spec)[0],
      SIZE,
      1,
      NONE_GIVEN,
      undefined,
      rates,
    );
    expect([search, references]).toEqual([0, 0]);
    expect(ids).toBeGreaterThan(1.6);
    expect(phases('id-embedding').features).toBeCloseTo(ids);
    expect(phases('swing').features).toBe(0);
    const spans = featureSpans(spec, SIZE, 1);
    expect(spans.search[1]).toBeGreaterThan(spans.search[0]);
    expect(spans.sources[0]).toBe(spans.search[1]);
  });
});

describe('trainingSeconds', () => {
  it('is more for a tower, and for more rows', () => {
    const seconds = (kind: 'fm' | 'deepfm', rows: number) => trainingSeconds(builtInRanker(kind), 20, rows);
    expect(seconds('deepfm', 1e6)).toBeGreaterThan(3 * seconds('fm', 1e6));
    expect(seconds('fm', 2e6)).toBeGreaterThan(1.5 * seconds('fm', 1e6));
  });
});

describe('the size of a log', () => {
  it('beforehand is its rows, shared as the spec says or as usual', () => {
    expect(sizeBeforehand(specOf({ split: { evaluate: '25%' } }), 1000)).toEqual({
      rows: 1000,
      trainRows: 750,
      evalRows: 250,
    });
    expect(sizeBeforehand(specOf({ split: { from: '2026-01-01', slices: 'daily' } }), 1000)).toEqual(SIZE);
  });

  it('of a log that is read is counted', () => {
    expect(sizeOf({ rows: 6, part: Uint8Array.from([0, 0, 1, 2, 2, 3]) })).toEqual({
      rows: 6,
      trainRows: 3,
      evalRows: 2,
    });
  });
});
