/**
 * Sixty rows against implementations written by others. Recipe: x ← (1664525·x + 1013904223) mod 2³² from x = 2508, a
 * draw below k is ⌊x / 2¹⁶⌋ mod k. A row draws its label (draw(10) < 4), user draw(9), score A = draw(20) + 5·label,
 * score B = draw(12) + 2·label. Both scores tie often; one user has no positive and one no negative.
 *
 * - AUC: scikit-learn's `roc_auc_score`.
 * - Plain paired DeLong: `var_diff` of `Delong_test` in MLstatkit 0.1.91; pyroc 0.1.1 gives 0.009617579382050842, and
 *   confidenceinterval 1.0.5, in single precision, 0.0096175794.
 * - Clustered: a NumPy script straight from Obuchowski's 1997 paper, and unlike the code here: ψ over all pairs, the
 *   2 × 2 matrices S10, S01, S11 of both arms, their covariance matrix, and then var A + var B − 2 cov.
 */
import { describe, expect, it } from 'vitest';
import {
  clusteredVariance,
  contrast,
  evaluationRows,
  plainVariance,
  ScoredArm,
} from '../../../src/metrics/index.ts';

const ROWS = 60;
const label = new Uint8Array(ROWS);
const user = new Uint32Array(ROWS);
const scoresA = new Float32Array(ROWS);
const scoresB = new Float32Array(ROWS);
let x = 2508;
const draw = (k: number): number => {
  x = (Math.imul(1664525, x) + 1013904223) >>> 0;
  return (x >>> 16) % k;
};
for (let row = 0; row < ROWS; row++) {
  label[row] = Number(draw(10) < 4);
  user[row] = draw(9);
  scoresA[row] = draw(20) + 5 * label[row]!;
  scoresB[row] = draw(12) + 2 * label[row]!;
}

const rows = evaluationRows(label, user);
const armOf = (scores: Float32Array): ScoredArm => {
  const arm = new ScoredArm(rows);
  arm.add(1, scores);
  return arm;
};
const a = armOf(scoresA);
const b = armOf(scoresB);
const clustered = (arm: ScoredArm): number =>
  clusteredVariance(rows, arm.perSeed[0]!.positiveSums, arm.perSeed[0]!.negativeSums, arm.auc);

describe('sixty rows', () => {
  it('are the rows of the recipe', () => {
    expect([rows.positives, rows.negatives]).toEqual([23, 37]);
    expect([rows.users, rows.usersWithPositives, rows.usersWithNegatives]).toEqual([9, 8, 8]);
  });

  it('have the AUCs of scikit-learn', () => {
    expect(a.auc).toBeCloseTo(0.544653349001175, 14);
    expect(b.auc).toBeCloseTo(0.6321974148061105, 14);
  });

  it('have the plain DeLong variance of MLstatkit', () => {
    expect(plainVariance(label, a.meanComponents, b.meanComponents)).toBeCloseTo(0.00961757938205085, 15);
  });

  it('have the clustered variances of the script', () => {
    expect(clustered(a)).toBeCloseTo(0.0034148731289957534, 15);
    expect(clustered(b)).toBeCloseTo(0.008359707512550016, 15);
  });

  it('have the paired difference of both', () => {
    const estimate = contrast(rows, a, b);
    expect(estimate.value).toBeCloseTo(0.544653349001175 - 0.6321974148061105, 14);
    expect(estimate.variance).toEqual({ users: expect.closeTo(0.007917981989823498, 15), seeds: null });
    expect(estimate.se).toBeCloseTo(Math.sqrt(0.007917981989823498), 14);
    expect(estimate.plainSe).toBeCloseTo(Math.sqrt(0.00961757938205085), 14);
  });
});
