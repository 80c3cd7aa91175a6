import { describe, expect, it } from 'vitest';
import { Failure } from '../../../src/common/failure.ts';
import { auc, placements } from '../../../src/metrics/index.ts';
import { slowPlacements, uniform } from './support.ts';

const failureOf = (run: () => unknown): Failure => {
  try {
    run();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('did not fail');
};

/** (Σ ranks of positives − P(P+1)/2) / (P·N), ranks by the language's own sort, ties sharing their mean rank. */
function rankSumAuc(scores: Float64Array | Float32Array, label: Uint8Array): number {
  const sorted = Float64Array.from(scores).sort();
  const firstAt = (score: number, orEqual: boolean): number => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle]! < score || (orEqual && sorted[middle]! === score)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  let ranks = 0;
  let positives = 0;
  for (let row = 0; row < scores.length; row++) {
    if (label[row] === 0) continue;
    positives++;
    ranks += (firstAt(scores[row]!, false) + 1 + firstAt(scores[row]!, true)) / 2;
  }
  return (ranks - (positives * (positives + 1)) / 2) / (positives * (scores.length - positives));
}

describe('auc', () => {
  it('equals the rank sum on a million rows with ties, to 1e-12', () => {
    const next = uniform(11);
    const label = new Uint8Array(1_000_000).map(() => Number(next() < 0.2));
    const tied = new Float64Array(label.length).map(
      (_, row) => Math.round((next() + 0.1 * label[row]!) * 3000) / 7,
    );
    const free = new Float64Array(label.length).map((_, row) => next() - next() + 0.1 * label[row]!);
    const single = Float32Array.from(free, (score) => score * 1e-3);
    for (const scores of [tied, free, single]) {
      expect(Math.abs(auc(scores, label) - rankSumAuc(scores, label))).toBeLessThan(1e-12);
    }
  });

  it('distinguishes doubles that differ in the last bit', () => {
    const above = 1 + Number.EPSILON;
    expect(auc(Float64Array.of(above, 1), Uint8Array.of(1, 0))).toBe(1);
    expect(auc(Float64Array.of(-above, -1), Uint8Array.of(1, 0))).toBe(0);
    expect(auc(Float64Array.of(Number.MIN_VALUE, 0), Uint8Array.of(1, 0))).toBe(1);
    expect(auc(Float64Array.of(-Number.MIN_VALUE, 0), Uint8Array.of(1, 0))).toBe(0);
  });

  it('orders every magnitude and both signs', () => {
    const sizes = [Number.MAX_VALUE, 1e300, 3, 1, 1e-5, 1e-300, Number.MIN_VALUE];
    const ascending = [...sizes.map((size) => -size), 0, ...sizes.toReversed()];
    for (let row = 1; row < ascending.length; row++) {
      const scores = Float64Array.from(ascending);
      const label = new Uint8Array(scores.length).fill(1, row);
      expect(auc(scores, label)).toBe(1);
    }
  });

  it('takes −0 and +0 for equal', () => {
    expect(auc(Float64Array.of(-0, 0), Uint8Array.of(1, 0))).toBe(0.5);
    expect(auc(Float32Array.of(0, -0), Uint8Array.of(1, 0))).toBe(0.5);
  });

  it('is one half where all scores are equal', () => {
    expect(auc(new Float32Array(1000).fill(3), new Uint8Array(1000).fill(1, 700))).toBe(0.5);
  });

  it('gives the same for floats and for the same numbers as doubles', () => {
    const next = uniform(5);
    const scores = new Float32Array(5000).map(() => next() - 0.5);
    const label = new Uint8Array(5000).map(() => Number(next() < 0.3));
    expect(placements(scores, label)).toEqual(placements(Float64Array.from(scores), label));
  });

  it('reads labels that threads share', () => {
    const label = new Uint8Array(new SharedArrayBuffer(3));
    label.set([1, 0, 1]);
    expect(auc(Float32Array.of(3, 2, 1), label)).toBe(0.5);
  });

  it('returns components that later calls leave alone', () => {
    const first = placements(Float32Array.of(2, 1), Uint8Array.of(1, 0));
    placements(Float32Array.of(1, 2), Uint8Array.of(1, 0));
    expect([...first.components]).toEqual([1, 1]);
  });

  it('gives the same after a larger problem and after a smaller one', () => {
    const next = uniform(8);
    const problem = (rows: number) => ({
      scores: new Float32Array(rows).map(() => Math.round(next() * 50)),
      label: new Uint8Array(rows).map((_, row) => row % 2),
    });
    for (const { scores, label } of [20, 3000, 200, 3100, 4].map(problem)) {
      const expected = slowPlacements(scores, label);
      const found = placements(scores, label);
      expect(found.auc).toBeCloseTo(expected.auc, 12);
      found.components.forEach((component, row) => {
        expect(component).toBeCloseTo(expected.components[row]!, 12);
      });
    }
  });
});

describe('work in pieces', () => {
  const rows = (1 << 20) + 7;
  const scores = new Float32Array(rows).map((_, row) => (row * 7919) % 1009);
  const label = new Uint8Array(rows).map((_, row) => (row % 3) & 1);

  it('stops where the callback throws, and starts afresh after it', () => {
    const expected = auc(scores, label);
    let calls = 0;
    auc(scores, label, () => calls++);
    expect(calls).toBeGreaterThanOrEqual(6); // two pieces to load, to walk, and to sort by at least one digit
    for (let stopAt = 1; stopAt <= calls; stopAt++) {
      let left = stopAt;
      const stop = () => {
        if (--left === 0) throw new Error('stop');
      };
      expect(() => auc(scores, label, stop)).toThrow('stop');
      expect(auc(scores, label)).toBe(expected);
    }
  });

  it('keeps a group of ties whole across pieces', () => {
    const same = new Float32Array(rows).fill(1);
    same[0] = 2;
    const { auc: area, components, positives, negatives } = placements(same, label);
    // Row 0 is negative and above everything: it loses to no positive, and all other pairs tie.
    expect(components[0]).toBe(0);
    expect(components[2]).toBe(0.5);
    expect(area).toBeCloseTo((0.5 * (negatives - 1)) / negatives, 15);
    expect(positives + negatives).toBe(rows);
  });
});

describe('bad scores', () => {
  it('counts scores that are not finite', () => {
    const label = Uint8Array.of(1, 0, 1, 0);
    const bad = failureOf(() => placements(Float32Array.of(NaN, 1, -Infinity, Infinity), label));
    expect(bad.code).toBe('non-finite-scores');
    expect(bad.kind).toBe('data');
    expect(bad.message).toContain('3 of 4 scores');
    expect(failureOf(() => auc(Float64Array.of(1, 2, 3, -NaN), label)).message).toContain('1 of 4 scores');
  });

  it('refuses rows of one class, naming it', () => {
    const scores = Float32Array.of(1, 2);
    const positive = failureOf(() => auc(scores, Uint8Array.of(1, 1)));
    expect(positive.code).toBe('one-class');
    expect(positive.message).toContain('All 2 scored rows are positive');
    expect(failureOf(() => auc(scores, Uint8Array.of(0, 0))).message).toContain('are negative');
  });

  it('refuses no rows at all', () => {
    expect(failureOf(() => auc(new Float32Array(0), new Uint8Array(0))).code).toBe('no-rows');
  });

  it('refuses more rows than a kernel can hold, as a lack of memory', () => {
    const rows = 180_000_000;
    const huge = failureOf(() => auc(new Float32Array(rows), new Uint8Array(rows)));
    expect([huge.kind, huge.code]).toEqual(['resource', 'memory']);
  });

  it('treats scores and labels of different length as a defect', () => {
    expect(() => auc(new Float32Array(2), new Uint8Array(3))).toThrow('2 scores but 3 labels');
  });
});
