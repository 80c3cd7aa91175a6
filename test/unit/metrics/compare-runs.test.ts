/** What reports tell of each other, and which of them tell nothing: these come from files that anybody may have edited. */
import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../../src/metrics/intervals/compare-runs.ts';
import { encodeInfluence } from '../../../src/report/kept/influence.ts';
import type { Report } from '../../../src/report/schema.ts';
import { byTime } from '../../fixtures/objective-report.ts';
import { sampleReport } from '../report/sample.ts';
import { normal, uniform } from './support.ts';

const GROUPS = 64;
const gauss = normal(uniform(5));

/** The sample, with influence of groups of some size in every arm and seed. */
function carrying(): Report {
  const report = sampleReport();
  report.data.userGroups = { count: GROUPS, df: 50 };
  for (const arm of report.arms) {
    arm.perSeed = [1, 2, 3].map((seed) => {
      const sums = new Float64Array(GROUPS).map(() => gauss() * 1e-4);
      return { seed, auc: arm.auc, logLoss: null, influence: encodeInfluence(arm.auc, sums) };
    });
  }
  return report;
}

const bases = (first: Report, later: Report) => {
  const { estimates, arms } = compareRuns([
    { name: 'a.json', report: first },
    { name: 'b.json', report: later },
  ]);
  const [transferable] = estimates;
  return [transferable!.intervals[1]?.basis, arms[0]!.intervals[1]?.basis];
};

describe('compareRuns', () => {
  const first = carrying();

  it('pairs what both reports carry', () => {
    const later = structuredClone(first);
    const lis = later.sources[0]!.lis.transferable!;
    for (const key of ['value', 'low', 'high'] as const) lis[key] += 0.01;
    for (const seed of later.arms[1]!.perSeed) seed.influence!.value += 0.01;
    const { estimates } = compareRuns([
      { name: 'a.json', report: first },
      { name: 'b.json', report: later },
    ]);
    const { low, high, basis } = estimates[0]!.intervals[1]!;
    expect(basis).toBe('paired');
    expect((low + high) / 2).toBeCloseTo(0.01, 12);
    expect(bases(first, carrying())).toEqual(['paired', 'paired']);
  });

  it.each<[string, (report: Report) => void]>([
    ['of an older version', (report) => delete report.data.userGroups],
    ['that lost the influence of an arm', (report) => delete report.arms[0]!.perSeed[1]!.influence],
    ['of other users', (report) => (report.data.userGroups!.df = 49)],
    ['of other groups', (report) => (report.data.userGroups!.count = 128)],
    ['whose influence is cut', (report) => (report.arms[0]!.perSeed[0]!.influence!.groups = 'AAAA')],
    ['whose influence is not finite', (report) => (report.arms[0]!.perSeed[0]!.influence!.scale = 1e308)],
    ['of one seed', (report) => report.arms.map((arm) => arm.perSeed.splice(1))],
    ['without a seed', (report) => report.arms.map((arm) => arm.perSeed.splice(0))],
  ])('takes the widest interval for a report %s', (_name, change) => {
    const later = structuredClone(first);
    change(later);
    expect(bases(first, later)).toEqual(['widest', undefined]);
    expect(bases(later, first)).toEqual(['widest', undefined]);
  });

  it('pairs by an objective what its own arms carry', () => {
    const [a, b] = [carrying(), carrying()];
    for (const report of [a, b]) {
      const { arms } = carrying();
      report.objectives = [{ ...byTime(report), arms, userGroups: { count: GROUPS, df: 30 } }];
    }
    const basis = (): unknown[] =>
      compareRuns([
        { name: 'a.json', report: a },
        { name: 'b.json', report: b },
      ]).estimates.flatMap(({ objective, key, intervals }) =>
        objective === 'time' && key.startsWith('lis.') ? [intervals[1]!.basis] : [],
      );
    expect(basis()).toEqual(['paired', 'widest']); // the sample has no arm `leaked-total`
    b.objectives![0]!.userGroups!.df = 29; // of another label
    expect(basis()).toEqual(['widest', 'widest']);
  });

  it('takes it where the arms of an estimate have not the same seeds', () => {
    const later = structuredClone(first);
    later.arms[1]!.perSeed[0]!.seed = 99;
    expect(bases(first, later)).toEqual(['widest', 'paired']);
  });

  it('pairs score files, which no seed changes', () => {
    const [a, b] = [carrying(), carrying()];
    for (const report of [a, b]) {
      for (const arm of report.arms) {
        arm.ranker = 'predictions';
        arm.perSeed.splice(1);
      }
    }
    expect(bases(a, b)).toEqual(['paired', 'paired']);
  });
});
