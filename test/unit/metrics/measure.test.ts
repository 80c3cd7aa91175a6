/** Contrasts of a metric other than AUC, from the arms that carry it. */
import { describe, expect, it } from 'vitest';
import {
  contrast,
  evaluationRows,
  gauc,
  groupRows,
  measureOf,
  mixTerms,
  ndcg,
  recall,
  ScoredArm,
} from '../../../src/metrics/index.ts';
import { normal, uniform } from './support.ts';

const next = uniform(77);
const gauss = normal(next);
const ROWS = 400;
const label = new Uint8Array(ROWS).map(() => Number(next() < 0.3));
const user = new Uint32Array(ROWS).map(() => Math.floor(next() * 40));
const group = Uint32Array.from(user, (u) => u >> 1);
const rows = evaluationRows(label, user);
const draw = (signal: number) => [0, 1].map(() => Float32Array.from(label, (y) => signal * y + gauss()));
const [a, b] = [draw(1), draw(0.4)];

function armOf(scores: readonly Float32Array[], measure: ReturnType<typeof measureOf>): ScoredArm {
  const arm = new ScoredArm(rows, measure);
  scores.forEach((seedScores, seed) => {
    arm.add(seed, seedScores);
  });
  return arm;
}

describe('contrast of arms with a measure', () => {
  const groups = groupRows(group, label);
  it.each([
    ['gauc' as const, (scores: Float32Array) => gauc(scores, groups, 'impressions').value!],
    ['ndcg' as const, (scores: Float32Array) => ndcg(scores, groups, 10).value!],
    ['recall' as const, (scores: Float32Array) => recall(scores, groups, 10).value!],
  ])('is the difference of %s', (metric, metricOf) => {
    const measure = measureOf(metric, label, group, 5);
    const estimate = contrast(rows, armOf(a, measure), armOf(b, measure), 0.9);
    const expected = (metricOf(a[0]!) + metricOf(a[1]!) - metricOf(b[0]!) - metricOf(b[1]!)) / 2;
    expect(estimate.value).toBeCloseTo(expected, 12);
    expect(estimate.level).toBe(0.9);
    expect(estimate.se).toBeGreaterThan(0);
    expect(contrast(rows, armOf(a, measure), armOf(b, measure), 0.9)).toEqual(estimate);
  });

  it('is that of AUC where the spec says so', () => {
    expect(measureOf('auc', label, group, 5)).toBeUndefined();
    const plain = contrast(rows, armOf(a, undefined), armOf(b, undefined));
    expect(plain.value).toBeCloseTo(armOf(a, undefined).auc - armOf(b, undefined).auc, 14);
  });

  it('needs one measure for both arms, and all seeds measured', () => {
    const measure = measureOf('gauc', label, group, 5);
    expect(() => contrast(rows, armOf(a, measure), armOf(b, undefined))).toThrow('other metrics');
    const hollow = new ScoredArm(rows, measure);
    hollow.perSeed.push(...armOf(a, undefined).perSeed);
    expect(() => contrast(rows, hollow, armOf(b, measure))).toThrow('seed 0 was added without');
  });
});

describe('mixTerms', () => {
  it('adds numerators by weight and keeps the denominators', () => {
    const denominator = Float64Array.of(1, 2);
    const first = [{ numerator: Float64Array.of(1, 1), denominator }];
    const other = [{ numerator: Float64Array.of(0, 2), denominator }];
    expect(
      mixTerms([
        [0.5, first],
        [2, other],
      ]),
    ).toEqual([{ numerator: Float64Array.of(0.5, 4.5), denominator }]);
  });
});
