import { describe, expect, it } from 'vitest';
import {
  clusterDf,
  contrast,
  type EvaluationRows,
  evaluationRows,
  overlappingContrast,
  ScoredArm,
  type WeightedDifference,
} from '../../../src/metrics/index.ts';
import { mean, normal, slowPlacements, uniform, variance } from './support.ts';

const SEEDS = [7, 8, 9];

interface World {
  label: number[];
  user: number[];
  cold: boolean[];
  /** Per seed, scores of both arms. */
  a: number[][];
  b: number[][];
}

/** Users whose tastes reach both row sets; the gain of `a` is `cold` on cold rows and `warm` on the others. */
function draw(seed: number, users: number, gain: { cold: number; warm: number }): World {
  const next = uniform(seed);
  const gauss = normal(next);
  const world: World = { label: [], user: [], cold: [], a: SEEDS.map(() => []), b: SEEDS.map(() => []) };
  for (let u = 0; u < users; u++) {
    const taste = gauss();
    for (let i = 0; i < 8; i++) {
      const truth = gauss();
      const isCold = next() < 0.4;
      const shared = truth + 0.4 * taste + gauss();
      world.label.push(Number(truth + 0.5 * taste + gauss() > 0.6));
      world.user.push(u);
      world.cold.push(isCold);
      for (const k of SEEDS.keys()) {
        const strength = (isCold ? gain.cold : gain.warm) * (1 + 0.5 * taste);
        world.a[k]!.push(shared + strength * truth + 0.3 * gauss());
        world.b[k]!.push(shared + 0.3 * gauss());
      }
    }
  }
  return world;
}

function armOf(rows: EvaluationRows, scores: number[][], kept: number[]): ScoredArm {
  const arm = new ScoredArm(rows);
  for (const [k, seed] of SEEDS.entries()) {
    arm.add(
      seed,
      Float32Array.from(kept, (row) => scores[k]![row]!),
    );
  }
  return arm;
}

/** One part of the contrast: the rows kept, users by their codes in the world. */
function partOf(world: World, weight: number, kept: number[]): WeightedDifference {
  const code = Uint32Array.from(kept, (row) => world.user[row]!);
  const rows = evaluationRows(
    Uint8Array.from(kept, (row) => world.label[row]!),
    code,
  );
  const users = new Uint32Array(rows.users);
  for (const [i, user] of rows.user.entries()) users[user] = code[i]!;
  return { weight, users, a: armOf(rows, world.a, kept), b: armOf(rows, world.b, kept) };
}

const all = (world: World) => [...world.label.keys()];
const coldOf = (world: World) => all(world).filter((row) => world.cold[row]);
const estimateOf = (world: World) =>
  overlappingContrast([partOf(world, 1, coldOf(world)), partOf(world, -2, all(world))]);

describe('overlappingContrast', () => {
  const world = draw(5, 60, { cold: 0.8, warm: 0.2 });

  it('is −contrast where both parts are all rows, with its variance and degrees of freedom', () => {
    const part = partOf(world, 1, all(world));
    const plain = contrast(part.a.rows, part.a, part.b);
    const both = overlappingContrast([part, { ...part, weight: -2 }]);
    expect(both.value).toBeCloseTo(-plain.value, 14);
    expect(both.low).toBeCloseTo(-plain.high, 12);
    expect(both.high).toBeCloseTo(-plain.low, 12);
    expect(both.variance.users).toBeCloseTo(plain.variance.users, 14);
    expect(both.variance.seeds).toBeCloseTo(plain.variance.seeds!, 14);
    expect(both.df).toBeCloseTo(plain.df, 9);
  });

  it('is contrast, weighted, of one part alone', () => {
    const part = partOf(world, 3, coldOf(world));
    const plain = contrast(part.a.rows, part.a, part.b);
    const tripled = overlappingContrast([part]);
    expect(tripled.value).toBeCloseTo(3 * plain.value, 14);
    expect(tripled.se).toBeCloseTo(3 * plain.se, 13);
    expect(tripled.p).toBeCloseTo(plain.p, 12);
  });

  it('adds variances of parts that share no user', () => {
    const early = partOf(
      world,
      1,
      all(world).filter((row) => world.user[row]! < 30),
    );
    const late = partOf(
      world,
      -2,
      all(world).filter((row) => world.user[row]! >= 30),
    );
    const oneSeed = (part: WeightedDifference): WeightedDifference => {
      const [a, b] = [part.a, part.b].map((arm) => {
        const first = new ScoredArm(arm.rows);
        first.perSeed.push(arm.perSeed[0]!);
        return first;
      });
      return { ...part, a: a!, b: b! };
    };
    const [x, y] = [oneSeed(early), oneSeed(late)];
    const apart =
      contrast(x.a.rows, x.a, x.b).variance.users + 4 * contrast(y.a.rows, y.a, y.b).variance.users;
    const joint = overlappingContrast([x, y]);
    expect(joint.variance).toEqual({ users: expect.closeTo(apart, 14), seeds: null });
    expect(joint.df).toBe(Math.min(clusterDf(x.a.rows), clusterDf(y.a.rows)));
  });

  // Leaving out one user at a time, with every AUC counted pair by pair; the two agree up to 1/users.
  it('has the variance of the jackknife over users', () => {
    const gap = (rows: number[]): number => {
      const auc = (scores: number[], kept: number[]) =>
        slowPlacements(
          kept.map((row) => scores[row]!),
          kept.map((row) => world.label[row]!),
        ).auc;
      const gain = (kept: number[]) =>
        mean(SEEDS.map((_, k) => auc(world.a[k]!, kept) - auc(world.b[k]!, kept)));
      return gain(rows.filter((row) => world.cold[row])) - 2 * gain(rows);
    };
    const estimate = estimateOf(world);
    expect(estimate.value).toBeCloseTo(gap(all(world)), 6); // scores are 32 bits wide in the arms
    const left = Array.from({ length: 60 }, (_, u) => gap(all(world).filter((row) => world.user[row] !== u)));
    const jackknife = (variance(left) * 59 ** 2) / 60;
    // The users' part without the noise of single seeds' scores counted elsewhere: all of V is among users here.
    const v = overlappingContrast([
      meanSeeds(partOf(world, 1, coldOf(world))),
      meanSeeds(partOf(world, -2, all(world))),
    ]);
    expect(v.variance.users / jackknife).toBeGreaterThan(0.95);
    expect(v.variance.users / jackknife).toBeLessThan(1.05);
  });

  // 400 redrawn worlds know a variance to 7 %, a coverage to 1.1 %.
  it('claims the variance that redrawn users and seeds have, and covers the mean', () => {
    const estimates = Array.from({ length: 400 }, (_, i) =>
      estimateOf(draw(100 + i, 40, { cold: 0.8, warm: 0.2 })),
    );
    const truth = mean(estimates.map(({ value }) => value));
    const real = variance(estimates.map(({ value }) => value));
    const claimed = mean(estimates.map(({ se }) => se ** 2));
    expect(claimed / real).toBeGreaterThan(0.8);
    expect(claimed / real).toBeLessThan(1.25);
    const covered = mean(estimates.map(({ low, high }) => Number(low <= truth && truth <= high)));
    expect(covered).toBeGreaterThan(0.92);
    expect(covered).toBeLessThan(0.98);
  });

  it('refuses arms that are not paired, and parts without two users', () => {
    const part = partOf(world, 1, all(world));
    const others = new ScoredArm(part.b.rows);
    others.add(1, new Float32Array(world.label.length));
    expect(() => overlappingContrast([{ ...part, b: others }])).toThrow('seeds 7, 8, 9 against 1');
    expect(() =>
      overlappingContrast([
        partOf(
          world,
          1,
          all(world).filter((row) => world.user[row] === 0),
        ),
      ]),
    ).toThrow('Only 1 user');
  });
});

/** The seeds' mean as an arm of one seed: its variance is V itself. */
function meanSeeds(part: WeightedDifference): WeightedDifference {
  const averaged = (arm: ScoredArm): ScoredArm => {
    const averageArm = new ScoredArm(arm.rows);
    const sums = (sumsOf: (k: number) => Float64Array) =>
      sumsOf(0).map((_, user) => mean(SEEDS.map((_, k) => sumsOf(k)[user]!)));
    averageArm.perSeed.push({
      ...arm.perSeed[0]!,
      auc: arm.auc,
      positiveSums: sums((k) => arm.perSeed[k]!.positiveSums),
      negativeSums: sums((k) => arm.perSeed[k]!.negativeSums),
    });
    return averageArm;
  };
  return { ...part, a: averaged(part.a), b: averaged(part.b) };
}
