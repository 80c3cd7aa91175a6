import { describe, expect, it } from 'vitest';
import { asOfCounts } from '../../../src/preference/features/counts.ts';
import { calibrationData } from '../../calibration/dataset.ts';
import { type Measurement, type MeasureOptions, measure } from '../../calibration/measure.ts';
import { SETTINGS, worldOptions } from '../../calibration/settings.ts';
import { shareError, summarise, tableRow } from '../../calibration/summary.ts';
import { createWorld } from '../../calibration/world.ts';

const options: MeasureOptions = { ...worldOptions(SETTINGS[0]!, 3, false), fresh: 3, strength: 4 };

describe('a world', () => {
  it('is a function of its seed; more fresh users leave the log as it is', () => {
    const world = createWorld(options);
    expect(createWorld(options)).toEqual(world);
    const more = createWorld({ ...options, fresh: 5 });
    expect([more.items, more.training, more.evaluation]).toEqual([
      world.items,
      world.training,
      world.evaluation,
    ]);
    expect(more.fresh.slice(0, world.fresh.length)).toEqual(world.fresh);
  });

  it('gives the log the rows, counts and P that it has without the fresh users', () => {
    const none = calibrationData(createWorld({ ...options, fresh: 0 }), 'new');
    const some = calibrationData(createWorld(options), 'new');
    const { data } = some;
    const logRows = Array.from({ length: data.rows }, (_, row) => row).filter((row) => data.user[row]! < 300);
    const ofLog = (values: ArrayLike<number>) => logRows.map((row) => values[row]!);
    expect(ofLog(data.item)).toEqual([...none.data.item]);
    const counts = asOfCounts(none.data, none.data.timeline);
    for (const [k, column] of data.features.entries()) {
      if (column.type !== 'numeric' || counts[k]!.type !== 'numeric') throw new Error('counts are numeric');
      expect(ofLog(column.values)).toEqual([...counts[k]!.values]);
    }
    for (const key of ['user', 'item', 'slice', 'next', 'sliceStart'] as const)
      expect(some.positives[key]).toEqual(none.positives[key]);
    expect(data.rows - logRows.length).toBe(some.freshRows.length);
    expect(ofLog(some.historyEnds)).toEqual([...none.historyEnds]);
  });
});

describe('measure', () => {
  it('is deterministic, and fresh users change no estimate', async () => {
    const first = await measure(options);
    expect(await measure(options)).toEqual(first);
    const fewer = await measure({ ...options, fresh: 1 });
    expect(fewer.map(({ estimate }) => estimate)).toEqual(first.map(({ estimate }) => estimate));
  });

  it('finds a useful source useful and a useless one useless, over a few worlds', async () => {
    const worlds: Measurement[] = [];
    for (let seed = 1; seed <= 6; seed++) worlds.push(...(await measure({ ...options, seed, fresh: 10 })));
    const summaryOf = (source: string) => summarise(worlds.filter((world) => world.source === source));
    expect(summaryOf('useful').truth).toBeGreaterThan(0.01);
    expect(summaryOf('useless').truth).toBeLessThan(0.005);
    // An average of six errors of one claimed SE each; five standard errors.
    for (const source of ['useful', 'useless'])
      expect(Math.abs(summaryOf(source).bias)).toBeLessThan((5 * summaryOf(source).claimed) / Math.sqrt(6));
  });
});

describe('summarise', () => {
  const world = (value: number, truth: number): Measurement => ({
    head: 'trees',
    source: 'useful',
    base: 0.6,
    estimate: {
      value,
      se: 0.1,
      low: value - 0.2,
      high: value + 0.2,
      df: 9,
      variance: { users: 0.01, seeds: 0 },
    },
    sameArms: { variance: 0.01, df: 9 },
    truthOfSeedsPart: 0,
    truth,
    truthOfAnySeeds: null,
  });

  it('counts what is covered and what is said to have headroom without having any', () => {
    const s = summarise([world(0.3, 0), world(0.1, 0), world(0.1, 0.2), world(0.4, 0.1)]);
    expect(s).toMatchObject({
      worlds: 4,
      coverage: 0.5,
      coverageOfSameArms: 0.5,
      without: 2,
      falseHeadroom: 1,
    });
    expect(s.bias).toBeCloseTo(0.15, 12); // (0.3 + 0.1 − 0.1 + 0.3) / 4
    expect(s.claimed).toBeCloseTo(0.1, 12);
    expect(tableRow('a', 'trees', 'b', s)).toContain('50.0 % ± 25.0 %');
  });

  it('never claims to know a share exactly', () => {
    expect(shareError(0.5, 100)).toBeCloseTo(0.05, 12);
    expect(shareError(0, 100)).toBeGreaterThan(0);
  });
});
