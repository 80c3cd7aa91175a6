/** What the simulated tests saw, beside the truth, and how many users a test needs. */
import type { Outcome, Uplift } from '../deploy.ts';
import type { WorldMeasurement } from '../measure.ts';
import { bootstrap, type Interval, mean, median } from '../statistics.ts';
import { type Deployable, gainOf } from './arms.ts';

export interface TestRow {
  /** Gains on the log from here, below there. */
  from: number;
  to: number;
  arms: number;
  /** Per cent of what the base brings. */
  uplift: Interval;
  seen: Interval;
  /** Share of the 95 % intervals of the tests that hold the truth. */
  coverage: number;
  /** Share of the tests whose interval is above 0. */
  found: number;
  /** Median over arms; Infinity where most have no uplift. */
  usersNeeded: number;
}

/** Borders of the gains on the log that arms are put together by. */
export const BORDERS = [
  Number.NEGATIVE_INFINITY,
  0,
  0.003,
  0.01,
  0.03,
  0.1,
  Number.POSITIVE_INFINITY,
] as const;

/** Arms by what the log said of them. */
export function testRows(
  worlds: readonly WorldMeasurement[],
  arms: readonly Deployable[],
  outcome: Outcome,
): TestRow[] {
  const predict = gainOf('staged');
  return BORDERS.slice(1).flatMap((to, k) => {
    const from = BORDERS[k]!;
    const byWorld = worlds
      .map((world) =>
        arms
          .filter((arm) => predict(world, arm) >= from && predict(world, arm) < to)
          .map(({ id }) => world.deployed.staged.uplifts[id]![outcome]),
      )
      .filter((uplifts) => uplifts.length > 0);
    if (byWorld.length === 0) return [];
    const all = byWorld.flat();
    return [
      {
        ...{ from, to, arms: all.length },
        uplift: bootstrap(byWorld, (some) => mean(some.flat().map(percent))),
        seen: bootstrap(byWorld, (some) => mean(some.flat().map(({ seen, base }) => (100 * seen) / base))),
        coverage: mean(all.map((test) => Number(Math.abs(test.seen - test.true) <= 1.96 * test.seenSe))),
        found: mean(all.map((test) => Number(test.seen > 1.96 * test.seenSe))),
        usersNeeded: median(all.map((test) => needed(test))),
      },
    ];
  });
}

const percent = ({ true: gain, base }: Uplift) => (100 * gain) / base;

/** A test for a gain needs one; JSON has no Infinity. */
function needed({ true: gain, usersNeeded }: Uplift): number {
  return gain <= 0 ? Number.POSITIVE_INFINITY : (usersNeeded ?? Number.POSITIVE_INFINITY);
}
