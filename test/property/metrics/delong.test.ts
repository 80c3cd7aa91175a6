/** Variances against the definitions, pair by pair and user by user. */
import { describe, expect, it } from 'vitest';
import {
  clusteredVariance,
  contrast,
  evaluationRows,
  plainVariance,
  ScoredArm,
} from '../../../src/metrics/index.ts';
import {
  normal,
  slowClusteredVariance,
  slowPlacements,
  uniform,
  variance,
} from '../../unit/metrics/support.ts';

interface World {
  label: Uint8Array;
  user: Uint32Array;
  a: Float32Array;
  b: Float32Array;
}

/** Two correlated scores with ties. `users` 0: every row its own user. */
function world(seed: number, rows: number, users: number): World {
  const next = uniform(seed);
  const gauss = normal(next);
  const label = new Uint8Array(rows).map((_, row) => (row < 4 ? row % 2 : Number(next() < 0.3)));
  const user = new Uint32Array(rows).map((_, row) => (users === 0 ? row : Math.floor(next() ** 2 * users)));
  const shared = Float32Array.from(label, (y) => 0.6 * y + gauss());
  const rounded = (value: number) => Math.round(value * 4) / 4;
  return {
    label,
    user,
    a: shared.map((value) => rounded(value + 0.5 * gauss())),
    b: shared.map((value) => rounded(value + 0.9 * gauss())),
  };
}

const armOf = (rows: ReturnType<typeof evaluationRows>, scores: Float32Array): ScoredArm => {
  const arm = new ScoredArm(rows);
  arm.add(1, scores);
  return arm;
};

const seeds = Array.from({ length: 40 }, (_, i) => i + 1);

describe('paired DeLong', () => {
  it('equals the definition to 1e-10', () => {
    for (const seed of seeds) {
      const { label, user, a, b } = world(seed, 50 + seed * 7, 12);
      const rows = evaluationRows(label, user);
      const [ca, cb] = [slowPlacements(a, label).components, slowPlacements(b, label).components];
      const differences = ca.map((value, row) => value - cb[row]!);
      const ofClass = (y: number) => differences.filter((_, row) => label[row] === y);
      const expected = variance(ofClass(1)) / rows.positives + variance(ofClass(0)) / rows.negatives;
      const found = plainVariance(label, armOf(rows, a).meanComponents, armOf(rows, b).meanComponents);
      expect(Math.abs(found - expected)).toBeLessThan(1e-10 * Math.max(1, expected));
      expect(found / expected).toBeCloseTo(1, 10);
    }
  });

  it('refuses a class of one row, naming it', () => {
    const components = Float64Array.of(1, 0.5, 0.75);
    expect(() => plainVariance(Uint8Array.of(1, 0, 0), components, null)).toThrow('positive');
    expect(() => plainVariance(Uint8Array.of(1, 1, 0), components, null)).toThrow('negative');
  });
});

describe('clustered DeLong', () => {
  it('equals the definition, for one arm and for a difference', () => {
    for (const seed of seeds) {
      const { label, user, a, b } = world(seed, 60 + seed * 5, 15);
      const rows = evaluationRows(label, user);
      const arm = armOf(rows, a);
      const { positiveSums, negativeSums } = arm.perSeed[0]!;
      const [ca, cb] = [slowPlacements(a, label).components, slowPlacements(b, label).components];
      const single = slowClusteredVariance(ca, label, user);
      expect(clusteredVariance(rows, positiveSums, negativeSums, arm.auc) / single).toBeCloseTo(1, 10);
      const paired = slowClusteredVariance(
        ca.map((value, row) => value - cb[row]!),
        label,
        user,
      );
      expect(contrast(rows, arm, armOf(rows, b)).variance.users / paired).toBeCloseTo(1, 9);
    }
  });

  it('is the plain form where every user has one row', () => {
    for (const seed of seeds) {
      const { label, user, a, b } = world(seed, 80 + seed, 0);
      const rows = evaluationRows(label, user);
      const estimate = contrast(rows, armOf(rows, a), armOf(rows, b));
      expect(estimate.se / estimate.plainSe!).toBeCloseTo(1, 10);
    }
  });

  it('does not depend on the order of rows or the names of users', () => {
    for (const seed of seeds) {
      const { label, user, a, b } = world(seed, 90, 10);
      const rows = evaluationRows(label, user);
      const expected = contrast(rows, armOf(rows, a), armOf(rows, b));
      const turned = evaluationRows(
        label.toReversed(),
        user.toReversed().map((code) => 1000 - 3 * code),
      );
      const found = contrast(turned, armOf(turned, a.toReversed()), armOf(turned, b.toReversed()));
      expect(found.value).toBe(expected.value);
      expect(found.variance.users / expected.variance.users).toBeCloseTo(1, 10);
      expect(found.df).toBe(expected.df);
    }
  });

  // a and b are what users contribute on positives and on negatives: the parts are n/(n − 1)·Σa²/m², likewise with b, and their product.
  it('is at least the difference of its two parts squared, and so never negative', () => {
    let checked = 0;
    for (const seed of seeds) {
      const { label, user, a } = world(seed, 14, 3);
      const rows = evaluationRows(label, user);
      if (rows.usersWithPositives < 2 || rows.usersWithNegatives < 2) continue;
      const arm = armOf(rows, a);
      const { positiveSums, negativeSums } = arm.perSeed[0]!;
      const size = (sums: Float64Array, counts: ArrayLike<number>, rowsOfClass: number) =>
        Math.hypot(...sums.map((sum, u) => sum - arm.auc * counts[u]!)) / rowsOfClass;
      const parts = [
        size(positiveSums, rows.positivesPerUser, rows.positives),
        size(negativeSums, rows.negativesPerUser, rows.negatives),
      ];
      const least = (rows.users / (rows.users - 1)) * (parts[0]! - parts[1]!) ** 2;
      const found = clusteredVariance(rows, positiveSums, negativeSums, arm.auc);
      expect(found).toBeGreaterThanOrEqual(least * (1 - 1e-12));
      expect(found).toBeGreaterThan(0);
      checked++;
    }
    expect(checked).toBeGreaterThan(25);
  });

  it('vanishes where what users gain on positives they lose on negatives', () => {
    const rows = evaluationRows(Uint8Array.of(1, 0, 1, 0, 1, 0), Uint32Array.of(0, 0, 1, 1, 2, 2));
    const [gain, theta] = [[0.1, -0.3, 0.2], 0.7];
    const sums = (sign: number) => Float64Array.from(gain, (value) => theta + sign * value);
    expect(clusteredVariance(rows, sums(1), sums(-1), theta)).toBeCloseTo(0, 15);
    expect(clusteredVariance(rows, sums(1), sums(1), theta)).toBeCloseTo((4 * 1.5 * 0.14) / 9, 15);
  });
});
