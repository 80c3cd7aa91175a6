/** Whether the gain of a source or model moved over successive cuts. */
import { signed } from '../../common/format.ts';
import { holmMultipliers } from '../../metrics/intervals/holm.ts';
import { adjustedInterval, studentInterval } from '../../metrics/intervals/interval.ts';
import type { Estimate, RollingReport, Verdict } from '../../report/schema.ts';
import { interval } from './verdict-words.ts';

const ALPHA = 0.05;
/** Rows before the last cut over those before the first, from which on the base's growth is said. */
const GROWN = 1.25;

/** The gain of a source or model over the windows; `change` is at the level that the family leaves it. */
interface Moved {
  name: string;
  what: 'LIS' | 'AIS';
  mean: Estimate;
  change: Estimate;
}

/**
 * `drifting` comes after the other verdicts on its target where the change over the windows exceeds the minimum gain for certain: its interval,
 * adjusted for all sources and models that are followed, lies beyond it.
 * @param verdicts a label leak is the only one on its target
 */
export function withDrift(
  verdicts: readonly Verdict[],
  rolling: RollingReport,
  minimumGain: number,
): Verdict[] {
  const leaking = new Set(verdicts.flatMap(({ code, target }) => (code === 'label-leak' ? [target] : [])));
  const drifts = adjusted(rolling, leaking, minimumGain).filter(
    ({ change }) => change.low > minimumGain || change.high < -minimumGain,
  );
  const lastOf = new Map(verdicts.map(({ target }, i) => [target, i]));
  const said = verdicts.flatMap((verdict, i) => {
    const drift =
      lastOf.get(verdict.target) === i ? drifts.find(({ name }) => name === verdict.target) : undefined;
    return drift === undefined ? [verdict] : [verdict, drifting(drift, rolling)];
  });
  return [
    ...said,
    ...drifts.filter(({ name }) => !lastOf.has(name)).map((drift) => drifting(drift, rolling)),
  ];
}

/** @param leaking targets that hold the label; they are left out */
function adjusted(
  { sources, models }: RollingReport,
  leaking: ReadonlySet<string>,
  minimumGain: number,
): Moved[] {
  const moved = [
    ...sources.map((source) => ({ ...source, what: 'LIS' as const })),
    ...models.map((model) => ({ ...model, what: 'AIS' as const })),
  ].flatMap(({ name, what, mean, change }) =>
    change === undefined || leaking.has(name) ? [] : [{ name, what, mean, change }],
  );
  const beyond = moved.map(({ change: { value, se, df, level } }) => {
    const excess = Math.max(0, Math.abs(value) - minimumGain);
    return studentInterval(excess, se, df, level).p;
  });
  const multipliers = holmMultipliers(beyond);
  return moved.map((gain, i) => ({
    ...gain,
    change: adjustedInterval(gain.change, 1 - ALPHA / multipliers[i]!),
  }));
}

function drifting({ name, what, mean, change }: Moved, { windows, every }: RollingReport): Verdict {
  const falls = change.value < 0;
  const measured = windows.filter(({ skipped }) => skipped === undefined).length;
  return {
    code: 'drifting',
    severity: falls ? 'warning' : 'info',
    target: name,
    message: `Over ${measured} windows of ${every} the ${what} ${falls ? 'fell' : 'rose'}: it is ${signed(mean.value)} on average, and the line through the windows changes by ${interval(change)} from the first to the last.${grown(windows)}`,
    action: falls
      ? 'Judge by the latest windows, and evaluate again before aligning: what the data gave at first is gone.'
      : 'Judge by the latest windows: the mean over all of them is too low.',
  };
}

/** Where the log has just begun, the base gets stronger from cut to cut, and the windows of sources fill: a part of what moved. */
function grown(windows: RollingReport['windows']): string {
  const growth = windows.at(-1)!.trainRows / windows[0]!.trainRows;
  if (growth < GROWN) return '';
  return ` Base and data have ${growth.toFixed(1)} times as many rows to learn from at the last cut as at the first, which is a part of it.`;
}
