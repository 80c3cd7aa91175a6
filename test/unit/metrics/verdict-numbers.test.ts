/** Holm, power and intervals at other levels: what verdicts are made of. */
import { describe, expect, it } from 'vitest';
import { adjustedInterval, holm, minimumDetectable, power } from '../../../src/metrics/index.ts';
import { holmMultipliers } from '../../../src/metrics/intervals/holm.ts';
import { studentInterval } from '../../../src/metrics/intervals/interval.ts';
import type { Estimate } from '../../../src/report/schema.ts';

function estimate(users: number, seeds: number | null, value = 0.002, df = 40): Estimate {
  const se = Math.sqrt(users + (seeds ?? 0));
  const level = 0.95;
  return { value, ...studentInterval(value, se, df, level), level, se, df, variance: { users, seeds } };
}

describe('holm', () => {
  // Ascending 0.005·5, 0.01·4, 0.03·3, 0.04·2 (raised to the 0.09 before it), 0.5·1; as R's p.adjust.
  it('steps down from the smallest', () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.005, 0.5]);
    [0.04, 0.09, 0.09, 0.025, 0.5].forEach((p, i) => {
      expect(adjusted[i]).toBeCloseTo(p, 15);
    });
  });

  it('leaves one p alone, never exceeds 1, and treats equals alike', () => {
    expect(holm([0.03])).toEqual([0.03]);
    expect(holm([0.9, 0.6])).toEqual([1, 1]);
    expect(holm([0.02, 0.02])).toEqual([0.04, 0.04]);
    expect(holm([])).toEqual([]);
  });

  it('refuses what is no p', () => {
    for (const p of [-0.1, 1.1, Number.NaN]) expect(() => holm([0.5, p])).toThrow('between 0 and 1');
  });
});

describe('adjustedInterval', () => {
  it('changes the limits and the level, and nothing else', () => {
    const given = { ...estimate(1e-6, 1e-7), pHolm: 0.2, plainSe: 0.003 };
    const wide = adjustedInterval(given, 0.99);
    const { low, high, level, ...rest } = wide;
    const { low: _low, high: _high, level: _level, ...before } = given;
    expect(rest).toEqual(before);
    expect(level).toBe(0.99);
    // t quantile of 99.5 % with 40 degrees of freedom, from tables: 2.7045.
    expect((high - given.value) / given.se).toBeCloseTo(2.7045, 4);
    expect(given.value - low).toBeCloseTo(high - given.value, 15);
    expect(adjustedInterval(wide, 0.95)).toEqual(given);
  });

  it('excludes 0 at 1 − 0.05·p/pHolm exactly where pHolm is below 0.05', () => {
    const at = (p: number): Estimate => {
      const probe = estimate(1e-6, 0);
      let [near, far] = [0, 1];
      for (let step = 0; step < 60; step++) {
        const value = (near + far) / 2;
        if (studentInterval(value, probe.se, probe.df, 0.95).p > p) near = value;
        else far = value;
      }
      return estimate(1e-6, 0, near);
    };
    for (const [p, excludes] of [
      [0.016, true],
      [0.017, false],
    ] as const) {
      const given = at(p);
      const pHolm = 3 * given.p;
      expect(pHolm < 0.05).toBe(excludes);
      expect(adjustedInterval(given, 1 - (0.05 * given.p) / pHolm).low > 0).toBe(excludes);
    }
  });

  it('refuses a level that is none', () => {
    expect(() => adjustedInterval(estimate(1e-6, null), 1)).toThrow('between 0 and 1');
    expect(() => adjustedInterval(estimate(1e-6, null), 95)).toThrow('between 0 and 1');
  });
});

describe('power', () => {
  // 2.8016 standard errors of 1e-3: a variance of 1e-6 is allowed, and a hair more, so that whole numbers stay whole.
  const target = (1.959963984540054 + 0.8416212335729143) * 1e-3 * (1 + 1e-12);
  const needed = (users: number, seeds: number | null) => power(estimate(users, seeds), 1000, 4, target);

  it('says what there is where that is enough', () => {
    expect(needed(0.5e-6, 0.4e-6)).toEqual({ usersNeeded: 1000, seedsNeeded: 4, advice: 'enough' });
  });

  // 1000 · 4e-6/(1e-6 − 0.2e-6) users.
  it('asks for users where they alone exceed the target', () => {
    expect(needed(4e-6, 0.2e-6)).toEqual({ usersNeeded: 5000, seedsNeeded: null, advice: 'users' });
  });

  // 4 · 3e-6/(1e-6 − 0.5e-6) seeds.
  it('asks for seeds where they alone exceed the target', () => {
    expect(needed(0.5e-6, 3e-6)).toEqual({ usersNeeded: null, seedsNeeded: 24, advice: 'seeds' });
  });

  // Each down to half: 1000 · 3e-6/0.5e-6 and 4 · 2e-6/0.5e-6.
  it('asks for both where either exceeds it', () => {
    expect(needed(3e-6, 2e-6)).toEqual({ usersNeeded: 6000, seedsNeeded: 16, advice: 'users-and-seeds' });
  });

  // Users alone 1000 · 0.9/0.6 = 1500, 1.5 times; seeds alone 4 · 0.4/0.1 = 16, 4 times.
  it('offers both ways where either would do, and advises the shorter', () => {
    expect(needed(0.9e-6, 0.4e-6)).toEqual({ usersNeeded: 1500, seedsNeeded: 16, advice: 'users' });
    expect(needed(0.4e-6, 0.9e-6)).toEqual({ usersNeeded: 4000, seedsNeeded: 6, advice: 'seeds' });
  });

  // z₀.₉₉₅ + z₀.₈ = 2.5758293 + 0.8416212: the allowed variance falls to (2.8015852/3.4174505)² = 0.6720512 of it.
  it('asks for more where the interval that decides is wider', () => {
    const wide = { ...adjustedInterval(estimate(4e-6, 0.2e-6), 0.99), df: 1e15 };
    expect(power(wide, 1000, 4, target)).toEqual({
      usersNeeded: Math.ceil((1000 * 4) / (0.6720512 - 0.2)),
      seedsNeeded: null,
      advice: 'users',
    });
    expect(minimumDetectable(wide) / wide.se).toBeCloseTo(3.4174505, 6);
  });

  // 2 degrees of freedom: t₀.₉₇₅ + t₀.₈ = 4.3026527 + 1.0606602 = 5.3633129, where normal quantiles give 2.8015852.
  it('does not promise what the interval of few seeds cannot find', () => {
    const few = { ...estimate(0.1e-6, 0.5e-6), df: 2 };
    expect(minimumDetectable(few) / few.se).toBeCloseTo(5.3633129, 6);
    // 0.6e-6 is within the 1e-6 of many seeds, and beyond the (2.8015852/5.3633129)² = 0.2728622e-6 of these.
    expect(power(few, 1000, 4, target)).toEqual({
      usersNeeded: null,
      seedsNeeded: Math.ceil((4 * 0.5) / (0.2728622 - 0.1)),
      advice: 'seeds',
    });
    expect(power({ ...few, df: 1e6 }, 1000, 4, target).advice).toBe('enough');
  });

  it('cannot call one seed enough', () => {
    expect(needed(0.5e-6, null)).toEqual({ usersNeeded: 1000, seedsNeeded: 3, advice: 'seeds' });
    expect(needed(4e-6, null)).toEqual({ usersNeeded: 4000, seedsNeeded: null, advice: 'users' });
  });

  it('brings the detectable difference down to the target', () => {
    const { usersNeeded, seedsNeeded } = needed(3e-6, 2e-6);
    const users = (3e-6 * 1000) / usersNeeded!;
    const seeds = (2e-6 * 4) / seedsNeeded!;
    expect(2.8015852181 * Math.sqrt(users + seeds)).toBeLessThan(target * (1 + 1e-9));
    expect(() => power(estimate(1e-6, null), 10, 1, 0)).toThrow('above 0');
  });
});

describe('the multipliers of Holm', () => {
  it('are what he multiplies each p by, uncapped and never out of order', () => {
    // Ascending 0.01, 0.04, 0.05 with steps 3, 2, 1: 0.03, 0.08, 0.05, and the last may not be easier than the one before.
    expect(holmMultipliers([0.04, 0.01, 0.05])).toEqual(
      [2, 3, 0.08 / 0.05].map((x) => expect.closeTo(x, 12)),
    );
    expect(holmMultipliers([0.9, 0.8, 0.7])).toEqual(
      [2.1 / 0.9, 2.1 / 0.8, 3].map((x) => expect.closeTo(x, 12)),
    );
    expect(holmMultipliers([0, 0.02])).toEqual([2, 1]);
    expect(holmMultipliers([0.3])).toEqual([1]);
  });
});
