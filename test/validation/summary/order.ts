/** How well a number orders the arms of a world as they truly turn out. */
import type { WorldMeasurement } from '../measure.ts';
import { bootstrap, type Interval, mean, meanOver, midranks, spearman, tauB } from '../statistics.ts';
import type { Deployable, Predict } from './arms.ts';

/** Kendall's tau-b within a world; NaN where fewer than two arms have both numbers, or all of one are equal. */
export function tauWithin(
  world: WorldMeasurement,
  arms: readonly Deployable[],
  predict: Predict,
  truth: Predict,
): number {
  const pairs = arms
    .map((arm) => [predict(world, arm), truth(world, arm)] as const)
    .filter(([x, y]) => !Number.isNaN(x) && !Number.isNaN(y));
  if (pairs.length < 2) return Number.NaN;
  return tauB(
    pairs.map(([x]) => x),
    pairs.map(([, y]) => y),
  );
}

/** The mean over worlds, with the interval that other worlds leave it. */
export function meanTau(
  worlds: readonly WorldMeasurement[],
  arms: readonly Deployable[],
  predict: Predict,
  truth: Predict,
): Interval {
  return meanOver(worlds.map((world) => tauWithin(world, arms, predict, truth)));
}

/** By how much one number orders better than another, in the same worlds. */
export function tauDifference(
  worlds: readonly WorldMeasurement[],
  arms: readonly Deployable[],
  [a, b]: readonly [Predict, Predict],
  truth: Predict,
): Interval {
  return meanOver(worlds.map((world) => tauWithin(world, arms, a, truth) - tauWithin(world, arms, b, truth)));
}

/** Spearman's correlation over all arms of all worlds, with worlds as what varies. */
export function pooledSpearman(
  worlds: readonly WorldMeasurement[],
  arms: readonly Deployable[],
  predict: Predict,
  truth: Predict,
): Interval {
  const ofWorlds = worlds.map((world) =>
    arms
      .map((arm) => [predict(world, arm), truth(world, arm)] as const)
      .filter(([x, y]) => !Number.isNaN(x) && !Number.isNaN(y)),
  );
  return bootstrap(ofWorlds, (some) => {
    const pairs = some.flat();
    return spearman(
      pairs.map(([x]) => x),
      pairs.map(([, y]) => y),
    );
  });
}

/**
 * How many places among the arms of its world each arm truly stands behind the place that a number gives it, mean over worlds.
 * Above 0 where the number promises too much.
 */
export function overrated(
  worlds: readonly WorldMeasurement[],
  arms: readonly Deployable[],
  predict: Predict,
  truth: Predict,
): { name: string; places: Interval }[] {
  const rows = worlds.map((world) => {
    const ranks = (value: Predict) => midranks(arms.map((arm) => value(world, arm)));
    const [said, found] = [ranks(predict), ranks(truth)];
    return said.map((rank, k) => rank - found[k]!);
  });
  return arms.map(({ name }, k) => ({ name, places: meanOver(rows.map((row) => row[k]!)) }));
}

/** What the arm that a number puts first brings, as a share of what the truly best arm of each world brings. */
export function shareOfBest(
  worlds: readonly WorldMeasurement[],
  arms: readonly Deployable[],
  predict: Predict,
  truth: Predict,
): Interval {
  const chosen = worlds.map((world) => {
    const known = arms.filter((arm) => !Number.isNaN(predict(world, arm)));
    const best = known.toSorted((a, b) => predict(world, b) - predict(world, a))[0]!;
    return { taken: truth(world, best), best: Math.max(...arms.map((arm) => truth(world, arm))) };
  });
  return bootstrap(
    chosen,
    (some) => mean(some.map(({ taken }) => taken)) / mean(some.map(({ best }) => best)),
  );
}

/** The same of an arm drawn by lot. */
export function shareByLot(
  worlds: readonly WorldMeasurement[],
  arms: readonly Deployable[],
  truth: Predict,
): Interval {
  const ofWorlds = worlds.map((world) => arms.map((arm) => truth(world, arm)));
  return bootstrap(
    ofWorlds,
    (some) => mean(some.map(mean)) / mean(some.map((uplifts) => Math.max(...uplifts))),
  );
}
