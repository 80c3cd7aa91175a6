import { describe, expect, it } from 'vitest';
import type { Found } from '../../../../src/audit/data/check.ts';
import { Failure } from '../../../../src/common/failure.ts';
import type { Engine } from '../../../../src/data/engine.ts';
import { priceFindings } from '../../../../src/evaluation/audit/pricing.ts';
import type { AuditRequest } from '../../../../src/evaluation/audit/request.ts';
import { loadSpec } from '../../../../src/evaluation/load-spec.ts';
import { auditSubject } from '../../../support/audit-subject.ts';
import { NO_ENGINE } from '../../../support/engine.ts';

const TEXT = 'version: 1\nlog: {path: log.csv, user: u, item: i, label: y, time: t}\n';

const rows = Array.from({ length: 10 }, (_, at) => ({
  ...{ user: at % 2, item: at % 3, time: at, label: (at % 2) as 0 | 1, evaluated: at > 7 },
}));
const values = rows.map(({ item }) => item);
const subject = auditSubject(rows, { columns: { a: { values }, b: { values } } });

const found = (target: string, change: Partial<Found> = {}): Found => ({
  ...{ code: 'label-copy', severity: 'error', about: 'column', target, message: '', evidence: [] },
  ...{ why: '', remedy: '' },
  ...change,
});

async function priced(all: Found[], load: Engine['load'], change: Partial<AuditRequest> = {}) {
  const run = {
    signal: new AbortController().signal,
    onProgress: () => {},
    threads: 1,
    memoryBytes: 2 ** 30,
  };
  const request = { specPath: '/w/lis.yaml', run, ...change };
  return priceFindings(all, subject, await loadSpec('/w/lis.yaml', TEXT), request, { ...NO_ENGINE, load });
}

const refuses: Engine['load'] = () => Promise.reject(new Failure('data', 'one-class', 'All labels are 1.'));

describe('findings without a price', () => {
  it('say why the data allows none', async () => {
    const split = found('split', { about: 'split', code: 'random-split', specPath: ['split'] });
    const pricing = await priced([found('a'), split], refuses);
    expect(pricing.priceOf(found('a'))).toEqual({ unpriced: 'All labels are 1.' });
    expect(pricing.priceOf(split)).toEqual({ unpriced: 'All labels are 1.' });
    expect([pricing.together, pricing.baseAuc]).toEqual([0, undefined]);
  });

  it('are not asked for, or are more than are priced', async () => {
    const none = await priced([found('a')], refuses, { price: false });
    expect(none.priceOf(found('a'))).toEqual({ unpriced: 'no price was asked for' });
    const few = await priced([found('a')], refuses, { mostPriced: 0 });
    expect(few.priceOf(found('a'))).toEqual({ unpriced: 'no more than 0 columns are priced' });
  });

  it('are those that nothing is worth by', async () => {
    const pricing = await priced([found('log', { about: 'log', code: 'row-order' })], refuses);
    for (const change of [
      { about: 'log' },
      { code: 'column-drift' },
      { about: 'split', code: 'entity-overlap' },
    ] as const)
      expect(pricing.priceOf(found('a', change))).toEqual({});
  });

  it('are none where the engine itself fails', async () => {
    const lost: Engine['load'] = () => Promise.reject(new Failure('resource', 'memory', 'Out of memory.'));
    await expect(priced([found('a')], lost)).rejects.toThrow('Out of memory.');
  });
});
