import { describe, expect, it } from 'vitest';
import { ScoredArm } from '../../../src/metrics/index.ts';
import { evaluationRows } from '../../../src/metrics/intervals/clusters.ts';
import { contrast } from '../../../src/metrics/intervals/estimate.ts';
import { changeOver, meanOver, type WindowDifference } from '../../../src/metrics/intervals/trend.ts';
import { measureOf } from '../../../src/metrics/measure.ts';
import { mean, normal, uniform, variance } from './support.ts';

const SEEDS = [1, 2, 3];

/** Windows whose users are the same people, some of them away; tastes last, so that windows vary together. */
function draw(
  seed: number,
  gains: readonly number[],
  { users = 40, weighted = false, apart = false } = {},
): WindowDifference[] {
  const next = uniform(seed);
  const gauss = normal(next);
  const tastes = Array.from({ length: users }, () => gauss());
  return gains.map((gain, at): WindowDifference => {
    const [label, user]: [number[], number[]] = [[], []];
    const scores = SEEDS.map(() => ({ a: [] as number[], b: [] as number[] }));
    for (const [u, taste] of tastes.entries()) {
      if (next() < 0.2) continue;
      for (let i = 0; i < 6; i++) {
        const truth = gauss();
        const shared = truth + 0.4 * taste + gauss();
        label.push(Number(truth + gauss() > 0.6));
        user.push(u + (apart ? at * users : 0));
        for (const { a, b } of scores) {
          a.push(shared + gain * (1 + 0.5 * taste) * truth + 0.3 * gauss());
          b.push(shared + 0.3 * gauss());
        }
      }
    }
    const rows = evaluationRows(Uint8Array.from(label), Uint32Array.from(user));
    const ones = new Float64Array(label.length).fill(1);
    const measure = weighted ? measureOf('weighted-auc', rows.label, rows.user, 5, ones) : undefined;
    const [a, b] = [new ScoredArm(rows, measure), new ScoredArm(rows, measure)];
    for (const [k, ofSeed] of scores.entries()) {
      a.add(SEEDS[k]!, Float32Array.from(ofSeed.a));
      b.add(SEEDS[k]!, Float32Array.from(ofSeed.b));
    }
    const numbers = new Uint32Array(rows.users);
    for (const [i, dense] of rows.user.entries()) numbers[dense] = user[i]!;
    return { at: 10 * at, users: numbers, a, b };
  });
}

const values = (windows: readonly WindowDifference[]) =>
  windows.map(({ a, b }) => contrast(a.rows, a, b).value);

describe('over windows', () => {
  it('the mean of one is its contrast, and that of the same one twice is no surer', () => {
    const [window] = draw(1, [0.4]);
    const plain = contrast(window!.a.rows, window!.a, window!.b);
    for (const windows of [[window!], [window!, window!]]) {
      const found = meanOver(windows);
      expect(found.value).toBeCloseTo(plain.value, 12);
      expect(found.variance.users).toBeCloseTo(plain.variance.users, 12);
      expect(found.df).toBeCloseTo(plain.df, 9);
    }
  });

  it('the mean over other users has the variance of a mean', () => {
    const windows = draw(2, [0.3, 0.3, 0.3], { apart: true, users: 600 });
    const alone = windows.map(({ a, b }) => contrast(a.rows, a, b));
    const found = meanOver(windows);
    expect(found.value).toBeCloseTo(mean(alone.map(({ value }) => value)), 12);
    const sum = alone.reduce((all, { variance: { users } }) => all + users, 0);
    expect(found.variance.users / (sum / 9)).toBeGreaterThan(0.9);
    expect(found.variance.users / (sum / 9)).toBeLessThan(1.1);
  });

  it('the change is that of the line of least squares between the first and the last', () => {
    const windows = draw(3, [0.1, 0.5, 0.2, 0.6]);
    windows[3] = { ...windows[3]!, at: 100 };
    const [x, y] = [windows.map(({ at }) => at), values(windows)];
    const [mx, my] = [mean(x), mean(y)];
    const slope =
      x.reduce((sum, at, i) => sum + (at - mx) * (y[i]! - my), 0) /
      x.reduce((sum, at) => sum + (at - mx) ** 2, 0);
    expect(changeOver(windows).value).toBeCloseTo(slope * 100, 12);
    expect(changeOver(windows.slice(0, 2)).value).toBeCloseTo(y[1]! - y[0]!, 12);
  });

  it('another metric is resampled over all windows at once: with weights of 1 it says what AUC does', () => {
    const gains = [0.2, 0.4, 0.6];
    const [plain, weighted] = [
      draw(4, gains, { users: 200 }),
      draw(4, gains, { users: 200, weighted: true }),
    ];
    for (const estimate of [meanOver, changeOver]) {
      const [found, other] = [estimate(plain), estimate(weighted)];
      expect(other.value).toBeCloseTo(found.value, 10);
      expect(other.se / found.se).toBeGreaterThan(0.85);
      expect(other.se / found.se).toBeLessThan(1.15);
    }
  });

  it('has a standard error that is the spread over worlds', () => {
    const worlds = Array.from({ length: 300 }, (_, w) => draw(100 + w, [0.3, 0.3, 0.3, 0.3]));
    for (const estimate of [meanOver, changeOver]) {
      const found = worlds.map((windows) => estimate(windows));
      const real = Math.sqrt(variance(found.map(({ value }) => value)));
      const claimed = Math.sqrt(mean(found.map(({ se }) => se ** 2)));
      // 300 worlds know a standard deviation to 4 %.
      expect(claimed / real).toBeGreaterThan(0.88);
      expect(claimed / real).toBeLessThan(1.15);
    }
    const covered = worlds.filter((windows) => {
      const { low, high } = changeOver(windows);
      return low < 0 && high > 0;
    });
    expect(covered.length / worlds.length).toBeGreaterThan(0.915);
    expect(covered.length / worlds.length).toBeLessThan(0.985);
  });
});
