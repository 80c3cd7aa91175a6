import { describe, expect, it } from 'vitest';
import { contrast, evaluationRows, ScoredArm } from '../../../src/metrics/index.ts';
import { carriers } from '../../../src/metrics/intervals/carriers.ts';
import {
  effectiveUsers,
  FEWEST_CARRIERS,
  FEWEST_USERS,
  halfWidth,
  nextStage,
  SHARES,
  userWeights,
} from '../../../src/metrics/intervals/precision.ts';
import { random } from '../../support/random.ts';

/** As many effective users as a share of `all` has. */
const stagesOf = (all: number) => SHARES.map((share) => ({ share, users: all * share }));
const look = (share: number, width: number, carriers = 1000) => ({ share, halfWidth: width, carriers });

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

describe('a difference that few users carry', () => {
  const next = (share: number, few: number) =>
    SHARES[nextStage(stagesOf(1e6), [look(share, 0.001, few)], 0.01)!];

  it('ends no run before all users, however narrow its interval is', () => {
    expect(next(1 / 64, FEWEST_CARRIERS)).toBeUndefined();
    expect(next(1 / 64, FEWEST_CARRIERS - 1)).toBe(1 / 32);
    expect(next(1 / 64, FEWEST_CARRIERS / 8)).toBe(1 / 8);
    expect(next(1 / 64, 0)).toBe(1);
    expect(next(1, 0)).toBeUndefined();
  });

  /** 30,000 users of two rows, of whom the data reaches 60; in all rows the second head is a little different. */
  const sparse = (share: number) => {
    const noise = random(7);
    const users = Math.round(30_000 * share);
    const label = Uint8Array.from({ length: 2 * users }, (_, row) => row % 2);
    const rows = evaluationRows(
      label,
      Uint32Array.from(label, (_, row) => row >> 1),
    );
    const first = Float32Array.from(label, () => noise());
    const isReached = (user: number) => user % 500 === 499;
    const second = first.map(
      (score, row) => score + 0.001 * noise() + Number(isReached(row >> 1) && label[row] === 1),
    );
    const [a, b] = [second, first].map((scores) => {
      const arm = new ScoredArm(rows);
      arm.add(1, scores);
      return arm;
    }) as [ScoredArm, ScoredArm];
    return { share, halfWidth: halfWidth(contrast(rows, a, b)), carriers: carriers(rows, a, b, isReached) };
  };

  it('is told by what each user contributes, of those whom the data reaches', () => {
    const stages = stagesOf(30_000);
    const first = sparse(1 / 64);
    const all = sparse(1);
    // The sample holds nobody, looks well known, and has an interval without what the data gives to those whom it reaches.
    expect(first.halfWidth).toBeLessThan(0.0005);
    expect(first.carriers).toBe(0);
    expect(all.carriers).toBeGreaterThan(35);
    expect(all.carriers).toBeLessThanOrEqual(60);
    expect(SHARES[nextStage(stages, [first], 0.0005)!]).toBe(1);
    const eighth = sparse(1 / 8);
    expect(eighth.carriers).toBeLessThan(8);
    expect(SHARES[nextStage(stages, [eighth], eighth.halfWidth)!]).toBeGreaterThan(1 / 8);
  });

  it('is carried by as many as there are where all contribute the same', () => {
    const label = Uint8Array.from([0, 1, 0, 1, 0, 1, 0, 1]);
    const rows = evaluationRows(label, Uint32Array.from([0, 0, 1, 1, 2, 2, 3, 3]));
    const a = new ScoredArm(rows);
    const b = new ScoredArm(rows);
    a.add(1, Float32Array.from([0, 1, 0, 1, 0, 0, 0, 0]));
    b.add(
      1,
      Float32Array.from(label, () => 0),
    );
    // By hand: users 0 and 1 gain (V10 1 and 1, V01 0.75 and 0.75 against 0.5), 2 and 3 gain less than the mean; all by as much.
    expect(carriers(rows, a, b)).toBeCloseTo(4, 6);
    expect(carriers(rows, a, b, (user) => user < 2)).toBeCloseTo(2, 6);
    expect(carriers(rows, b, b)).toBe(0);
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
