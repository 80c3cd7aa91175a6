import { describe, expect, it } from 'vitest';
import { auc, evaluationRows, logLoss, placements, ScoredArm } from '../../../src/metrics/index.ts';

const label = Uint8Array.of(1, 0, 1, 0, 0, 1);
const rows = evaluationRows(label, Uint32Array.of(0, 0, 1, 1, 2, 2));
const first = Float32Array.of(3, 1, 2, 2, 0, 1);
const second = Float32Array.of(1, 3, 5, 2, 0, -1);

describe('ScoredArm', () => {
  it('keeps of each seed its metrics and the sums of components per user and class', () => {
    const arm = new ScoredArm(rows);
    arm.add(4, first);
    const { components } = placements(first, label);
    expect(arm.perSeed).toHaveLength(1);
    const seed = arm.perSeed[0]!;
    expect([seed.seed, seed.auc, seed.logLoss]).toEqual([4, auc(first, label), logLoss(first, label)]);
    expect([...seed.positiveSums]).toEqual([components[0], components[2], components[5]]);
    expect([...seed.negativeSums]).toEqual([components[1], components[3], components[4]]);
  });

  it('averages metrics and row components over seeds', () => {
    const arm = new ScoredArm(rows);
    arm.add(1, first);
    arm.add(2, second);
    expect(arm.auc).toBeCloseTo((auc(first, label) + auc(second, label)) / 2, 15);
    expect(arm.logLoss).toBeCloseTo((logLoss(first, label) + logLoss(second, label)) / 2, 15);
    const [a, b] = [placements(first, label).components, placements(second, label).components];
    arm.meanComponents.forEach((value, row) => {
      expect(value).toBeCloseTo((a[row]! + b[row]!) / 2, 15);
    });
  });

  it('does not keep the scores', () => {
    const arm = new ScoredArm(rows);
    const reused = first.slice();
    arm.add(1, reused);
    const before = arm.auc;
    reused.fill(0);
    expect(arm.auc).toBe(before);
  });

  it('offers to stop between pieces, and a stopped seed leaves no trace', () => {
    let pieces = 0;
    new ScoredArm(rows).add(1, first, () => pieces++);
    expect(pieces).toBeGreaterThanOrEqual(4); // log loss, loading, sorting, walking the ties
    for (let stopAt = 1; stopAt <= pieces; stopAt++) {
      const arm = new ScoredArm(rows);
      let left = stopAt;
      const stop = () => {
        if (--left === 0) throw new Error('stop');
      };
      expect(() => arm.add(1, first, stop)).toThrow('stop');
      expect(arm.perSeed).toHaveLength(0);
      expect([...arm.meanComponents]).toEqual([0, 0, 0, 0, 0, 0]);
    }
  });

  it('refuses a seed twice, other rows, and to average nothing', () => {
    const arm = new ScoredArm(rows);
    expect(() => arm.auc).toThrow('no seed');
    expect(() => arm.add(1, Float32Array.of(1, 2))).toThrow('2 scores for 6 evaluation rows');
    arm.add(1, first);
    expect(() => arm.add(1, second)).toThrow('seed 1 was added before');
  });
});
