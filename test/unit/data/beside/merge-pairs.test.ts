import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergePairs } from '../../../../src/data/beside/merge-pairs.ts';

type Pair = { l: number; r: number; t: number; u: number; w: number };

const sorted = (rows: readonly Pair[]) =>
  [...rows].sort((a, b) => a.l - b.l || a.r - b.r || a.t - b.t || a.u - b.u || a.w - b.w);

function merge(rows: readonly Pair[]) {
  const columns = {
    left: Uint32Array.from(rows, ({ l }) => l),
    right: Uint32Array.from(rows, ({ r }) => r),
    weight: Float64Array.from(rows, ({ w }) => w),
    time: Float64Array.from(rows, ({ t }) => t),
    user: Uint32Array.from(rows, ({ u }) => u),
  };
  const merged = mergePairs(columns);
  const left = Array.from({ length: merged.pairs }, (_, i) => ({
    l: columns.left[i],
    r: columns.right[i],
    t: columns.time[i],
    u: columns.user[i],
    w: columns.weight[i],
  }));
  return { ...merged, left };
}

describe('doubled pairs', () => {
  it('merge: copies are one, weights add up', () => {
    const at = (w: number, r = 2) => ({ l: 1, r, t: 0, u: 0, w });
    const { pairs, copies, contradictory, left } = merge([
      at(1),
      at(1),
      at(3),
      at(3),
      at(5),
      at(7, 3),
      at(7, 3),
    ]);
    expect({ pairs, copies, contradictory }).toEqual({ pairs: 2, copies: 3, contradictory: 1 });
    expect(left).toEqual([at(9), at(7, 3)]); // 1 + 3 + 5
  });

  it('are nothing where there are no rows', () => {
    expect(merge([])).toEqual({ pairs: 0, copies: 0, contradictory: 0, left: [] });
  });

  it('agree with the slow definition', () => {
    const pair = fc.record({
      l: fc.nat(2),
      r: fc.nat(2),
      t: fc.nat(1),
      u: fc.nat(1),
      w: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 60 }), (rows) => {
        const weights = new Map<string, Set<number>>();
        for (const { w, ...key } of rows) {
          const text = JSON.stringify(key);
          weights.set(text, (weights.get(text) ?? new Set()).add(w));
        }
        const sets = [...weights];
        const expected = sets.map(([key, set]) => ({
          ...JSON.parse(key),
          w: [...set].reduce((a, b) => a + b),
        }));
        const distinct = sets.reduce((sum, [, { size }]) => sum + size, 0);
        expect(merge(sorted(rows))).toEqual({
          pairs: sets.length,
          copies: rows.length - distinct,
          contradictory: sets.filter(([, { size }]) => size > 1).length,
          left: sorted(expected),
        });
      }),
      { numRuns: 300, seed: 5 },
    );
  });
});
