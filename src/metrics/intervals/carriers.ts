/** How many users carry a difference: where it comes from a few, a sample may hold none of them, and says nothing of how wide its interval is. */
import type { ScoredArm } from '../scored-arm.ts';
import { type EvaluationRows, effectiveCount } from './clusters.ts';
import { groupInfluence, type UserGroups } from './influence.ts';

/**
 * The number of users of equal influence that would carry the difference a − b: (Σ |d|)² / Σ d², where d is what a user contributes to it to
 * first order, averaged over seeds. 0 where nobody contributes. (Σ d²)² / Σ d⁴ asks more of users of unequal activity than coverage does:
 * samples of 200 effective users, whose intervals hold the truth as often as they say (docs/stopping.md), have from 9 to 38 by it in
 * ten worlds, and from 134 to 245 by |d|.
 * @param isReached whether the data has a value for a row of the user. The rest do not count: heads with other columns differ a little in
 *   all rows, and a sample in which the data reaches nobody would look well known
 */
export function carriers(
  rows: EvaluationRows,
  a: ScoredArm,
  b: ScoredArm,
  isReached: (user: number) => boolean = () => true,
): number {
  const ofA = influence(rows, a);
  const ofB = influence(rows, b);
  return effectiveCount(ofA.map((d, user) => (isReached(user) ? Math.abs(d - ofB[user]!) : 0)));
}

/** Of each user, averaged over seeds. */
function influence(rows: EvaluationRows, { perSeed }: ScoredArm): Float64Array {
  const alone: UserGroups = {
    groupOf: Uint32Array.from({ length: rows.users }, (_, u) => u),
    count: rows.users,
  };
  const mean = new Float64Array(rows.users);
  for (const seed of perSeed)
    for (const [user, d] of groupInfluence(rows, seed, alone).sums.entries())
      mean[user]! += d / perSeed.length;
  return mean;
}
