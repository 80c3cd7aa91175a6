/** What the report carries so that runs can be compared: the influence of groups of users on the arms of the first ranker. */
import { groupDf, groupInfluence } from '../../metrics/intervals/influence.ts';
import { BASE } from '../../report/arm-ids.ts';
import { encodeInfluence } from '../../report/kept/influence.ts';
import type { ObjectiveReport, OtherRanker } from '../../report/schema.ts';
import type { ScoredRun } from './scored-run.ts';

/** Runs are compared by these arms, by the label of the log and by each objective. */
export function withInfluence(described: OtherRanker, { rows, scored, userGroups }: ScoredRun): OtherRanker {
  const arms = described.arms.map((arm) => ({
    ...arm,
    perSeed: arm.perSeed.map((seed, k) => {
      const { value, sums } = groupInfluence(rows, scored.get(arm.id)!.perSeed[k]!, userGroups);
      return { ...seed, influence: encodeInfluence(value, sums) };
    }),
  }));
  return { ...described, arms };
}

/** How many groups there are, and what they weigh by the label and the metric of the run. */
export function describeGroups({ rows, userGroups, scored }: ScoredRun): ObjectiveReport['userGroups'] {
  const { terms } = scored.get(BASE)!.perSeed[0]!;
  return { count: userGroups.count, df: groupDf(rows, userGroups, terms) };
}
