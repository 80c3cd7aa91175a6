import { describe, expect, it } from 'vitest';
import { sourceArms } from '../../../src/report/estimate-arms.ts';
import { isAboveZero, namedEstimates, rowName, usualLevel } from '../../../src/report/estimates.ts';
import type { SourceReport } from '../../../src/report/schema.ts';
import { estimate } from '../../fixtures/report.ts';

describe('named estimates', () => {
  it('name the arm that a contrast was taken from', () => {
    const source = (lis: SourceReport['lis']): SourceReport => ({
      name: 'editorial',
      kind: 'columns',
      provenance: 'declared',
      coverage: 1,
      lis,
      netLis: estimate(0.01, 0.002),
      minimumDetectable: 0.003,
      segments: [],
      features: [],
    });
    const netLis = (lis: SourceReport['lis']) =>
      namedEstimates(source(lis)).find(({ key }) => key === 'netLis')!.contrast;
    const total = estimate(0.01, 0.002);
    expect(netLis({ transferable: total, total })).toBe('leaked − placebo');
    expect(netLis({ total })).toBe('leaked-total − placebo');
    const versus = { source: 'o'.repeat(50), difference: { ...total, level: 0.975 } };
    const last = namedEstimates({ ...source({ total }), versus }).at(-1)!;
    expect(rowName(last)).toMatch(/^LIS over [o…]{20}, at 97\.5 %$/);
    expect(usualLevel([total, versus.difference])).toBe('95 %');
    expect(usualLevel([null, versus.difference])).toBe('97.5 %');
    expect(usualLevel([])).toBe('95 %');
    expect(last).toMatchObject({
      key: `versus.${'o'.repeat(50)}`,
      name: expect.stringMatching(/^LIS over [o…]{20}$/),
      contrast: `leaked-total − leaked-total of ${'o'.repeat(50)}`,
    });
    expect(sourceArms(source({ total }), 'netLis')).toEqual({
      arm: 'leaked-total:editorial',
      minus: 'placebo:editorial',
    });
    expect(sourceArms(source({ total }), `versus.${'o'.repeat(50)}`)).toBeUndefined();
  });
});

it('a gain is above 0 by its interval and, among several, by Holm’s p', () => {
  const gain = { ...estimate(0.002, 0.0019), p: 0.034 };
  expect(isAboveZero(gain)).toBe(true);
  expect(isAboveZero({ ...gain, pHolm: 0.068 })).toBe(false);
  expect(isAboveZero({ ...gain, low: -0.0001 })).toBe(false);
});
