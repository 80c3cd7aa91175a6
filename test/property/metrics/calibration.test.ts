/**
 * Standard errors and intervals against the truth, in seeded worlds of many redraws. Bounds are three standard errors
 * of the simulation, or wider where the text says that the method is approximate.
 */
import { describe, expect, it } from 'vitest';
import { auc, contrast, evaluationRows, ScoredArm } from '../../../src/metrics/index.ts';
import type { Estimate } from '../../../src/report/schema.ts';
import { mean, normal, uniform, variance } from '../../unit/metrics/support.ts';

interface Seeded {
  /** Scale of what a seed does to an arm as a whole, and of the noise it adds to single rows. */
  wholeArm: number;
  rowNoise: number;
}

const WORLDS = 1200;
const USERS = 40;
const SEEDS = 4;

/** Estimates of redrawn worlds: users and seeds are both new each time. */
function redraw({ wholeArm, rowNoise }: Seeded): Estimate[] {
  const next = uniform(99);
  const gauss = normal(next);
  return Array.from({ length: WORLDS }, () => {
    const label: number[] = [];
    const user: number[] = [];
    const signal: number[] = [];
    for (let u = 0; u < USERS; u++) {
      const taste = gauss();
      for (let i = 0; i < 6; i++) {
        const truth = gauss();
        label.push(Number(truth + 0.5 * taste + gauss() > 0.8));
        user.push(u);
        signal.push(truth + 0.3 * taste);
      }
    }
    const rows = evaluationRows(Uint8Array.from(label), Uint32Array.from(user));
    const shared = signal.map((value) => value + 0.5 * gauss());
    const arms = [new ScoredArm(rows), new ScoredArm(rows)];
    for (let seed = 0; seed < SEEDS; seed++) {
      for (const arm of arms) {
        const quality = 1 + wholeArm * gauss();
        arm.add(
          seed,
          Float32Array.from(signal, (value, row) => quality * value + shared[row]! + rowNoise * gauss()),
        );
      }
    }
    return contrast(rows, arms[0]!, arms[1]!);
  });
}

const truthOf = (estimates: readonly Estimate[]): number => variance(estimates.map(({ value }) => value));
const claimed = (estimates: readonly Estimate[]): number => mean(estimates.map(({ se }) => se * se));
const covered = (estimates: readonly Estimate[], truth: number): number =>
  mean(estimates.map(({ low, high }) => Number(low <= truth && truth <= high)));

describe('the variance over users and seeds', () => {
  // A variance of 1,200 draws is known to √(2/1200) = 4 %.
  it('is right where seeds matter', () => {
    const estimates = redraw({ wholeArm: 0.5, rowNoise: 0.3 });
    const seedPart = mean(estimates.map(({ variance: parts }) => parts.seeds!));
    const usersPart = mean(estimates.map(({ variance: parts }) => parts.users));
    expect(seedPart).toBeGreaterThan(usersPart);
    expect(claimed(estimates) / truthOf(estimates)).toBeGreaterThan(0.88);
    expect(claimed(estimates) / truthOf(estimates)).toBeLessThan(1.12);
    expect(covered(estimates, 0)).toBeGreaterThan(0.93);
  });

  // Here max(0, s² − W) would leave up to 0.3·W/K over, on V = W/K.
  it('is right where seeds only add noise to rows', () => {
    const estimates = redraw({ wholeArm: 0, rowNoise: 0.8 });
    expect(claimed(estimates) / truthOf(estimates)).toBeGreaterThan(0.88);
    expect(claimed(estimates) / truthOf(estimates)).toBeLessThan(1.12);
    expect(covered(estimates, 0)).toBeGreaterThan(0.93);
    expect(covered(estimates, 0)).toBeLessThan(0.97);
  });
});

describe('the interval', () => {
  // Heavy-tailed numbers of rows: with one degree of freedom per user it would cover some 92 %, with z 90 %.
  it('covers the truth where few users have most rows', () => {
    const next = uniform(4);
    const gauss = normal(next);
    const draw = (users: number) => {
      const label: number[] = [];
      const user: number[] = [];
      const a: number[] = [];
      const b: number[] = [];
      for (let u = 0; u < users; u++) {
        const count = Math.max(1, Math.round(Math.exp(1.5 + 1.2 * gauss())));
        const gain = 1 + 0.5 * gauss();
        const level = 0.5 * gauss();
        const shift = 0.5 * gauss();
        for (let i = 0; i < count; i++) {
          const truth = gauss();
          const noise = 0.5 * gauss();
          label.push(Number(next() < 1 / (1 + Math.exp(1.5 - truth - level))));
          user.push(u);
          a.push(gain * truth + shift + noise + 0.3 * gauss());
          b.push(truth + noise + 0.3 * gauss());
        }
      }
      return {
        label: Uint8Array.from(label),
        user: Uint32Array.from(user),
        a: Float32Array.from(a),
        b: Float32Array.from(b),
      };
    };
    const population = draw(100_000);
    const truth = auc(population.a, population.label) - auc(population.b, population.label);
    const estimates = Array.from({ length: 1500 }, () => {
      const world = draw(50);
      const rows = evaluationRows(world.label, world.user);
      const armOf = (scores: Float32Array) => {
        const arm = new ScoredArm(rows);
        arm.add(1, scores);
        return arm;
      };
      return contrast(rows, armOf(world.a), armOf(world.b));
    });
    // 1,500 worlds know a coverage to 0.6 %.
    expect(covered(estimates, truth)).toBeGreaterThan(0.93);
    expect(covered(estimates, truth)).toBeLessThan(0.97);
    const byNormal = mean(estimates.map(({ value, se }) => Number(Math.abs(value - truth) < 1.96 * se)));
    expect(byNormal).toBeLessThan(0.925);
  });
});
