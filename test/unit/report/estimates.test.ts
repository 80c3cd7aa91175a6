import { describe, expect, it } from 'vitest';
import { namedEstimates } from '../../../src/report/estimates.ts';
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
  });
});
