/** The method's definitional case of clustered AUC, by hand. */
import { describe, expect, it } from 'vitest';
import {
  clusteredVariance,
  evaluationRows,
  placements,
  plainVariance,
  ScoredArm,
} from '../../../src/metrics/index.ts';

// user 1: + 0.9, − 0.1; user 2: + 0.4; user 3: − 0.6, − 0.2
const label = Uint8Array.of(1, 0, 1, 0, 0);
const user = Uint32Array.of(1, 1, 2, 3, 3);
const scores = Float32Array.of(0.9, 0.1, 0.4, 0.6, 0.2);

describe('five rows of three users', () => {
  // 0.9 is above 0.1, 0.6, 0.2; 0.4 is above 0.1 and 0.2: 5 of 2 · 3 pairs.
  it('has AUC 5/6', () => {
    expect(placements(scores, label).auc).toBe(5 / 6);
  });

  // V10: 0.9 → 3/3, 0.4 → 2/3. V01: 0.1 → 2/2, 0.6 → 1/2 (only 0.9 is above), 0.2 → 2/2.
  it('places each row among the other class', () => {
    expect([...placements(scores, label).components]).toEqual([1, 1, 2 / 3, 1 / 2, 1]);
  });

  // θ = 5/6. a: user 1 1 − θ = 1/6, user 2 2/3 − θ = −1/6. b: user 1 1 − θ = 1/6, user 3 3/2 − 2θ = −1/6.
  // S10 = 2/(1·2) · 2/36 = 1/18; S01 = 2/(1·3) · 2/36 = 1/27; S11 = 3/2 · 1/36 = 1/24.
  // Var = (1/18)/2 + (1/27)/3 + 2 · (1/24)/6 = 18/648 + 8/648 + 9/648 = 35/648.
  it('has clustered variance 35/648', () => {
    const rows = evaluationRows(label, user);
    const arm = new ScoredArm(rows);
    arm.add(1, scores);
    const { positiveSums, negativeSums } = arm.perSeed[0]!;
    expect([...positiveSums]).toEqual([1, 2 / 3, 0]);
    expect([...negativeSums]).toEqual([1, 0, 1.5]);
    expect(clusteredVariance(rows, positiveSums, negativeSums, 5 / 6)).toBeCloseTo(35 / 648, 15);
  });

  // var(1, 2/3) = 1/18, over 2: 1/36. var(1, 1/2, 1) = 1/12, over 3: 1/36. Together 1/18.
  it('has plain DeLong variance 1/18', () => {
    expect(plainVariance(label, placements(scores, label).components, null)).toBeCloseTo(1 / 18, 15);
  });
});
