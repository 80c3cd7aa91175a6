/** Runs on the same data side by side, each difference with the interval that the runs' own influence on groups of users gives it. */
import { READ } from '../../report/arm-ids.ts';
import { type Comparison, compareReports, type NamedReport } from '../../report/compare.ts';
import type { Judged } from '../../report/compared-estimates.ts';
import type { EstimateArms } from '../../report/estimate-arms.ts';
import { decodeInfluence } from '../../report/kept/influence.ts';
import { type RunDifference, type RunEstimate, runDifference, subtractArms } from './paired-runs.ts';

/**
 * @param reports two or more; all are compared with the first
 * @throws Failure `usage` `one-report`, `other-data`
 */
export function compareRuns(reports: readonly NamedReport[]): Comparison {
  return compareReports(reports, pairedDifference);
}

/**
 * later − first of one estimate. Null where the reports do not tell it: of an older version, of other users or labels, or of one seed, which
 * says nothing about what another seed would have trained.
 */
function pairedDifference(
  first: Judged,
  later: Judged,
  [ofFirst, ofLater]: readonly [EstimateArms, EstimateArms],
): RunDifference | null {
  const [groups, others] = [first.userGroups, later.userGroups];
  // The degrees of freedom are a function of the users and their rows: the same rows have the same.
  if (groups === undefined || groups.count !== others?.count || groups.df !== others.df) return null;
  const [a, b] = [runEstimate(first, ofFirst, groups.count), runEstimate(later, ofLater, groups.count)];
  return a === null || b === null ? null : runDifference(a, b, groups.df);
}

function runEstimate(report: Judged, { arm, minus }: EstimateArms, groups: number): RunEstimate | null {
  const influence = influenceOf(report, arm, groups);
  if (influence === null || minus === undefined) return influence;
  const less = influenceOf(report, minus, groups);
  if (less === null || less.seeds.join() !== influence.seeds.join()) return null;
  return { seeds: influence.seeds, perSeed: subtractArms(influence.perSeed, less.perSeed) };
}

function influenceOf({ arms }: Judged, id: string, groups: number): RunEstimate | null {
  const arm = arms.find((candidate) => candidate.id === id);
  if (arm === undefined) return null;
  const fewest = arm.ranker === READ ? 1 : 2; // scores that were read would be the same with every seed
  if (arm.perSeed.length < fewest) return null;
  const perSeed = arm.perSeed.map(({ influence }) => influence && decodeInfluence(influence, groups));
  if (!perSeed.every((seed) => seed !== undefined)) return null;
  return { seeds: arm.perSeed.map(({ seed }) => seed), perSeed };
}
