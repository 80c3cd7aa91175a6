/** Runs on the same data side by side, each difference with the interval that the runs' own influence on groups of users gives it. */
import { type Comparison, compareReports, type NamedReport } from '../report/compare.ts';
import type { EstimateArms } from '../report/estimate-arms.ts';
import { decodeInfluence } from '../report/influence.ts';
import type { Report } from '../report/schema.ts';
import { type RunDifference, type RunEstimate, runDifference, subtractArms } from './paired-runs.ts';

/**
 * @param reports two or more; all are compared with the first
 * @throws Failure `usage` `one-report`, `other-data`
 */
export function compareRuns(reports: readonly NamedReport[]): Comparison {
  return compareReports(reports, pairedDifference);
}

/** later − first of one estimate. Null where a report carries no influence: one of an older version. */
function pairedDifference(
  first: Report,
  later: Report,
  [ofFirst, ofLater]: readonly [EstimateArms, EstimateArms],
): RunDifference | null {
  const groups = [first, later].map(({ data }) => data.userGroups);
  const [a, b] = [runEstimate(first, ofFirst), runEstimate(later, ofLater)];
  if (a === null || b === null || groups[0] === undefined || groups[0].count !== groups[1]?.count)
    return null;
  return runDifference(a, b, Math.min(groups[0].df, groups[1].df));
}

function runEstimate(report: Report, { arm, minus }: EstimateArms): RunEstimate | null {
  const [of, less] = [influenceOf(report, arm), minus === undefined ? undefined : influenceOf(report, minus)];
  if (of === null || less === null || (less !== undefined && less.seeds.join() !== of.seeds.join()))
    return null;
  return { seeds: of.seeds, perSeed: subtractArms(of.perSeed, less?.perSeed) };
}

function influenceOf({ arms }: Report, id: string): RunEstimate | null {
  const perSeed = arms.find((arm) => arm.id === id)?.perSeed;
  if (perSeed === undefined || perSeed.some(({ influence }) => influence === undefined)) return null;
  return {
    seeds: perSeed.map(({ seed }) => seed),
    perSeed: perSeed.map(({ influence }) => ({ value: influence!.value, sums: decodeInfluence(influence!) })),
  };
}
