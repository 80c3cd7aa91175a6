import { describe, expect, it } from 'vitest';
import { evaluationRows } from '../../../src/metrics/intervals/clusters.ts';
import { contrast } from '../../../src/metrics/intervals/estimate.ts';
import {
  type GroupInfluence,
  groupDf,
  groupInfluence,
  type UserGroups,
} from '../../../src/metrics/intervals/influence.ts';
import { type RunEstimate, runDifference, subtractArms } from '../../../src/metrics/intervals/paired-runs.ts';
import { ScoredArm } from '../../../src/metrics/scored-arm.ts';
import { decodeInfluence, encodeInfluence } from '../../../src/report/kept/influence.ts';
import { mean, normal, slowClusteredVariance, slowPlacements, uniform, variance } from './support.ts';

const next = uniform(11);
const gauss = normal(next);

interface World {
  rows: ReturnType<typeof evaluationRows>;
  groups: UserGroups;
}

/** Users of unequal size, in groups at random. */
function world(users: number, groups: number): World {
  const user: number[] = [];
  const label: number[] = [];
  for (let u = 0; u < users; u++) {
    const likes = 0.2 + 0.5 * next();
    for (let row = 0; row < 4 + 12 * next(); row++) {
      user.push(u);
      label.push(Number(next() < likes));
    }
  }
  const groupOf = new Uint8Array(users).map(() => Math.floor(next() * groups));
  return {
    rows: evaluationRows(Uint8Array.from(label), Uint32Array.from(user)),
    groups: { groupOf, count: groups },
  };
}

type Scores = (row: number, seed: number) => number;

function scored({ rows }: World, seeds: readonly number[], score: Scores): ScoredArm {
  const arm = new ScoredArm(rows);
  for (const seed of seeds)
    arm.add(
      seed,
      new Float32Array(rows.rows).map((_, row) => score(row, seed)),
    );
  return arm;
}

const influenceOf = ({ rows, groups }: World, arm: ScoredArm): GroupInfluence[] =>
  arm.perSeed.map((seed) => groupInfluence(rows, seed, groups));

function gain(drawn: World, arm: ScoredArm, base: ScoredArm): RunEstimate {
  return {
    seeds: arm.perSeed.map(({ seed }) => seed),
    perSeed: subtractArms(influenceOf(drawn, arm), influenceOf(drawn, base)),
  };
}

describe('groupInfluence', () => {
  it('adds up to 0, and its squares to the clustered variance where each user is a group', () => {
    const drawn = world(200, 200);
    drawn.groups.groupOf = new Uint8Array(200).map((_, user) => user);
    const arm = scored(drawn, [1], (row) => drawn.rows.label[row]! + gauss());
    const { value, sums } = groupInfluence(drawn.rows, arm.perSeed[0]!, drawn.groups);
    expect(value).toBe(arm.auc);
    expect(sums.reduce((sum, influence) => sum + influence, 0)).toBeCloseTo(0, 12);
    const squares = sums.reduce((sum, influence) => sum + influence ** 2, 0);
    // The clustered variance corrects each class by its own number of users, so both agree to 1/I.
    expect(squares / contrastVariance(drawn, arm)).toBeGreaterThan(0.98);
    expect(squares / contrastVariance(drawn, arm)).toBeLessThan(1.001);
  });

  it('of a ratio of sums is its linear part', () => {
    const drawn = world(30, 7);
    const numerator = new Float64Array(30).map(() => next());
    const denominator = new Float64Array(30).map(() => 1 + next());
    const seed = { ...scored(drawn, [1], () => next()).perSeed[0]!, terms: [{ numerator, denominator }] };
    const { value, sums } = groupInfluence(drawn.rows, seed, drawn.groups);
    const total = (values: Float64Array) => values.reduce((sum, x) => sum + x, 0);
    expect(value).toBeCloseTo(total(numerator) / total(denominator), 14);
    // One user counted 1 + h times changes the ratio by h times their influence.
    const h = 1e-6;
    for (let group = 0; group < 7; group++) {
      const up = (values: Float64Array) =>
        values.reduce((sum, x, user) => sum + x * (drawn.groups.groupOf[user] === group ? 1 + h : 1), 0);
      expect((up(numerator) / up(denominator) - value) / h).toBeCloseTo(sums[group]!, 6);
    }
    expect(groupDf(drawn.rows, drawn.groups, [{ denominator }])).toBeLessThanOrEqual(6);
  });

  const contrastVariance = ({ rows }: World, arm: ScoredArm): number =>
    slowClusteredVariance([...arm.meanComponents], rows.label, rows.user);
});

describe('groupDf', () => {
  it('is the effective number of groups less one, of the scarcer class', () => {
    const rows = evaluationRows(Uint8Array.of(1, 0, 1, 0, 1, 0, 0), Uint32Array.of(0, 0, 1, 1, 2, 2, 3));
    const groups = { groupOf: Uint8Array.of(0, 0, 1, 2), count: 4 };
    // Positives by group: 2, 1, 0, 0; (2 + 1)² / (4 + 1) = 1.8. Negatives: 2, 1, 1: 16 / 6.
    expect(groupDf(rows, groups)).toBe(1);
    expect(groupDf(rows, { groupOf: Uint8Array.of(0, 1, 2, 3), count: 4 })).toBeCloseTo(2, 12);
  });
});

describe('the influence that a report carries', () => {
  it('comes back to within 1/65,000 of its range, and in a few hundred bytes', () => {
    const sums = new Float64Array(256).map(() => gauss() / 1000);
    const carried = encodeInfluence(0.7, sums);
    const largest = Math.max(...sums.map(Math.abs));
    const { value, sums: back } = decodeInfluence(carried, 256)!;
    for (const [group, sum] of sums.entries())
      expect(Math.abs(back[group]! - sum)).toBeLessThanOrEqual(largest / 65_000);
    expect(value).toBe(0.7);
    expect(carried.groups.length).toBeLessThan(700);
    expect(decodeInfluence(encodeInfluence(0.5, new Float64Array(3)), 3)!.sums).toEqual(new Float64Array(3));
    expect(decodeInfluence(carried, 255)).toBeUndefined();
    expect(decodeInfluence({ ...carried, scale: 1e308 }, 256)).toBeUndefined();
  });
});

describe('runDifference', () => {
  const seeds = [1, 2, 3];

  it('is 0 ± 0 for a run and itself', () => {
    const drawn = world(100, 50);
    const base = scored(drawn, seeds, () => gauss());
    const arm = scored(drawn, seeds, (row) => drawn.rows.label[row]! + gauss());
    const run = gain(drawn, arm, base);
    expect(runDifference(run, run, 40)).toMatchObject({ value: 0, low: 0, high: 0, se: 0, p: 1 });
  });

  it('is what the contrast of both arms would be within one run', () => {
    const ratios: number[] = [];
    for (let repeat = 0; repeat < 60; repeat++) {
      const drawn = world(400, 256);
      const noise = new Float64Array(drawn.rows.rows).map(() => gauss());
      const seedNoise = () => 0.1 * gauss();
      const taste = new Float64Array(drawn.rows.users).map(() => 1 + 0.5 * gauss());
      const base = scored(drawn, seeds, (row) => 0.5 * drawn.rows.label[row]! + noise[row]! + seedNoise());
      const first = scored(drawn, seeds, (row) => 0.9 * drawn.rows.label[row]! + noise[row]! + seedNoise());
      const later = scored(
        drawn,
        seeds,
        (row) => taste[drawn.rows.user[row]!]! * drawn.rows.label[row]! + noise[row]! + seedNoise(),
      );
      const exact = contrast(drawn.rows, later, first);
      const found = runDifference(
        gain(drawn, first, base),
        gain(drawn, later, base),
        groupDf(drawn.rows, drawn.groups),
      );
      expect(found.value).toBeCloseTo(exact.value, 12);
      ratios.push(found.se / exact.se);
      const apart = [first, later].map((arm) => contrast(drawn.rows, arm, base).se);
      expect(found.se).toBeLessThan(0.95 * (apart[0]! + apart[1]!));
    }
    expect(mean(ratios)).toBeGreaterThan(0.97);
    expect(mean(ratios)).toBeLessThan(1.03);
  });

  it('covers the true difference, with the same seeds and with others', () => {
    const difference = aucOf(1) - aucOf(0.8);
    const covered = { same: 0, others: 0 };
    const repeats = 200;
    for (let repeat = 0; repeat < repeats; repeat++) {
      const drawn = world(300, 256);
      const { label, rows } = drawn.rows;
      const noise = new Float64Array(rows).map(() => gauss());
      // A run's seeds differ in what they learnt, its signal, and in noise of their own.
      const run = (signal: number, runSeeds: readonly number[]) => {
        const learnt = new Map(runSeeds.map((seed) => [seed, signal + 0.05 * gauss()]));
        return scored(
          drawn,
          runSeeds,
          (row, seed) => learnt.get(seed)! * label[row]! + noise[row]! + 0.3 * gauss(),
        );
      };
      const first = arms(drawn, run(0.8, seeds));
      const later = [run(1, seeds), run(1, [4, 5, 6, 7])].map((arm) => arms(drawn, arm));
      const df = groupDf(drawn.rows, drawn.groups);
      const [same, others] = later.map((run) => runDifference(first, run, df));
      covered.same += Number(same!.low <= difference && difference <= same!.high);
      covered.others += Number(others!.low <= difference && difference <= others!.high);
    }
    // 95 % of 200 is 190; its standard error 3.1.
    for (const count of Object.values(covered)) {
      expect(count).toBeGreaterThanOrEqual(180);
      expect(count).toBeLessThanOrEqual(198);
    }
  });

  it('is never narrower than the users alone make it', () => {
    const drawn = world(200, 128);
    const base = arms(
      drawn,
      scored(drawn, [1, 2], (row) => drawn.rows.label[row]! + gauss()),
    );
    const lucky = arms(
      drawn,
      scored(drawn, [3, 4], (row) => drawn.rows.label[row]! + gauss()),
    );
    // Seeds that happen to agree in value, though not in whom they rank well.
    for (const run of [base, lucky]) for (const seed of run.perSeed) seed.value = 0.7;
    const found = runDifference(base, lucky, 80);
    const sums = [0, 1].map((k) => lucky.perSeed[k]!.sums.map((sum, g) => sum - base.perSeed[k]!.sums[g]!));
    const ofMean = [...sums[0]!].map((sum, g) => (sum + sums[1]![g]!) / 2).filter((sum) => sum !== 0);
    expect(found.se ** 2 / (ofMean.length * variance(ofMean))).toBeCloseTo(1, 6);
    expect(found.df).toBe(80);
  });

  it('of one seed each says nothing about seeds, and takes the users alone', () => {
    const drawn = world(150, 100);
    const [a, b] = [1, 2].map((seed) =>
      arms(
        drawn,
        scored(drawn, [seed], (row) => drawn.rows.label[row]! + gauss()),
      ),
    );
    const found = runDifference(a!, b!, 60);
    const sums = b!.perSeed[0]!.sums.map((sum, group) => sum - a!.perSeed[0]!.sums[group]!);
    const used = [...sums].filter((sum) => sum !== 0); // their mean is 0
    expect(found.se ** 2 / (used.length * variance(used))).toBeCloseTo(1, 8);
    expect(found.df).toBe(60);
  });

  function arms(drawn: World, arm: ScoredArm): RunEstimate {
    return { seeds: arm.perSeed.map(({ seed }) => seed), perSeed: influenceOf(drawn, arm) };
  }

  /** P(positive above negative) of scores signal·y + N(0, 1 + 0.3²), the mean over what seeds learn. */
  function aucOf(signal: number): number {
    const draw = normal(uniform(99));
    const draws = Array.from({ length: 4000 }, () => signal + 0.05 * draw());
    return mean(draws.map((learnt) => normalCdf(learnt / Math.sqrt(2 * (1 + 0.09)))));
  }

  /** By Simpson's rule over the density. */
  function normalCdf(x: number): number {
    const steps = 200;
    const density = (t: number) => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);
    let sum = density(0) + density(x);
    for (let i = 1; i < steps; i++) sum += density((x * i) / steps) * (i % 2 === 0 ? 2 : 4);
    return 0.5 + (sum * x) / steps / 3;
  }
});

it('the components of the slow definition give the same influence', () => {
  const drawn = world(40, 40);
  const scores = new Float32Array(drawn.rows.rows).map(() => gauss());
  const again = new ScoredArm(drawn.rows);
  again.add(1, scores);
  const { auc, components } = slowPlacements(scores, drawn.rows.label);
  const slow = new Float64Array(40);
  for (let row = 0; row < drawn.rows.rows; row++) {
    const size = drawn.rows.label[row] === 1 ? drawn.rows.positives : drawn.rows.negatives;
    slow[drawn.groups.groupOf[drawn.rows.user[row]!]!]! += (components[row]! - auc) / size;
  }
  const { sums } = groupInfluence(drawn.rows, again.perSeed[0]!, drawn.groups);
  for (const [group, sum] of sums.entries()) expect(sum).toBeCloseTo(slow[group]!, 12);
});
