/** Does the bootstrap's interval hold what it says? Redrawn worlds, users and seeds new each time. */
import { describe, expect, it } from 'vitest';
import { contrast, evaluationRows, measureOf, ScoredArm } from '../../../src/metrics/index.ts';
import { mean, normal, uniform, variance } from '../../unit/metrics/support.ts';

const WORLDS = 400;
const USERS = 40;
const SEEDS = 3;

describe.each(['gauc', 'ndcg'] as const)('the bootstrapped difference of %s', (metric) => {
  const next = uniform(31);
  const gauss = normal(next);
  const estimates = Array.from({ length: WORLDS }, (_, world) => {
    const label: number[] = [];
    const user: number[] = [];
    const a: number[] = [];
    const b: number[] = [];
    for (let u = 0; u < USERS; u++) {
      const gain = 1 + 0.6 * gauss();
      const count = 4 + Math.floor(next() * 12);
      for (let i = 0; i < count; i++) {
        const truth = gauss();
        const noise = 0.7 * gauss();
        label.push(Number(truth + gauss() > 0.6));
        user.push(u);
        a.push(gain * truth + noise);
        b.push(truth + noise);
      }
    }
    const rows = evaluationRows(Uint8Array.from(label), Uint32Array.from(user));
    const measure = measureOf(metric, rows.label, rows.user, world);
    const arms = [a, b].map((scores) => {
      const arm = new ScoredArm(rows, measure);
      for (let seed = 0; seed < SEEDS; seed++) {
        arm.add(
          seed,
          Float32Array.from(scores, (score) => score + 0.5 * gauss()),
        );
      }
      return arm;
    });
    return contrast(rows, arms[0]!, arms[1]!);
  });
  const truth = mean(estimates.map(({ value }) => value));

  // 400 worlds know a variance to 7 %, and a coverage of 95 % to 1.1 %.
  it('has the variance that redrawing has', () => {
    const ratio = mean(estimates.map(({ se }) => se * se)) / variance(estimates.map(({ value }) => value));
    expect(ratio).toBeGreaterThan(0.8);
    expect(ratio).toBeLessThan(1.35);
  });

  it('covers the truth', () => {
    const covered = mean(estimates.map(({ low, high }) => Number(low <= truth && truth <= high)));
    expect(covered).toBeGreaterThan(0.92);
    expect(covered).toBeLessThan(0.99);
  });
});
