import { describe, expect, it } from 'vitest';
import {
  clusterDf,
  combineVariance,
  contrast,
  evaluationRows,
  minimumDetectable,
  ScoredArm,
} from '../../../src/metrics/index.ts';
import { EstimateSchema } from '../../../src/report/schema-parts.ts';
import { mean, normal, slowClusteredVariance, slowPlacements, uniform, variance } from './support.ts';

const USERS = 12;
const next = uniform(3);
const gauss = normal(next);
const label = new Uint8Array(120).map(() => Number(next() < 0.4));
const user = new Uint32Array(120).map((_, row) => row % USERS);
const rows = evaluationRows(label, user);

/** @param shared scores that the arm has with every seed alike */
function scored(
  seeds: readonly number[],
  signal: number,
  shared = new Float64Array(label.length),
): { arm: ScoredArm; scores: Float32Array[] } {
  const arm = new ScoredArm(rows);
  const scores = seeds.map((seed) => {
    const drawn = new Float32Array(label.length).map(
      (_, row) => signal * label[row]! + shared[row]! + gauss(),
    );
    arm.add(seed, drawn);
    return drawn;
  });
  return { arm, scores };
}

/** Component differences a − b of each row. */
const differences = (a: Float32Array, b: Float32Array): number[] => {
  const other = slowPlacements(b, label).components;
  return slowPlacements(a, label).components.map((component, row) => component - other[row]!);
};

describe('contrast of one seed', () => {
  const a = scored([1], 1);
  const b = scored([1], 0.5);
  const estimate = contrast(rows, a.arm, b.arm);

  it('is the difference of the AUCs with the clustered variance of component differences', () => {
    expect(estimate.value).toBeCloseTo(
      slowPlacements(a.scores[0]!, label).auc - slowPlacements(b.scores[0]!, label).auc,
      14,
    );
    const users = slowClusteredVariance(differences(a.scores[0]!, b.scores[0]!), label, user);
    expect(estimate.variance).toEqual({ users: expect.closeTo(users, 14), seeds: null });
    expect(estimate.se).toBeCloseTo(Math.sqrt(users), 14);
    expect(estimate.df).toBe(clusterDf(rows));
    expect(() => EstimateSchema.parse(estimate)).not.toThrow();
  });

  it('changes sign with the order of the arms', () => {
    const other = contrast(rows, b.arm, a.arm);
    expect([other.value, other.low, other.high]).toEqual([-estimate.value, -estimate.high, -estimate.low]);
    expect([other.se, other.p]).toEqual([estimate.se, estimate.p]);
  });

  it('has an interval that excludes 0 exactly where p is below 1 − level', () => {
    const at = (level: number) => contrast(rows, a.arm, b.arm, level);
    const touching = at(1 - estimate.p);
    expect(Math.min(Math.abs(touching.low), Math.abs(touching.high))).toBeLessThan(1e-9);
    expect(at(0.5).high).toBeLessThan(estimate.high);
    expect(at(0.99).low).toBeLessThan(estimate.low);
    expect(at(0.99).level).toBe(0.99);
  });
});

describe('contrast of several seeds', () => {
  const seeds = [7, 8, 9];
  const a = scored(
    seeds,
    1,
    new Float64Array(label.length).map(() => 3 * gauss()),
  );
  const b = scored(seeds, 0.6);
  const estimate = contrast(rows, a.arm, b.arm);

  it('adds the spread over seeds to the covariance that seeds share', () => {
    const perSeed = seeds.map((_, k) => differences(a.scores[k]!, b.scores[k]!));
    const averaged = perSeed[0]!.map(
      (_, row) => (perSeed[0]![row]! + perSeed[1]![row]! + perSeed[2]![row]!) / 3,
    );
    const v = slowClusteredVariance(averaged, label, user);
    const single = perSeed.map((seedScores) => slowClusteredVariance(seedScores, label, user));
    const gains = seeds.map((_, k) => a.arm.perSeed[k]!.auc - b.arm.perSeed[k]!.auc);
    // The variance of a sum of two, less their own, is twice their covariance.
    const covariance = (j: number, k: number): number => {
      const sum = perSeed[j]!.map((value, row) => value + perSeed[k]![row]!);
      return (slowClusteredVariance(sum, label, user) - single[j]! - single[k]!) / 2;
    };
    const shared = (covariance(0, 1) + covariance(0, 2) + covariance(1, 2)) / 3;
    expect(9 * v).toBeCloseTo(single[0]! + single[1]! + single[2]! + 6 * shared, 14);
    expect(shared).toBeGreaterThan(0);
    expect(estimate.variance.users).toBeCloseTo(shared, 14);
    expect(estimate.variance.seeds).toBeCloseTo(variance(gains) / 3, 14);
    expect(estimate.se).toBeCloseTo(Math.sqrt(shared + variance(gains) / 3), 14);
    expect(estimate.value).toBeCloseTo(a.arm.auc - b.arm.auc, 14);
  });

  it('refuses arms that are not paired', () => {
    expect(() => contrast(rows, a.arm, scored([7, 9, 8], 1).arm)).toThrow('seeds 7, 8, 9 against 7, 9, 8');
    expect(() => contrast(rows, a.arm, scored([7, 8], 1).arm)).toThrow('not paired');
    expect(() => contrast(rows, new ScoredArm(rows), new ScoredArm(rows))).toThrow('without seeds');
    expect(() => contrast(evaluationRows(label, user), a.arm, b.arm)).toThrow('other evaluation rows');
  });
});

describe('degenerate contrasts', () => {
  it.each([[[1]], [[1, 2, 3]]])('of an arm with itself are exactly nothing (seeds %j)', (seeds) => {
    const { arm } = scored(seeds, 1);
    const { df, level, variance: parts, ...rest } = contrast(rows, arm, arm);
    expect(rest).toEqual({ value: 0, low: 0, high: 0, se: 0, p: 1, plainSe: 0 });
    expect(parts).toEqual({ users: 0, seeds: seeds.length === 1 ? null : 0 });
    expect([df, level]).toEqual([clusterDf(rows), 0.95]);
  });

  it('of a perfect arm with a constant one are certain', () => {
    const perfect = new ScoredArm(rows);
    perfect.add(1, Float32Array.from(label));
    const constant = new ScoredArm(rows);
    constant.add(1, new Float32Array(label.length));
    const estimate = contrast(rows, perfect, constant);
    expect(estimate).toMatchObject({ value: 0.5, low: 0.5, high: 0.5, se: 0, p: 0 });
  });

  it('with one user in a class have no interval, and say which class', () => {
    const two = (labels: number[], users: number[]) => {
      const few = evaluationRows(Uint8Array.from(labels), Uint32Array.from(users));
      const arm = new ScoredArm(few);
      arm.add(
        1,
        Float32Array.from(labels, (_, row) => row),
      );
      return contrast(few, arm, arm);
    };
    expect(() => two([1, 0, 1, 0], [1, 1, 1, 2])).toThrow('Only 1 user has positive evaluation rows');
    expect(() => two([1, 0, 1, 0], [1, 1, 2, 1])).toThrow('Only 1 user has negative evaluation rows');
  });
});

describe('clusterDf', () => {
  it('is the users of the scarcer class, less one, where each has one row', () => {
    const lone = evaluationRows(Uint8Array.of(1, 1, 1, 0, 0, 0, 0), Uint32Array.of(0, 1, 2, 3, 4, 5, 6));
    expect(clusterDf(lone)).toBe(2);
  });

  // Positives 8 and 1 and 1: 100/66 users, less one, is below 1.
  it('shrinks where few users have most rows, and stops at 1', () => {
    const skewed = evaluationRows(
      Uint8Array.of(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0),
      Uint32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 1, 2),
    );
    expect(clusterDf(skewed)).toBe(1);
  });

  it('sets the quantile: with one degree of freedom that of Cauchy, 12.7', () => {
    const few = evaluationRows(Uint8Array.of(1, 0, 1, 0, 0), Uint32Array.of(1, 1, 2, 3, 3));
    const arm = new ScoredArm(few);
    arm.add(1, Float32Array.of(0.9, 0.1, 0.4, 0.6, 0.2));
    const constant = new ScoredArm(few);
    constant.add(1, new Float32Array(5));
    const { value, low, high, se, p, df } = contrast(few, arm, constant);
    // 5/6 − 1/2 with the variance of the method's example, since constant components leave with θ.
    expect(value).toBeCloseTo(1 / 3, 15);
    expect(se).toBeCloseTo(Math.sqrt(35 / 648), 15);
    expect(df).toBe(1);
    expect((high - low) / 2 / se).toBeCloseTo(Math.tan(0.475 * Math.PI), 9);
    expect(p).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(value / se), 9);
  });
});

const combine = (ofMean: number, ofSeeds: number[], differences: number[], usersDf: number) =>
  combineVariance({ ofMean, ofSeeds, differences, usersDf });

describe('combineVariance', () => {
  // Differences 0.01, 0.02, 0.06: mean 0.03, s² = (4 + 1 + 9)·10⁻⁴/2 = 7·10⁻⁴. v̄ = 5·10⁻⁴, V = 3·10⁻⁴:
  // users 3·10⁻⁴ − 2·10⁻⁴/2 = 2·10⁻⁴, seeds 7/3·10⁻⁴, df = (13/3)² / (2²/20 + (7/3)²/2).
  it('counts the noise of single seeds once, with the seeds', () => {
    const parts = combine(3e-4, [4e-4, 5e-4, 6e-4], [0.01, 0.02, 0.06], 20);
    expect(parts.users).toBeCloseTo(2e-4, 15);
    expect(parts.seeds).toBeCloseTo((7 / 3) * 1e-4, 15);
    expect(parts.df).toBeCloseTo((13 / 3) ** 2 / (4 / 20 + (7 / 3) ** 2 / 2), 10);
  });

  it('lies below V where the seeds differ less than their noise', () => {
    const parts = combine(3e-4, [4e-4, 4e-4], [0.01, 0.01], 20);
    expect(parts).toEqual({ users: expect.closeTo(2e-4, 15), seeds: 0, df: 20 });
  });

  it('has no negative part: neither where seeds err against each other, nor by rounding', () => {
    expect(combine(1e-4, [4e-4, 4e-4], [0.01, 0.03], 20)).toEqual({
      users: 0,
      seeds: expect.closeTo(1e-4, 15),
      df: 1,
    });
    expect(combine(3e-4, [2e-4, 2e-4], [0.01, 0.03], 20).users).toBe(3e-4);
  });

  // Normal parts U, W and σ², all known: V and v̄ are right, s² is drawn. 20,000 draws know a mean of χ²₂ to 0.7 %.
  it.each([
    ['seeds matter', 1, 0.5, 3],
    ['seeds do nothing but add noise', 1, 2, 0],
    ['nothing is shared', 0, 1, 0],
  ])('has the variance of the mean as its expectation where %s', (_, u, w, sigma) => {
    const gauss = normal(uniform(17));
    const draws = Array.from({ length: 20_000 }, () => {
      const gains = Array.from({ length: 3 }, () => Math.sqrt(w + sigma) * gauss());
      const { users, seeds } = combine(u + w / 3, [u + w, u + w, u + w], gains, 50);
      return users + seeds!;
    });
    expect(mean(draws) / (u + (w + sigma) / 3)).toBeCloseTo(1, 1.5);
  });

  it('cannot say anything about seeds from one', () => {
    expect(combine(3e-4, [], [0.01], 20)).toEqual({ users: 3e-4, seeds: null, df: 20 });
  });

  it('has the degrees of freedom of the part that dominates', () => {
    const bySeeds = combine(1e-12, [1e-12, 1e-12, 1e-12], [0, 1, 2], 1000);
    expect(bySeeds.df).toBeCloseTo(2, 9);
    const byUsers = combine(1, [1, 1, 1], [0, 1e-6, 2e-6], 1000);
    expect(byUsers.df).toBeCloseTo(1000, 3);
    // Equal parts of equal degrees add up: s²/K = 1 with K − 1 = 2, V = 1 with 2.
    expect(combine(1, [1, 1, 1], [0, Math.sqrt(3), 2 * Math.sqrt(3)], 2).df).toBeCloseTo(4, 12);
  });
});

describe('minimumDetectable', () => {
  it('is 2.80 standard errors with many degrees of freedom: the normal quantiles of 97.5 % and 80 %', () => {
    const { arm } = scored([1], 1);
    const { arm: other } = scored([1], 0);
    const estimate = { ...contrast(rows, arm, other), df: 1e15 };
    expect(minimumDetectable(estimate) / estimate.se).toBeCloseTo(1.959964 + 0.841621, 6);
  });
});
