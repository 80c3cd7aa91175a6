import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auc } from '../../../src/metrics/auc.ts';
import { evaluationRows } from '../../../src/metrics/intervals/clusters.ts';
import { userSums } from '../../../src/metrics/intervals/user-sums.ts';
import { ipwComponents } from '../../../src/metrics/ipw-auc.ts';
import { weightedComponents } from '../../../src/metrics/weighted-auc.ts';

/** Every pair of a positive and a negative, by the product of their weights. */
function slowAuc(scores: Float64Array, label: Uint8Array, weight: Float64Array): number {
  let [above, all] = [0, 0];
  for (const [i, y] of label.entries()) {
    for (const [j, z] of label.entries()) {
      if (y !== 1 || z !== 0) continue;
      const pair = weight[i]! * weight[j]!;
      all += pair;
      above += pair * (scores[i]! > scores[j]! ? 1 : scores[i] === scores[j] ? 0.5 : 0);
    }
  }
  return above / all;
}

const logs = fc
  .array(
    fc.record({
      score: fc.integer({ min: -3, max: 3 }),
      y: fc.constantFrom(0, 1),
      w: fc.double({ min: 1, max: 50, noNaN: true }),
      user: fc.nat(4),
    }),
    { minLength: 2, maxLength: 40 },
  )
  .filter((rows) => new Set(rows.map(({ y }) => y)).size === 2)
  .map((rows) => ({
    scores: Float64Array.from(rows, ({ score }) => score),
    label: Uint8Array.from(rows, ({ y }) => y),
    weight: Float64Array.from(rows, ({ w }) => w),
    user: Uint32Array.from(rows, ({ user }) => user),
  }));

describe('the AUC with a weight on every row', () => {
  it('is that of all pairs by their weights, from the components of either class', () => {
    fc.assert(
      fc.property(logs, ({ scores, label, weight, user }) => {
        const want = slowAuc(scores, label, weight);
        const terms = userSums(evaluationRows(label, user), { kind: 'ipw-auc', weight }, scores);
        expect(terms).toHaveLength(2);
        for (const { numerator, denominator } of terms) {
          const [above, below] = [numerator, denominator].map((sums) => sums.reduce((a, b) => a + b, 0));
          expect(above! / below!).toBeCloseTo(want, 10);
        }
      }),
    );
  });

  it('is the plain one where all weights are equal, and the weighted one where those of negatives are', () => {
    fc.assert(
      fc.property(logs, ({ scores, label, weight }) => {
        const equal = ipwComponents(scores, label, weight.fill(7.5));
        const positives = [...equal].filter((_, row) => label[row] === 1);
        const mean = positives.reduce((a, b) => a + b, 0) / positives.length;
        expect(mean).toBeCloseTo(auc(scores, label), 10);
      }),
    );
    fc.assert(
      fc.property(logs, ({ scores, label, weight }) => {
        const onPositives = weight.map((w, row) => (label[row] === 1 ? w : 1));
        const [ours, theirs] = [ipwComponents, weightedComponents].map((components) =>
          components(scores, label, onPositives),
        );
        for (const [row, value] of ours!.entries()) expect(value).toBeCloseTo(theirs![row]!, 10);
      }),
    );
  });
});
