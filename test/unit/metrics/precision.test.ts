import { describe, expect, it } from 'vitest';
import { evaluationRows } from '../../../src/metrics/index.ts';
import {
  effectiveUsers,
  FEWEST_USERS,
  halfWidth,
  nextStage,
  SHARES,
  userWeights,
} from '../../../src/metrics/intervals/precision.ts';

/** As many effective users as a share of `all` has. */
const stagesOf = (all: number) => SHARES.map((share) => ({ share, users: all * share }));
const look = (share: number, width: number) => ({ share, halfWidth: width });

describe('nextStage', () => {
  it('begins with the smallest sample of enough users, or with all where none is', () => {
    expect(SHARES[nextStage(stagesOf(64 * FEWEST_USERS), [], 0.01)!]).toBe(1 / 64);
    expect(SHARES[nextStage(stagesOf(64 * FEWEST_USERS - 1), [], 0.01)!]).toBe(1 / 32);
    expect(SHARES[nextStage(stagesOf(FEWEST_USERS - 1), [], 0.01)!]).toBe(1);
  });

  it('ends where the interval is as narrow as asked, and with all users', () => {
    const stages = stagesOf(1e6);
    expect(nextStage(stages, [look(1 / 8, 0.01)], 0.01)).toBeUndefined();
    expect(nextStage(stages, [look(1 / 8, 0.02), look(1, 0.011)], 0.01)).toBeUndefined();
  });

  it('passes over samples unless they can be expected to be narrower than asked, by a fifth, at √ of the users', () => {
    const stages = stagesOf(1e6);
    const next = (share: number, width: number) => SHARES[nextStage(stages, [look(share, width)], 0.01)!];
    expect(next(1 / 64, 0.0112)).toBe(1 / 32); // 0.00792 expected
    expect(next(1 / 64, 0.0115)).toBe(1 / 16); // 0.00813 expected at 1/32
    expect(next(1 / 64, 0.016)).toBe(1 / 16); // 0.008 expected
    expect(next(1 / 64, 0.03)).toBe(1 / 4); // 0.0106 at 1/8, 0.0075 at 1/4
    expect(next(1 / 4, 0.018)).toBe(1); // 0.0127 at 1/2, 0.009 with all
    expect(next(1 / 64, 5)).toBe(1);
  });
});

describe('effectiveUsers', () => {
  it('counts those of the scarcer class, by the rows that they weigh', () => {
    // Positives per user 2, 1, 1, 0: (4)² / 6. Negatives 1, 1, 1, 1: 4.
    const user = Uint32Array.from([0, 0, 0, 1, 1, 2, 2, 3]);
    const label = Uint8Array.from([1, 1, 0, 1, 0, 1, 0, 0]);
    const weights = userWeights(evaluationRows(label, user));
    expect(effectiveUsers(weights)).toBeCloseTo(16 / 6, 12);
    expect(effectiveUsers(weights, (u) => u > 0)).toBeCloseTo(2, 12);
    expect(effectiveUsers(weights, (u) => u === 3)).toBe(0);
  });
});

describe('halfWidth', () => {
  it('is half of the interval', () => expect(halfWidth({ low: -0.001, high: 0.003 })).toBeCloseTo(0.002, 15));
});
