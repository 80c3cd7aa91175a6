import { describe, expect, it } from 'vitest';
import { randomBits } from '../../../src/common/random.ts';
import {
  type BootstrapOptions,
  bootstrapDifference,
  contrast,
  evaluationRows,
  gauc,
  groupRows,
  ndcg,
  poisson,
  recall,
  ScoredArm,
  type UserMetric,
  type UserSums,
  userSums,
  weightedAuc,
} from '../../../src/metrics/index.ts';
import { ipwComponents } from '../../../src/metrics/ipw-auc.ts';
import { EstimateSchema } from '../../../src/report/schema-parts.ts';
import { mean, normal, uniform, variance } from './support.ts';

const next = uniform(41);
const gauss = normal(next);
const ROWS = 900;
const label = new Uint8Array(ROWS).map(() => Number(next() < 0.35));
const user = new Uint32Array(ROWS).map(() => Math.floor(next() ** 1.5 * 60));
const weight = new Float64Array(ROWS).map(() => 1 + 4 * next());
const rows = evaluationRows(label, user);
const groups = groupRows(user, label);
const draw = (signal: number) => Float32Array.from(label, (y) => Math.round(6 * (signal * y + gauss())) / 6);
const a = [draw(1), draw(1.1), draw(0.9)];
const b = [draw(0.7), draw(0.8), draw(0.6)];

const METRICS: UserMetric[] = [
  { kind: 'gauc', weighting: 'impressions', groups },
  { kind: 'gauc', weighting: 'positives', groups },
  { kind: 'gauc', weighting: 'equal', groups },
  { kind: 'ndcg', k: 5, groups },
  { kind: 'recall', k: 5, groups },
  { kind: 'weighted-auc', weight },
  { kind: 'ipw-auc', weight: weight.map((w) => 1 + w) },
];
const named = METRICS.map(
  (metric) => [metric.kind === 'gauc' ? `gauc ${metric.weighting}` : metric.kind, metric] as const,
);

const sumsOf = (metric: UserMetric, scores: readonly Float32Array[]): UserSums[] =>
  scores.map((seedScores, seed) => ({ seed, terms: userSums(rows, metric, seedScores) }));
const difference = (metric: UserMetric, options: Partial<BootstrapOptions> = {}, seeds = 3) =>
  bootstrapDifference(sumsOf(metric, a.slice(0, seeds)), sumsOf(metric, b.slice(0, seeds)), {
    seed: 1,
    ...options,
  });

/** The metric by its own function. */
function direct(metric: UserMetric, scores: Float32Array): number {
  switch (metric.kind) {
    case 'gauc':
      return gauc(scores, groups, metric.weighting).value!;
    case 'ndcg':
      return ndcg(scores, groups, metric.k).value!;
    case 'recall':
      return recall(scores, groups, metric.k).value!;
    case 'weighted-auc':
      return weightedAuc(scores, label, metric.weight);
    case 'ipw-auc': {
      const components = ipwComponents(scores, label, metric.weight);
      const counts = metric.weight.map((w, row) => w * label[row]!);
      const total = counts.reduce((sum, w) => sum + w, 0);
      return counts.reduce((sum, w, row) => sum + w * components[row]!, 0) / total;
    }
  }
}

describe('poisson', () => {
  // e⁻¹ = 0.36788 of the range is 0, as much again 1, and half of that 2.
  it('inverts the distribution', () => {
    const at = (p: number) => poisson(Math.floor(p * 2 ** 32));
    expect([0, 0.3678, 0.3679, 0.7357, 0.7358, 0.9196, 0.9197].map(at)).toEqual([0, 0, 1, 1, 2, 2, 3]);
    expect(poisson(2 ** 32 - 1)).toBeLessThan(16);
  });

  it('has mean 1 and variance 1', () => {
    const bits = randomBits(9);
    const draws = Array.from({ length: 200_000 }, () => poisson(bits()));
    expect(mean(draws)).toBeCloseTo(1, 2);
    expect(variance(draws)).toBeCloseTo(1, 1);
  });
});

describe.each(named)('the difference of %s', (_, metric) => {
  it('is the mean over seeds of the differences of the metric', () => {
    const estimate = EstimateSchema.parse(difference(metric, { replicates: 50 }));
    const expected = mean(a.map((scores, seed) => direct(metric, scores) - direct(metric, b[seed]!)));
    expect(estimate.value).toBeCloseTo(expected, 12);
    expect((estimate.low + estimate.high) / 2).toBeCloseTo(expected, 12);
    expect(estimate.level).toBe(0.95);
  });

  // The variance of a difference of ratios with the same denominator, linearised: Σd²/D² · I/(I−1), d = num − θ·den.
  // 4,000 replicates know it to 2.2 %; beyond that the ratio itself is not quite linear.
  it('has the variance of the linearised ratio', () => {
    const [first] = sumsOf(metric, [a[0]!]);
    const [other] = sumsOf(metric, [b[0]!]);
    const deviations = new Float64Array(rows.users);
    first!.terms.forEach(({ numerator, denominator }, t) => {
      const numerators = numerator.map((value, u) => value - other!.terms[t]!.numerator[u]!);
      const total = denominator.reduce((sum, value) => sum + value, 0);
      const theta = numerators.reduce((sum, value) => sum + value, 0) / total;
      denominator.forEach((value, u) => {
        deviations[u]! += (numerators[u]! - theta * value) / total;
      });
    });
    const counted = rows.users;
    const expected = deviations.reduce((sum, d) => sum + d * d, 0) * (counted / (counted - 1));
    const found = difference(metric, { replicates: 4000 }, 1);
    expect(found.variance.users / expected).toBeGreaterThan(0.88);
    expect(found.variance.users / expected).toBeLessThan(1.15);
    expect(found.variance.seeds).toBeNull();
  });

  it('is exactly nothing for an arm against itself', () => {
    const sums = sumsOf(metric, a);
    const none = bootstrapDifference(sums, sums, { seed: 3, replicates: 20 });
    expect(none).toMatchObject({ value: 0, low: 0, high: 0, se: 0, p: 1 });
  });
});

describe('bootstrapDifference', () => {
  const [metric] = METRICS;

  it('agrees with the clustered variance of AUC where all weights are equal', () => {
    const equal: UserMetric = { kind: 'weighted-auc', weight: new Float64Array(ROWS).fill(1) };
    const arms = [a, b].map((scores) => {
      const arm = new ScoredArm(rows);
      scores.forEach((seedScores, seed) => {
        arm.add(seed, seedScores);
      });
      return arm;
    });
    const exact = contrast(rows, arms[0]!, arms[1]!);
    const found = difference(equal, { replicates: 4000 });
    expect(found.value).toBeCloseTo(exact.value, 12);
    expect(found.se / exact.se).toBeGreaterThan(0.93);
    expect(found.se / exact.se).toBeLessThan(1.07);
    expect(found.df / exact.df).toBeGreaterThan(0.5);
  });

  it('adds the seed term as contrast does', () => {
    const wide = [draw(0.2), draw(1.4), draw(3)];
    const estimate = bootstrapDifference(sumsOf(metric!, wide), sumsOf(metric!, b), { seed: 1 });
    expect(estimate.variance.seeds).toBeGreaterThan(estimate.variance.users);
    expect(estimate.se ** 2).toBeCloseTo(estimate.variance.users + estimate.variance.seeds!, 14);
    expect(estimate.df).toBeLessThan(5);
  });

  it('is a function of its seed', () => {
    expect(difference(metric!, { seed: 5 })).toEqual(difference(metric!, { seed: 5 }));
    expect(difference(metric!, { seed: 6 }).se).not.toBe(difference(metric!, { seed: 5 }).se);
    expect(difference(metric!, { seed: 6 }).se / difference(metric!, { seed: 5 }).se).toBeCloseTo(1, 0);
  });

  it('widens with the level', () => {
    const [narrow, wide] = [difference(metric!, { level: 0.9 }), difference(metric!, { level: 0.99 })];
    expect(wide.high).toBeGreaterThan(narrow.high);
    expect([wide.p, wide.se]).toEqual([narrow.p, narrow.se]);
  });

  it('splits a group between its users by their rows', () => {
    // Group 0: rows of users 0, 0, 1; AUC 1. Group 1: user 1; AUC 0. Weighted by rows: 3 and 2.
    const small = evaluationRows(Uint8Array.of(1, 0, 0, 1, 0), Uint32Array.of(0, 0, 1, 1, 1));
    const twoGroups = groupRows(Uint32Array.of(0, 0, 0, 1, 1), small.label);
    const terms = userSums(
      small,
      { kind: 'gauc', weighting: 'impressions', groups: twoGroups },
      Float32Array.of(3, 1, 2, 0, 1),
    );
    expect(terms).toEqual([{ numerator: Float64Array.of(2, 1), denominator: Float64Array.of(2, 3) }]);
  });

  it('resamples again where a handful of users leaves nobody', () => {
    const two = (numerator: number[]): UserSums[] => [
      { seed: 1, terms: [{ numerator: Float64Array.from(numerator), denominator: Float64Array.of(1, 1) }] },
    ];
    const estimate = bootstrapDifference(two([1, 0]), two([0, 0]), { seed: 2, replicates: 500 });
    expect(estimate.value).toBe(0.5);
    expect(estimate.se).toBeGreaterThan(0.3);
    expect(estimate.df).toBe(1);
  });

  it('refuses too few users, and arms that are not paired', () => {
    const lone = [
      { seed: 1, terms: [{ numerator: Float64Array.of(1, 0), denominator: Float64Array.of(1, 0) }] },
    ];
    expect(() => bootstrapDifference(lone, lone, { seed: 1 })).toThrow('Only 1 user has measurable');
    const sums = sumsOf(metric!, a);
    expect(() => bootstrapDifference(sums, sums.toReversed(), { seed: 1 })).toThrow(
      'seeds 0, 1, 2 against 2, 1, 0',
    );
    expect(() => bootstrapDifference(sums, [], { seed: 1 })).toThrow('without seeds');
    expect(() => bootstrapDifference(sums, sumsOf(METRICS[5]!, a), { seed: 1 })).toThrow(
      'other evaluation rows',
    );
    const broken = [
      { seed: 1, terms: [{ numerator: Float64Array.of(Number.NaN, 0), denominator: Float64Array.of(1, 1) }] },
    ];
    expect(() => bootstrapDifference(broken, broken, { seed: 1 })).toThrow('not finite');
  });

  it('lets its caller in between pieces, and stops where he throws', () => {
    const many = (seed: number): UserSums => {
      const draws = uniform(seed);
      const numerator = new Float64Array(10_000).map(() => draws());
      return { seed: 1, terms: [{ numerator, denominator: new Float64Array(10_000).fill(1) }] };
    };
    let pieces = 0;
    const options = { seed: 1, replicates: 1000, onPiece: () => void pieces++ };
    expect(bootstrapDifference([many(1)], [many(2)], options).se).toBeGreaterThan(0);
    // 1,000 replicates of 20,000 products, in pieces of 8.4 million.
    expect(pieces).toBe(2);
    const stop = () => {
      throw new Error('stopped');
    };
    expect(() => bootstrapDifference([many(1)], [many(2)], { seed: 1, onPiece: stop })).toThrow('stopped');
  });
});
