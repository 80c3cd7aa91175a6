import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { probabilityLoss } from '../../../src/evaluation/arms/predicted.ts';
import { denseRanks } from '../../../src/metrics/dense-ranks.ts';

describe('ranks of predictions', () => {
  it('are equal for equal scores, and apart where four bytes would round them together', () => {
    const close = 0.1 + 1e-12;
    expect(Math.fround(close)).toBe(Math.fround(0.1));
    expect([...denseRanks(Float64Array.of(close, -3, 0.1, 7, -3))]).toEqual([2, 0, 1, 3, 0]);
  });

  it('keep the order of any scores', () => {
    fc.assert(
      fc.property(fc.float64Array({ noNaN: true, minLength: 1 }), (scores) => {
        const ranks = denseRanks(scores);
        const distinct = [...new Set([...scores].map((x) => x + 0))].sort((a, b) => a - b);
        expect([...ranks]).toEqual([...scores].map((x) => distinct.indexOf(x + 0)));
      }),
    );
  });
});

describe('log loss of predictions', () => {
  it('is that of probabilities', () => {
    const loss = probabilityLoss(Float64Array.of(0.5, 0.9, 0.2), Uint8Array.of(1, 1, 0));
    // −(ln 0.5 + ln 0.9 + ln 0.8) / 3
    expect(loss).toBeCloseTo(-(Math.log(0.5) + Math.log(0.9) + Math.log(0.8)) / 3, 14);
  });

  it('is unknown for scores that are no probabilities, and for a certainty that did not come true', () => {
    expect(probabilityLoss(Float64Array.of(0.5, 1.2), Uint8Array.of(1, 0))).toBeNull();
    expect(probabilityLoss(Float64Array.of(0.5, -0.1), Uint8Array.of(1, 0))).toBeNull();
    expect(probabilityLoss(Float64Array.of(0.5, 1), Uint8Array.of(1, 0))).toBeNull();
    expect(probabilityLoss(Float64Array.of(0, 1), Uint8Array.of(0, 1))).toBeCloseTo(0, 14);
  });
});
