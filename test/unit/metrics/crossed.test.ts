/** The variance over users and items crossed. */
import { describe, expect, it } from 'vitest';
import { contrast, crossedVariance, evaluationRows, ScoredArm } from '../../../src/metrics/index.ts';
import { mean, normal, slowClusteredVariance, slowPlacements, uniform, variance } from './support.ts';

const armOf = (rows: ReturnType<typeof evaluationRows>, ...seeds: Float32Array[]): ScoredArm => {
  const arm = new ScoredArm(rows);
  seeds.forEach((scores, seed) => {
    arm.add(seed, scores);
  });
  return arm;
};

describe('crossedVariance', () => {
  // Method's example: user 1: + 0.9, − 0.1; 2: + 0.4; 3: − 0.6, − 0.2. V10 1, 2/3; V01 1, ½, 1; θ = 5/6; users 35/648,
  // rows 1/18 = 36/648. Items: 7 has both positives, 8 has − 0.1 … a class held by one item only has no variance.
  const label = Uint8Array.of(1, 0, 1, 0, 0);
  const user = Uint32Array.of(1, 1, 2, 3, 3);
  const scores = Float32Array.of(0.9, 0.1, 0.4, 0.6, 0.2);
  const constant = new Float32Array(5);

  it('is users + items − rows', () => {
    // Items: 7 has + 0.9 and − 0.6, 8 has + 0.4 and − 0.1, 9 has − 0.2. a = 1/6, −1/6, 0; b = ½ − θ = −1/3, 1/6, 1/6.
    // S10 = 2/(1·2) · 1/18 = 1/18; S01 = 3/(2·3) · (1/9 + 2/36) = 1/12; S11 = 3/2 · (−1/18 − 1/36) = −1/8.
    // Var = 1/36 + 1/36 − 2/8/6 = 1/72 = 9/648, and together (35 + 9 − 36)/648 = 8/648.
    const rows = evaluationRows(label, user, Uint32Array.of(7, 8, 8, 7, 9));
    const { variance: parts } = contrast(rows, armOf(rows, scores), armOf(rows, constant));
    expect(parts.users).toBeCloseTo(35 / 648, 14);
    expect(parts.usersAndItems).toBeCloseTo(8 / 648, 14);
  });

  it('is that of users where every row has its own item', () => {
    const rows = evaluationRows(label, user, Uint32Array.of(4, 3, 2, 1, 0));
    const { variance: parts } = contrast(rows, armOf(rows, scores), armOf(rows, constant));
    expect(parts.usersAndItems).toBeCloseTo(35 / 648, 14);
  });

  it('is 0 where the estimate would be below it', () => {
    const rows = evaluationRows(label, user, Uint32Array.of(7, 8, 8, 7, 9));
    const zeros = new Float64Array(5);
    expect(crossedVariance(rows, zeros, zeros, 0, 0.001, 0.002)).toBe(0);
  });

  it('is absent without items, and where one item holds a class', () => {
    const without = evaluationRows(label, user);
    expect(contrast(without, armOf(without, scores), armOf(without, constant)).variance).not.toHaveProperty(
      'usersAndItems',
    );
    for (const items of [
      [7, 8, 7, 8, 9],
      [7, 8, 9, 8, 8],
    ]) {
      const rows = evaluationRows(label, user, Uint32Array.from(items));
      expect(contrast(rows, armOf(rows, scores), armOf(rows, constant)).variance).not.toHaveProperty(
        'usersAndItems',
      );
    }
  });

  it('equals the definition on the seed-averaged components, less the noise that is the seeds’ own', () => {
    const next = uniform(12);
    const gauss = normal(next);
    const n = 150;
    const labels = new Uint8Array(n).map(() => Number(next() < 0.4));
    const users = new Uint32Array(n).map(() => Math.floor(next() * 20));
    const items = new Uint32Array(n).map(() => Math.floor(next() ** 2 * 25));
    const both = [0, 1].map(() => Float32Array.from(labels, () => 2 * gauss()));
    const draw = (arm: number, signal: number) =>
      Float32Array.from(labels, (y, row) => signal * y + both[arm]![row]! + gauss());
    const [a, b] = [
      [draw(0, 1), draw(0, 1)],
      [draw(1, 0.5), draw(1, 0.5)],
    ];
    const rows = evaluationRows(labels, users, items);
    const found = contrast(rows, armOf(rows, ...a), armOf(rows, ...b));
    const components = [...a, ...b].map((scores) => slowPlacements(scores, labels).components);
    const difference = components[0]!.map(
      (_, row) =>
        (components[0]![row]! + components[1]![row]! - components[2]![row]! - components[3]![row]!) / 2,
    );
    const ofClass = (y: number) => difference.filter((_, row) => labels[row] === y);
    const plain = variance(ofClass(1)) / ofClass(1).length + variance(ofClass(0)) / ofClass(0).length;
    const ofUsers = slowClusteredVariance(difference, labels, users);
    const crossed = ofUsers + slowClusteredVariance(difference, labels, items) - plain;
    const seedVariance = ofUsers - found.variance.users;
    expect(seedVariance).toBeGreaterThan(0);
    expect(crossed).toBeGreaterThan(seedVariance);
    const expected = crossed - seedVariance;
    expect(found.variance.usersAndItems! / expected).toBeCloseTo(1, 9);
    expect(found.se).toBeCloseTo(Math.sqrt(found.variance.users + found.variance.seeds!), 15);
  });
});

describe('where the arms differ by item', () => {
  // 60 users × 40 items; an arm's gain is an item's own. Redrawn users and items move the difference; users alone do not
  // see it.
  it('holds what redrawn items add, which the variance over users leaves out', () => {
    const next = uniform(21);
    const gauss = normal(next);
    const worlds = Array.from({ length: 250 }, () => {
      const taste = Array.from({ length: 60 }, () => 0.5 * gauss());
      const appeal = Array.from({ length: 40 }, () => 0.7 * gauss());
      const known = Array.from({ length: 40 }, () => 0.8 * gauss());
      const label: number[] = [];
      const user: number[] = [];
      const item: number[] = [];
      const a: number[] = [];
      const b: number[] = [];
      for (let u = 0; u < 60; u++) {
        for (let k = 0; k < 8; k++) {
          const i = Math.floor(next() * 40);
          const noise = 0.5 * gauss();
          label.push(Number(taste[u]! + appeal[i]! + gauss() > 0.5));
          user.push(u);
          item.push(i);
          a.push(taste[u]! + appeal[i]! + noise);
          b.push(taste[u]! + known[i]! + noise);
        }
      }
      const rows = evaluationRows(Uint8Array.from(label), Uint32Array.from(user), Uint32Array.from(item));
      return contrast(rows, armOf(rows, Float32Array.from(a)), armOf(rows, Float32Array.from(b)));
    });
    // 250 worlds know a variance to 9 %.
    const truth = variance(worlds.map(({ value }) => value));
    expect(mean(worlds.map((world) => world.variance.usersAndItems!)) / truth).toBeGreaterThan(0.75);
    expect(mean(worlds.map((world) => world.variance.usersAndItems!)) / truth).toBeLessThan(1.25);
    expect(mean(worlds.map((world) => world.variance.users)) / truth).toBeLessThan(0.6);
  });
});
