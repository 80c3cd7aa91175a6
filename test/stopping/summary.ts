/** From simulated worlds to coverage: how often an interval holds the true difference, and how sure that share is. */
import { FEWEST_USERS } from '../../src/metrics/intervals/precision.ts';
import { type StageEstimate, type StoppingOptions, stopOf } from './measure.ts';
import { EFFECTS, FEWEST, PRECISIONS } from './settings.ts';

export interface Simulated {
  options: StoppingOptions;
  stages: StageEstimate[];
}

export interface Coverage {
  worlds: number;
  /** Share of the intervals that hold the truth, and the standard error that so many worlds leave. */
  coverage: number;
  error: number;
  /** Mean of the estimates less the truth, in standard deviations of an estimate. */
  bias: number;
  /** Mean share of the users, and of the worlds the share whose interval was as narrow as asked. */
  share: number;
  reached: number;
}

/** @param pick the estimate that a world's run reports */
export function coverageOf(
  done: readonly Simulated[],
  pick: (stages: readonly StageEstimate[]) => StageEstimate,
  precision: number,
): Coverage {
  const picked = done.map(({ stages, options }) => ({ ...pick(stages), truth: options.effect }));
  const worlds = picked.length;
  const mean = (measure: (estimate: (typeof picked)[number]) => number): number =>
    picked.reduce((sum, estimate) => sum + measure(estimate), 0) / worlds;
  const coverage = mean(({ low, high, truth }) => Number(low <= truth && truth <= high));
  const off = mean(({ value, truth }) => value - truth);
  return {
    worlds,
    coverage,
    error: Math.sqrt((coverage * (1 - coverage)) / worlds),
    bias: off / Math.sqrt(mean(({ value, truth }) => (value - truth) ** 2)),
    share: mean(({ share }) => share),
    reached: mean(({ low, high }) => Number((high - low) / 2 <= precision)),
  };
}

const whole = (stages: readonly StageEstimate[]): StageEstimate => stages.at(-1)!;

/** Coverage by true difference and precision: of the stopped interval, and of that of all users in the same worlds. */
export function coverageTable(done: readonly Simulated[]): string {
  const rows = EFFECTS.flatMap((effect) => {
    const among = done.filter(({ options }) => options.effect === effect);
    const all = coverageOf(among, whole, 0);
    return [
      line(effect, 'all users', all, false),
      ...PRECISIONS.map((precision) =>
        line(
          effect,
          `±${precision}`,
          coverageOf(among, (stages) => stopOf(stages, precision), precision),
          true,
        ),
      ),
    ];
  });
  return [
    '| true difference | precision | coverage of the 95 % interval | bias, in SD | users measured | as narrow as asked |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function line(effect: number, name: string, found: Coverage, stopped: boolean): string {
  const { coverage, error, bias, share, reached } = found;
  const cells = [
    ...[effect === 0 ? '0' : `+${effect}`, name, `${percent(coverage)} ± ${percent(error)}`],
    ...[bias.toFixed(2), stopped ? percent(share) : '100 %', stopped ? percent(reached) : '–'],
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Coverage where smaller, or only larger samples may be looked at: both effects and the coarser precisions together. */
export function fewestTable(done: readonly Simulated[]): string {
  const precisions = PRECISIONS.slice(0, 5);
  const rows = FEWEST.map((fewest) => {
    const cells = precisions.map((precision) => {
      const { coverage, error } = coverageOf(done, (stages) => stopOf(stages, precision, fewest), precision);
      return `${percent(coverage)} ± ${percent(error)}`;
    });
    return `| ${fewest}${fewest === FEWEST_USERS ? ' (the product)' : ''} | ${cells.join(' | ')} |`;
  });
  return [
    `| effective users, at least | ${precisions.map((precision) => `±${precision}`).join(' | ')} |`,
    `|---|${precisions.map(() => '---|').join('')}`,
    ...rows,
  ].join('\n');
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
