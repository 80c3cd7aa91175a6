/** The simulation of `npm run stopping`, small. */
import { beforeAll, describe, expect, it } from 'vitest';
import { auc } from '../../../src/metrics/index.ts';
import { type StageEstimate, stagesOf, stopOf } from '../../stopping/measure.ts';
import { EFFECTS, PRECISIONS, simulations } from '../../stopping/settings.ts';
import { coverageOf, coverageTable, fewestTable, type Simulated } from '../../stopping/summary.ts';
import { BASE_AUC, createWorld } from '../../stopping/world.ts';

const WORLDS = 80;
const EFFECT = 0.01;
/** Of 600 users a quarter counts as some 40. */
const FEWEST = 30;
const SMALL = { users: 600, seeds: 1 };

const done: Simulated[] = [];
beforeAll(async () => {
  for (let world = 1; world <= WORLDS; world++) {
    const [stages] = await stagesOf({ ...SMALL, world }, [EFFECT]);
    done.push({ options: { ...SMALL, world, effect: EFFECT }, stages: stages! });
  }
}, 60_000);

const precision = 0.03;
const stopped = (stages: readonly StageEstimate[]): StageEstimate => stopOf(stages, precision, FEWEST);

describe('a simulated world', () => {
  it('has the AUCs that it says', () => {
    const { base, arms, label } = createWorld(1, 15_000, 1, [0, EFFECT]);
    const gains = arms.map(([scores]) => auc(scores!, label) - auc(base, label));
    // Standard errors of some 0.002.
    expect(auc(base, label)).toBeCloseTo(BASE_AUC, 2);
    expect(gains[0]).toBeCloseTo(0, 2);
    expect(gains[1]).toBeCloseTo(EFFECT, 2);
    expect(createWorld(1, 50, 2, [0])).toEqual(createWorld(1, 50, 2, [0]));
  });

  it('gives nested samples intervals that get narrower', async () => {
    const [{ stages }] = done as [Simulated];
    expect(stages.at(-1)!.share).toBe(1);
    const shares = stages.map(({ share }) => share);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    const width = ({ low, high }: StageEstimate) => high - low;
    expect(width(stages.at(-1)!)).toBeLessThan(width(stages.at(-3)!));
    expect(await stagesOf(done[0]!.options, [EFFECT])).toEqual([stages]);
  });
});

describe('a stopped interval', () => {
  it('holds the truth as often as it says', () => {
    const { coverage, share, reached } = coverageOf(done, stopped, precision);
    // Three and a half standard errors of a share of 95 % over so many worlds.
    expect(coverage).toBeGreaterThan(0.95 - 3.5 * Math.sqrt((0.95 * 0.05) / WORLDS));
    expect(reached).toBeGreaterThan(0.9);
    expect(share).toBeGreaterThan(1 / 16);
    expect(share).toBeLessThan(0.9);
  });

  it('would not, if a run stopped where it likes what it sees', () => {
    const bestLooking = (stages: readonly StageEstimate[]): StageEstimate =>
      stages.filter(({ users }) => users >= FEWEST / 2).toSorted((a, b) => b.low - a.low)[0]!;
    const byValue = coverageOf(done, bestLooking, precision);
    expect(byValue.bias).toBeGreaterThan(coverageOf(done, stopped, precision).bias + 0.3);
  });
});

describe('the tables', () => {
  it('have a row for each true difference and precision, and one for all users', () => {
    const both = EFFECTS.flatMap((effect) =>
      done.slice(0, 10).map(({ stages, options }) => ({ stages, options: { ...options, effect } })),
    );
    const rows = coverageTable(both).split('\n').slice(2);
    expect(rows).toHaveLength(EFFECTS.length * (1 + PRECISIONS.length));
    expect(rows[0]).toMatch(/^\| 0 \| all users \| \d+\.\d % ± \d+\.\d % \| -?\d\.\d\d \| 100 % \| – \|$/);
    expect(fewestTable(both)).toContain('| 200 (the product) |');
    expect(simulations(2).map(({ world }) => world)).toEqual([1, 2]);
  });
});
