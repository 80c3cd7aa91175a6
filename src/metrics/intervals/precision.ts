/**
 * How many evaluation users a difference takes to be known well enough: users are added in nested samples, each twice as large as the one
 * before, until the interval is as narrow as wanted (Y. S. Chow, H. Robbins, On the asymptotic theory of fixed-width sequential confidence
 * intervals, Ann. Math. Stat. 36, 1965). Stopping hangs on the width alone, never on the value: a run cannot stop because it likes what it
 * sees. Coverage is measured: `npm run stopping`.
 */
import type { Estimate } from '../../report/schema.ts';
import type { Measure } from '../measure.ts';
import { type EvaluationRows, effectiveCount } from './clusters.ts';
import { userSums } from './user-sums.ts';

/** Shares of the evaluation users. */
export const SHARES: readonly number[] = [1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1];

/**
 * A sample of fewer users, by their effective number in the scarcer class, is passed over: their variance is too uncertain to stop by.
 */
export const FEWEST_USERS = 200;

/**
 * A look may end a run only where so many users carry each difference (`carriers`): of data that reaches well under a hundredth of the users
 * a sample of 200 may hold one of them or none, and then its interval is nearly 0. A width that comes from 50 users is known to a tenth or two, as
 * where 50 to 100 effective users may be looked at (docs/stopping.md); data that reaches many has three times as many in the smallest sample.
 */
export const FEWEST_CARRIERS = 50;

/**
 * A stage is passed over as well unless its interval can be expected to be so much narrower than asked (twice as many users make it narrower by
 * √2). Whether a run stops at a stage that is expected to be about as narrow as asked hangs on the chance that its variance comes out small, and
 * those that stop then cover the truth less often. A look that does not stop also costs a pass over the preference data.
 */
const WORTH_A_LOOK = 0.8;

/** A sample of the evaluation users that may be measured. */
export interface Stage {
  /** Of the evaluation users. */
  share: number;
  /** Effective number of its users. */
  users: number;
}

/** A stage that was measured. */
export interface Look {
  share: number;
  /** Of its widest interval. */
  halfWidth: number;
  /** How many users carry the difference that fewest carry. */
  carriers: number;
}

/** Half of the interval's width. */
export const halfWidth = ({ low, high }: Pick<Estimate, 'low' | 'high'>): number => (high - low) / 2;

/** What each user weighs in the metric, once for each class or term: a sample of users is worth as many as its scarcer one says. */
export function userWeights(rows: EvaluationRows, measure?: Measure): readonly ArrayLike<number>[] {
  if (measure === undefined) return [rows.positivesPerUser, rows.negativesPerUser];
  return userSums(rows, measure.metric, new Float32Array(rows.rows)).map(({ denominator }) => denominator);
}

/** The effective number of the users in a sample. @param isIn whether a user is */
export function effectiveUsers(
  weights: readonly ArrayLike<number>[],
  isIn: (user: number) => boolean = () => true,
): number {
  const counts = weights.map((weight) =>
    effectiveCount(Float64Array.from(weight, (value, user) => (isIn(user) ? value : 0))),
  );
  return Math.min(...counts);
}

/**
 * The stage to measure next, by what has been measured so far.
 * @param stages with growing shares; the last one is of all users
 * @param fewest effective users of a stage, at least, unless it is the last
 * @returns its place among `stages`; undefined where the last look was narrow enough and enough users carry it, or where it was of all users
 */
export function nextStage(
  stages: readonly Stage[],
  looks: readonly Look[],
  precision: number,
  fewest: number = FEWEST_USERS,
): number | undefined {
  const last = looks.at(-1);
  const all = stages.length - 1;
  if (last === undefined) {
    const first = stages.findIndex(({ users }) => users >= fewest);
    return first < 0 ? all : first;
  }
  if (last.share >= stages[all]!.share) return undefined;
  if (last.halfWidth <= precision && last.carriers >= FEWEST_CARRIERS) return undefined;
  const isNarrow = (share: number): boolean =>
    last.halfWidth * Math.sqrt(last.share / share) <= WORTH_A_LOOK * precision;
  // Nobody who carries it is in sight: only all users can tell.
  const isCarried = (share: number): boolean => (last.carriers * share) / last.share >= FEWEST_CARRIERS;
  const next = stages.findIndex(({ share }) => share > last.share && isNarrow(share) && isCarried(share));
  return next < 0 ? all : next;
}
