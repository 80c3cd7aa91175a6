/**
 * One number over several windows of a log: the mean of a difference, and how it changed. Windows share users, so what a user adds to any of
 * them is added up before the variance is taken.
 */
import type { Estimate } from '../../report/schema.ts';
import type { ScoredArm } from '../scored-arm.ts';
import { bootstrapParts } from './bootstrap.ts';
import { studentInterval } from './interval.ts';
import { overlappingContrast, type WeightedDifference } from './overlap.ts';
import type { UserSums } from './user-sums.ts';
import { average, combineVariance } from './variance-parts.ts';

/** M(a) − M(b) on the rows of a window. */
export interface WindowDifference extends Omit<WeightedDifference, 'weight'> {
  /** Where the window lies: any unit. */
  at: number;
}

/** Mean over windows, each counting alike. @throws Failure `too-few-users`; Error where seeds differ */
export function meanOver(windows: readonly WindowDifference[]): Estimate {
  return weighted(windows.map((window) => ({ ...window, weight: 1 / windows.length })));
}

/**
 * What the line of least squares through the windows changes by, from the first of them to the last.
 * @param windows at least two, at different places
 * @throws as `meanOver`
 */
export function changeOver(windows: readonly WindowDifference[]): Estimate {
  const places = windows.map(({ at }) => at);
  const middle = average(places);
  const squares = places.reduce((sum, at) => sum + (at - middle) ** 2, 0);
  const span = Math.max(...places) - Math.min(...places);
  return weighted(windows.map((window) => ({ ...window, weight: ((window.at - middle) / squares) * span })));
}

function weighted(parts: readonly WeightedDifference[]): Estimate {
  const measure = parts[0]!.a.measure;
  return measure === undefined ? overlappingContrast(parts) : bootstrapped(parts, measure.seed);
}

/** Of another metric than AUC: the sums of all windows side by side, a row for each user, resampled together. */
function bootstrapped(parts: readonly WeightedDifference[], seed: number): Estimate {
  const common = parts.reduce((most, { users }) => users.reduce((m, u) => Math.max(m, u + 1), most), 0);
  const joined = (arm: (part: WeightedDifference) => ScoredArm): UserSums[] =>
    arm(parts[0]!).perSeed.map((first, k) => ({
      seed: first.seed,
      terms: parts.flatMap((part) =>
        arm(part)
          .userSums()
          [k]!.terms.map(({ numerator, denominator }) => ({
            numerator: spread(numerator, part, common, part.weight),
            denominator: spread(denominator, part, common, 1),
          })),
      ),
    }));
  const found = bootstrapParts(
    joined(({ a }) => a),
    joined(({ b }) => b),
    { seed },
  );
  // Terms of one window are each the metric, and those of several are summed: the mean over terms is so much too small.
  const differences = found.differences.map((difference) => difference * parts.length);
  const { users, seeds, df } = combineVariance({ ...found, differences });
  const value = average(differences);
  const [se, level] = [Math.sqrt(users + (seeds ?? 0)), 0.95];
  return { value, ...studentInterval(value, se, df, level), level, se, df, variance: { users, seeds } };
}

function spread(
  sums: Float64Array,
  { users }: WeightedDifference,
  common: number,
  weight: number,
): Float64Array {
  const all = new Float64Array(common);
  for (const [user, sum] of sums.entries()) all[users[user]!]! += weight * sum;
  return all;
}
