/** What `npm run stopping` simulates. */
import type { StoppingOptions } from './measure.ts';

/** True differences of AUC. */
export const EFFECTS: readonly number[] = [0, 0.005];

/**
 * Half-widths that are asked for. From the second on they are about what 1/16, 1/8, 1/4, 1/2 and all of the users give, or lie between: whether a
 * run stops there hangs on chance most, which is the hardest case.
 */
export const PRECISIONS: readonly number[] = [0.02, 0.01, 0.0085, 0.0075, 0.007, 0.006, 0.005, 0.004, 0.003];

/** The smallest sample that may be looked at, in effective users: what the product takes, and others. */
export const FEWEST: readonly number[] = [25, 50, 100, 200, 400];

const USERS = 12_800;
const SEEDS = 3;

/** A world; both effects are measured on its users. */
export type SimulatedWorld = Omit<StoppingOptions, 'effect'>;

/** @param first number of the first world: from 1 */
export function simulations(worlds: number, first = 1): SimulatedWorld[] {
  return Array.from({ length: worlds }, (_, k) => ({ world: first + k, users: USERS, seeds: SEEDS }));
}
