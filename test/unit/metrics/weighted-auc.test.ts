import { describe, expect, it } from 'vitest';
import { auc, weightedAuc } from '../../../src/metrics/index.ts';
import { weightedComponents } from '../../../src/metrics/weighted-auc.ts';
import { uniform } from './support.ts';

const label = Uint8Array.of(1, 0, 1, 0, 0);
const scores = Float32Array.of(0.9, 0.1, 0.4, 0.6, 0.4);

describe('weightedAuc', () => {
  // V10: 0.9 → 1; 0.4 is above 0.1, ties 0.4, is below 0.6: (1 + ½)/3 = ½. With weights 3 and 1: (3 · 1 + 1 · ½)/4 = 7/8.
  it('counts a positive by its weight', () => {
    expect(weightedAuc(scores, label, Float64Array.of(3, 9, 1, 9, 9))).toBe(7 / 8);
    expect(weightedAuc(scores, label, Float64Array.of(1, 9, 3, 9, 9))).toBe(5 / 8);
    expect(weightedAuc(scores, label, Float64Array.of(0, 9, 3, 9, 9))).toBe(1 / 2);
  });

  it('does not read the weights of negatives, nor the scale of those of positives', () => {
    const missing = Number.NaN;
    expect(weightedAuc(scores, label, Float64Array.of(30, missing, 10, -1, missing))).toBe(7 / 8);
  });

  it('is AUC where all weights are equal', () => {
    const next = uniform(2);
    const many = new Float32Array(500).map(() => Math.floor(next() * 20));
    const labels = new Uint8Array(500).map(() => Number(next() < 0.3));
    expect(weightedAuc(many, labels, new Float64Array(500).fill(2))).toBeCloseTo(auc(many, labels), 14);
  });

  it('refuses weights that are none, and says how many', () => {
    const withWeights = (...weights: number[]) => weightedAuc(scores, label, Float64Array.from(weights));
    expect(() => withWeights(-1, 0, 1, 0, 0)).toThrow('1 positive rows have a weight');
    expect(() => withWeights(Number.POSITIVE_INFINITY, 0, Number.NaN, 0, 0)).toThrow('2 positive rows');
    expect(() => withWeights(0, 1, 0, 1, 1)).toThrow('All positive evaluation rows have weight 0');
    expect(() => withWeights(1)).toThrow('5 labels but 1 weights');
  });
});

describe('weightedComponents', () => {
  // V01 with weights 3 (at 0.9) and 1 (at 0.4): 0.1 → 4/4; 0.6 → 3/4; 0.4 ties 1 of 4: (3 + ½)/4.
  it('place negatives among the weight of the positives', () => {
    const components = weightedComponents(scores, label, Float64Array.of(3, 0, 1, 0, 0));
    expect([...components]).toEqual([1, 1, 1 / 2, 3 / 4, 3.5 / 4]);
  });

  it('average to the weighted AUC in either class', () => {
    const next = uniform(7);
    const rows = 400;
    const many = new Float32Array(rows).map(() => Math.floor(next() * 30) - 15);
    const labels = new Uint8Array(rows).map(() => Number(next() < 0.4));
    const weight = new Float64Array(rows).map(() => next() * 5);
    const components = weightedComponents(many, labels, weight);
    let positive = 0;
    let total = 0;
    let negative = 0;
    components.forEach((component, row) => {
      if (labels[row] === 1) {
        positive += weight[row]! * component;
        total += weight[row]!;
      } else negative += component;
    });
    const expected = weightedAuc(many, labels, weight);
    expect(positive / total).toBeCloseTo(expected, 13);
    expect(negative / labels.reduce((sum, y) => sum + 1 - y, 0)).toBeCloseTo(expected, 13);
  });
});
