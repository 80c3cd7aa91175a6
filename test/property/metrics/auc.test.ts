/** AUC and its components against the definition, pair by pair, on any scores. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placements } from '../../../src/metrics/index.ts';
import { slowPlacements, uniform } from '../../unit/metrics/support.ts';

interface Case {
  scores: Float64Array;
  label: Uint8Array;
}

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
/** Many ties, both signs, and any double. */
const score = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(-0, 0, 5e-324, -5e-324), finite);
const row = fc.tuple(score, fc.integer({ min: 0, max: 1 }));
const cases: fc.Arbitrary<Case> = fc
  .array(row, { minLength: 2, maxLength: 60 })
  .filter((all) => new Set(all.map(([, label]) => label)).size === 2)
  .map((all) => ({
    scores: Float64Array.from(all, ([value]) => value),
    label: Uint8Array.from(all, ([, label]) => label),
  }));
const check = (property: fc.IProperty<[Case]>) => fc.assert(property, { seed: 20260, numRuns: 300 });

describe('placements', () => {
  it('equal the definition to 1e-12', () => {
    check(
      fc.property(cases, ({ scores, label }) => {
        const found = placements(scores, label);
        const expected = slowPlacements(scores, label);
        expect(Math.abs(found.auc - expected.auc)).toBeLessThan(1e-12);
        for (let i = 0; i < scores.length; i++) {
          expect(Math.abs(found.components[i]! - expected.components[i]!)).toBeLessThan(1e-12);
        }
      }),
    );
  });

  it('equal the definition on two thousand rows with heavy ties', () => {
    const next = uniform(17);
    const label = new Uint8Array(2000).map(() => Number(next() < 0.15));
    const scores = new Float32Array(2000).map((_, i) => Math.floor(next() * 40) / 3 + label[i]!);
    const found = placements(scores, label);
    const expected = slowPlacements(scores, label);
    expect(Math.abs(found.auc - expected.auc)).toBeLessThan(1e-12);
    found.components.forEach((component, i) => {
      expect(Math.abs(component - expected.components[i]!)).toBeLessThan(1e-12);
    });
  });

  it('average to the AUC in either class', () => {
    check(
      fc.property(cases, ({ scores, label }) => {
        const { auc, components, positives, negatives } = placements(scores, label);
        const sums = [0, 0];
        components.forEach((component, i) => {
          sums[label[i]!]! += component;
        });
        expect(sums[1]! / positives).toBeCloseTo(auc, 12);
        expect(sums[0]! / negatives).toBeCloseTo(auc, 12);
      }),
    );
  });

  it('do not change under a strictly increasing map', () => {
    check(
      fc.property(cases, ({ scores, label }) => {
        // Ranks: the one increasing map that is exact for every double.
        const values = [...new Set(Array.from(scores, (value) => value + 0))].sort((a, b) => a - b);
        const rank = new Map(values.map((value, i) => [value, i - 7]));
        const mapped = scores.map((value) => rank.get(value + 0)!);
        expect(placements(mapped, label)).toEqual(placements(scores, label));
      }),
    );
  });

  it('turn over with the sign of the scores and with the labels', () => {
    check(
      fc.property(cases, ({ scores, label }) => {
        const { auc, components } = placements(scores, label);
        const negated = placements(
          scores.map((value) => -value),
          label,
        );
        expect(negated.auc).toBeCloseTo(1 - auc, 12);
        const swapped = placements(
          scores,
          label.map((y) => 1 - y),
        );
        expect(swapped.auc).toBeCloseTo(1 - auc, 12);
        components.forEach((component, i) => {
          expect(negated.components[i]).toBeCloseTo(1 - component, 12);
          expect(swapped.components[i]).toBeCloseTo(1 - component, 12);
        });
      }),
    );
  });

  it('follow their rows under a permutation', () => {
    check(
      fc.property(cases, ({ scores, label }) => {
        const next = uniform(scores.length);
        const order = Array.from(scores, (_, i) => ({ i, key: next() }))
          .sort((a, b) => a.key - b.key)
          .map(({ i }) => i);
        const { auc, components } = placements(scores, label);
        const moved = placements(
          Float64Array.from(order, (i) => scores[i]!),
          Uint8Array.from(order, (i) => label[i]!),
        );
        expect(moved.auc).toBe(auc);
        expect([...moved.components]).toEqual(order.map((i) => components[i]));
      }),
    );
  });
});
