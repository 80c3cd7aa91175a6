/** Fieller's interval against what defines it: at its ends, the contrast A − ρL is exactly t standard errors from 0. */
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mixture } from '../../../src/evaluation/arms/mixture.ts';
import { ratioOfGains } from '../../../src/metrics/intervals/captured.ts';
import { type EvaluationRows, evaluationRows } from '../../../src/metrics/intervals/clusters.ts';
import { contrast } from '../../../src/metrics/intervals/estimate.ts';
import { type Measure, measureOf } from '../../../src/metrics/measure.ts';
import { ScoredArm } from '../../../src/metrics/scored-arm.ts';
import { normal, uniform } from '../../unit/metrics/support.ts';

/** A world of users and rows in which `gain` of the signal is seen by each arm. */
function arms(
  seed: number,
  signals: readonly number[],
  { users = 60, rows = 20, seeds = 3 } = {},
  measure?: Measure,
) {
  const next = uniform(seed);
  const z = normal(next);
  const n = users * rows;
  const user = Uint32Array.from({ length: n }, (_, i) => Math.floor(i / rows));
  const label = Uint8Array.from({ length: n }, () => Number(next() < 0.4));
  const grouped = evaluationRows(label, user);
  const shared = Float64Array.from({ length: n }, () => z());
  return {
    rows: grouped,
    arms: signals.map((signal) => {
      const arm = new ScoredArm(grouped, measure);
      for (let k = 0; k < seeds; k++) {
        arm.add(
          k,
          Float32Array.from(label, (y, i) => signal * y + shared[i]! + 0.3 * z()),
        );
      }
      return arm;
    }),
  };
}

/** A − ρL = (model + ρ base) − (base + ρ leaked), as two arms with the same weights. */
function jointly(
  rows: EvaluationRows,
  { base, leaked, model }: Record<'base' | 'leaked' | 'model', ScoredArm>,
  rho: number,
) {
  const a = mixture(rows, [
    [1, model],
    [rho, base],
  ]);
  const b = mixture(rows, [
    [1, base],
    [rho, leaked],
  ]);
  return contrast(rows, a, b);
}

function ratio(seed: number, signals: readonly [number, number, number], options = {}) {
  const { rows, arms: made } = arms(seed, signals, options);
  const [base, leaked, model] = made as [ScoredArm, ScoredArm, ScoredArm];
  const found = ratioOfGains(rows, { arm: model, reference: leaked, base });
  return { rows, base, leaked, model, found };
}

describe('captured', () => {
  it('ends where the contrast of the arms themselves is t standard errors from 0', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.double({ min: 0, max: 1.2, noNaN: true }), (seed, signal) => {
        const { rows, base, leaked, model, found } = ratio(seed, [0.2, 1, signal]);
        for (const rho of [found!.low, found!.high]) {
          const joint = jointly(rows, { base, leaked, model }, rho);
          expect(Math.abs(joint.value) / joint.se).toBeCloseTo(tQuantile(0.975, joint.df), 5);
        }
        expect(found!.low).toBeLessThan(found!.value);
        expect(found!.high).toBeGreaterThan(found!.value);
      }),
      { numRuns: 40 },
    );
  });

  it('is 1 without any doubt for the reference itself, and 0 for the base', () => {
    const { rows, base, leaked } = ratio(5, [0.2, 1, 0.5]);
    const whole = ratioOfGains(rows, { arm: leaked, reference: leaked, base })!;
    expect(whole).toMatchObject({ value: 1, low: 1, high: 1, se: 0 });
    const none = ratioOfGains(rows, { arm: base, reference: leaked, base })!;
    expect(none).toMatchObject({ value: 0, low: 0, high: 0, se: 0, p: 1 });
  });

  it('is nothing exactly where the interval of the reference holds 0', () => {
    let none = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const { rows, base, leaked, found } = ratio(seed, [0.2, 0.25, 0.5]);
      const { low, high } = contrast(rows, leaked, base);
      expect(found === undefined).toBe(low <= 0 && high >= 0);
      if (found === undefined) none++;
    }
    expect(none).toBeGreaterThan(2);
    expect(none).toBeLessThan(20);
  });

  it('is that of the delta method where the reference is all but certain', () => {
    const { rows, base, leaked, model, found } = ratio(7, [0, 3, 0.6], { users: 400, rows: 20 });
    const gain = contrast(rows, model, base);
    const lis = contrast(rows, leaked, base);
    expect(found!.value).toBeCloseTo(gain.value / lis.value, 12);
    const half = (found!.high - found!.low) / 2;
    expect(half / (tQuantile(0.975, found!.df) * found!.se)).toBeCloseTo(1, 1);
  });

  it('holds for other metrics too, whose variance is bootstrapped', () => {
    const world = arms(11, [0.2, 1, 0.6]);
    const group = Uint32Array.from({ length: world.rows.rows }, (_, i) => world.rows.user[i]!);
    const measure = measureOf('gauc', world.rows.label, group, 3)!;
    const measured = arms(11, [0.2, 1, 0.6], {}, measure);
    const [base, leaked, model] = measured.arms as [ScoredArm, ScoredArm, ScoredArm];
    const found = ratioOfGains(measured.rows, { arm: model, reference: leaked, base })!;
    for (const rho of [found.low, found.high]) {
      const joint = jointly(measured.rows, { base, leaked, model }, rho);
      expect(Math.abs(joint.value) / joint.se).toBeCloseTo(tQuantile(0.975, joint.df), 5);
    }
  });

  it('splits its variance into users and seeds, which one seed cannot', () => {
    const { found } = ratio(9, [0.2, 1, 0.6]);
    expect(found!.variance.users + found!.variance.seeds!).toBeCloseTo(found!.se ** 2, 12);
    const { found: single } = ratio(9, [0.2, 1, 0.6], { seeds: 1 });
    expect(single!.variance.seeds).toBeNull();
    expect(single!.variance.users).toBeCloseTo(single!.se ** 2, 12);
  });

  it('covers the true ratio in 95 of 100 worlds', () => {
    // One large world tells the truth of each arm's AUC.
    const truth = ratio(1, [0.2, 0.7, 0.45], { users: 4000, rows: 20, seeds: 1 }).found!.value;
    let covered = 0;
    const worlds = 300;
    for (let seed = 1; seed <= worlds; seed++) {
      const { found } = ratio(seed + 1000, [0.2, 0.7, 0.45], { users: 40, rows: 12 });
      if (found !== undefined && found.low <= truth && truth <= found.high) covered++;
    }
    expect(covered / worlds).toBeGreaterThan(0.92);
    expect(covered / worlds).toBeLessThan(0.98);
  });
});
