/** What would decide an undecided source: more evaluation users, more ranker seeds, or both. */
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import type { Estimate, SourceReport } from '../../report/schema.ts';

export type Power = NonNullable<SourceReport['power']>;

/** The spread between seeds cannot be seen from one, and hardly from two. */
const FEWEST_SEEDS = 3;

/** Student's distribution with so many degrees of freedom is the normal one, to the last digits. */
const NORMAL = 1e15;

/** z₀.₈: in 80 % of runs a normal estimate is not further than this below its mean. */
const POWER = tQuantile(0.8, NORMAL);

/**
 * Standard errors at which a true difference is found in 80 % of runs by the interval that there is: t₀.₉₇₅ + t₀.₈ with its
 * degrees of freedom, 2.80 where they are many. With few, 2.80 · SE may lie inside the interval's own half width.
 */
const detectableNow = ({ level, df }: Pick<Estimate, 'level' | 'df'>): number =>
  tQuantile((1 + level) / 2, df) + tQuantile(0.8, df);

/** Standard errors at which a true difference is found in 80 % of runs of many users and seeds: 2.80 = z₀.₉₇₅ + z₀.₈ at level 95 %. */
const detectable = (level: number): number => tQuantile((1 + level) / 2, NORMAL) + POWER;

/**
 * The smallest true difference that this much data finds with 80 % power at the level of its interval, two-sided. Give it the
 * estimate at the level that decides: of several sources that is the one Holm's procedure leaves, not 95 %.
 */
export function minimumDetectable(estimate: Estimate): number {
  return detectableNow(estimate) * estimate.se;
}

/**
 * How many users or seeds bring the smallest detectable difference, 2.80 · SE at level 95 %, down to `target`.
 *
 * SE² = U + S, users and seeds; U shrinks with users, S with seeds. S also holds the noise that each seed has on the same
 * users, which more users would shrink as well: counted as the seeds' alone it can only make the advice ask for too
 * much. With T = (target/2.80)², since more of either leaves many degrees of freedom; where that would call enough what the
 * present ones do not, T is that of the present ones:
 * - U + S ≤ T: `enough`. `usersNeeded` and `seedsNeeded` are what there is.
 * - S ≥ T: no number of users suffices: `seeds`, K·S/(T − U) of them; U ≥ T: `users`, N·U/(T − S) of them.
 * - both ≥ T: `users-and-seeds`, each brought down to T/2, N·U/(T/2) users and K·S/(T/2) seeds together.
 * - neither: either would do, both numbers are given, each by itself, and the advice is the smaller factor, since the
 *   rest is a matter of cost.
 * What cannot suffice by itself is null. With one seed S is unknown: `seeds` where U alone would be enough, else `users`
 * with what U alone asks for.
 *
 * @param estimate at the level that decides, as for `minimumDetectable`
 * @param evalUsers N, users with evaluation rows
 * @param seeds K
 * @param target the smallest gain worth having, > 0
 */
export function power(estimate: Estimate, evalUsers: number, seeds: number, target: number): Power {
  if (!(target > 0)) throw new Error(`the gain to detect is above 0, not ${target}`);
  const { users, seeds: ofSeeds } = estimate.variance;
  const atLast = (target / detectable(estimate.level)) ** 2;
  const now = (target / detectableNow(estimate)) ** 2;
  const allowed = users + (ofSeeds ?? 0) <= atLast ? now : atLast;
  if (ofSeeds === null) return withoutSpread(users, evalUsers, allowed);
  if (users + ofSeeds <= allowed) return { usersNeeded: evalUsers, seedsNeeded: seeds, advice: 'enough' };
  const usersFor = (part: number): number => Math.ceil((evalUsers * users) / part);
  const seedsFor = (part: number): number => Math.ceil((seeds * ofSeeds) / part);
  if (users >= allowed && ofSeeds >= allowed) {
    return {
      usersNeeded: usersFor(allowed / 2),
      seedsNeeded: seedsFor(allowed / 2),
      advice: 'users-and-seeds',
    };
  }
  const usersNeeded = ofSeeds < allowed ? usersFor(allowed - ofSeeds) : null;
  const seedsNeeded = users < allowed ? seedsFor(allowed - users) : null;
  const byUsers = usersNeeded === null ? Number.POSITIVE_INFINITY : usersNeeded / evalUsers;
  const bySeeds = seedsNeeded === null ? Number.POSITIVE_INFINITY : seedsNeeded / seeds;
  return { usersNeeded, seedsNeeded, advice: bySeeds <= byUsers ? 'seeds' : 'users' };
}

function withoutSpread(users: number, evalUsers: number, allowed: number): Power {
  if (users <= allowed) return { usersNeeded: evalUsers, seedsNeeded: FEWEST_SEEDS, advice: 'seeds' };
  return { usersNeeded: Math.ceil((evalUsers * users) / allowed), seedsNeeded: null, advice: 'users' };
}
