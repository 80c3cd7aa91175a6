/** How small a LIS an evaluation finds, in words, and whether it could find a smaller one. */
import { score } from '../../../common/format.ts';
import type { SourceReport } from '../../schema.ts';

/** Nothing where the arms are one and the same model: that says nothing of how small a LIS would be found. */
export function detectable(least: number, which: string): string {
  return least > 0 ? `Smallest ${which} LIS that this evaluation would detect: ${score(least)}. ` : '';
}

/** More than this times the evaluation users there are, or more seeds than that, is no advice that people can follow. */
const MOST_TIMES = 10;
export const MOST_SEEDS = 30;

/**
 * Whether no log of about this size settles a gain as small as the minimum gain, neither with more of its users nor with more seeds.
 * @param evalUsers of this run; all that are needed are in reach where it is not known
 */
export function isOutOfReach(
  { usersNeeded, seedsNeeded }: Pick<NonNullable<SourceReport['power']>, 'usersNeeded' | 'seedsNeeded'>,
  evalUsers: number = Number.POSITIVE_INFINITY,
): boolean {
  const needs = [
    ...(usersNeeded === null ? [] : [usersNeeded > MOST_TIMES * evalUsers]),
    ...(seedsNeeded === null ? [] : [seedsNeeded > MOST_SEEDS]),
  ];
  return needs.length > 0 && !needs.includes(false);
}
