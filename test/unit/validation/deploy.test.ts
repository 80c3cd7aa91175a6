import { describe, expect, it } from 'vitest';
import { seeded } from '../../../examples/lib/random.ts';
import { abTest, compareArms, shown, usersNeeded } from '../../validation/deploy.ts';
import type { Candidates } from '../../validation/worlds/small-world.ts';

/** Two users with two requests each, of two candidates each. */
const candidates: Candidates = {
  rows: 8,
  user: Uint32Array.of(0, 0, 0, 0, 1, 1, 1, 1),
  item: Uint32Array.of(0, 1, 0, 1, 0, 1, 0, 1),
  request: Uint32Array.of(0, 0, 1, 1, 2, 2, 3, 3),
  time: new Float64Array(8),
  click: new Uint8Array(8),
  features: [],
  chance: Float64Array.of(0.1, 0.3, 0.2, 0.2, 0.5, 0.1, 0.4, 0.6),
  worth: Float64Array.of(10, 1, 10, 10, 2, 30, 10, 10),
  price: Float64Array.of(1, 1, 1, 1, 1, 9, 1, 1),
  draw: (row, random) => {
    const click = Number(random.uniform() < candidates.chance[row]!);
    return { click, worth: click * candidates.worth[row]! };
  },
};
const base = Float32Array.of(2, 1, 2, 1, 2, 1, 2, 1); // shows the first of each request
const arm = Float32Array.of(1, 2, 2, 1, 2, 1, 1, 2); // the second of requests 0 and 3

describe('shown', () => {
  it('takes the highest of each request, and the first of equal ones', () => {
    expect([...shown(candidates.request, (row) => arm[row]!)]).toEqual([1, 2, 4, 7]);
    expect([...shown(candidates.request, () => 1)]).toEqual([0, 2, 4, 6]);
  });
});

describe('compareArms', () => {
  it('finds the true uplift that arithmetic finds', () => {
    const { clicks, worth } = compareArms(candidates, base, arm, 1);
    // Clicks: base (0.1 + 0.2 + 0.5 + 0.4) / 4; the arm has 0.3 for 0.1 and 0.6 for 0.4.
    expect(clicks.base).toBeCloseTo(300, 6);
    expect(clicks.true).toBeCloseTo(100, 6);
    // Each user gains 0.1 a request: no difference between them.
    expect(clicks.se).toBeCloseTo(0, 6);
    // Worth: probability × price ranks ad 1 of request 2 first in both arms (σ(1) · 9 > σ(2)): 0.1 · 30.
    expect(worth.base).toBeCloseTo((1000 * (1 + 2 + 3 + 4)) / 4, 6);
    expect(worth.true).toBeCloseTo((1000 * (0.3 + 2 + 3 + 6 - 10)) / 4, 6);
    // The users' differences are (0.3 − 1) / 2 and 2 / 2: standard deviation 1.35 / √2.
    expect(worth.se).toBeCloseTo((1000 * 1.35) / 2, 3);
  });

  it('gives an arm that ranks alike nothing, and no number of users finds it', () => {
    const { clicks } = compareArms(candidates, base, base, 1);
    expect([clicks.true, clicks.usersNeeded]).toEqual([0, Number.POSITIVE_INFINITY]);
  });

  it('sees the true uplift on average over tests, as far from it as it says', () => {
    const tests = Array.from(
      { length: 4000 },
      (_, seed) => compareArms(many, manyBase, manyArm, seed).clicks,
    );
    const errors = tests.map((test) => (test.seen - test.true) / test.seenSe);
    const mean = errors.reduce((sum, e) => sum + e, 0) / errors.length;
    const spread = Math.sqrt(errors.reduce((sum, e) => sum + (e - mean) ** 2, 0) / errors.length);
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(tests.length));
    expect(spread).toBeGreaterThan(0.93);
    expect(spread).toBeLessThan(1.07);
  });
});

const random = seeded(8);
const manyRows = 60 * 4 * 2;
const manyChance = Float64Array.from({ length: manyRows }, () => random.uniform());
const many: Candidates = {
  ...candidates,
  rows: manyRows,
  user: Uint32Array.from({ length: manyRows }, (_, row) => Math.floor(row / 8)),
  request: Uint32Array.from({ length: manyRows }, (_, row) => row >> 1),
  chance: manyChance,
  worth: new Float64Array(manyRows).fill(1),
  price: new Float64Array(manyRows).fill(1),
  draw: (row, { uniform }) => ({ click: Number(uniform() < manyChance[row]!), worth: 0 }),
};
const manyBase = Float32Array.from({ length: manyRows }, () => random.normal());
const manyArm = Float32Array.from(manyChance, (p) => p + 0.3 * random.normal());

describe('abTest', () => {
  it('is the difference of means with the error of two groups', () => {
    // Means 2 and 4; variances 1 and 8 over 3 and 2 users.
    const { uplift, se } = abTest(Float64Array.of(2, 6), Float64Array.of(1, 2, 3));
    expect([uplift, se]).toEqual([2, Math.sqrt(8 / 2 + 1 / 3)]);
  });

  it('needs as many users as the textbook says', () => {
    // Two groups of 16 σ²/δ² (15.7 with the quantiles): σ = 1, δ = 0.1, so 2 · 1,570.
    expect(usersNeeded(2, 0.1)).toBeGreaterThan(3138);
    expect(usersNeeded(2, 0.1)).toBeLessThan(3142);
    expect(usersNeeded(2, -0.1)).toBe(usersNeeded(2, 0.1));
  });
});
