/** What successive cuts say of each source, each model and the base: sentences and tables that all surfaces share. */
import { count, limits, minute, score, signed } from '../../../common/format.ts';
import type { Estimate, Report, RollingReport, RollingWindow } from '../../schema.ts';
import { leaking, THE_BASE } from '../label-leak.ts';
import { inEnglish, type Translate } from '../translate.ts';

/** A number over the windows. */
export interface Trend {
  /** Of the source or model; `THE_BASE`. */
  name: string;
  what: 'LIS' | 'AIS' | 'AUC';
  mean: Estimate;
  /** From the first window to the last; absent of fewer than three windows. */
  change: Estimate | undefined;
  /** One for each window; undefined of those that were not measured. */
  values: (Estimate | undefined)[];
  /** `drifting` where the report says so; else which way it goes, or why none can be told. */
  told: string;
}

/** Sources, models, then the base; without what holds the label. Empty where no window was measured. */
export function trendsOf(report: Report, t: Translate = inEnglish): Trend[] {
  const { rolling, verdicts } = report;
  const leaks = leaking(report);
  if (rolling?.base === undefined || leaks.has(THE_BASE)) return [];
  const { windows, base, sources, models } = rolling;
  const trend = (
    what: Trend['what'],
    { name, mean, change }: { name: string; mean: Estimate; change?: Estimate | undefined },
    valueIn: (window: RollingWindow) => Estimate | undefined,
  ): Trend => {
    const drifts = verdicts.some(({ code, target }) => code === 'drifting' && target === name);
    return {
      name,
      what,
      mean,
      change,
      values: windows.map(valueIn),
      told: drifts ? t('drifting') : wayOf(change, t),
    };
  };
  return [
    ...sources.map((part) => trend('LIS', part, (window) => named(window.sources, part.name)?.lis)),
    ...models.map((part) => trend('AIS', part, (window) => named(window.models, part.name)?.ais)),
    trend('AUC', { name: THE_BASE, ...base }, ({ baseAuc }) => baseAuc),
  ].filter(({ name }) => !leaks.has(name));
}

function named<Part extends { name: string }>(parts: readonly Part[], name: string): Part | undefined {
  return parts.find((part) => part.name === name);
}

function wayOf(change: Estimate | undefined, t: Translate): string {
  if (change === undefined) return t('too few');
  return change.low > 0 ? t('rises') : change.high < 0 ? t('falls') : t('none told');
}

/** A value of a trend: a difference has a sign. */
export function formatOf({ what }: Pick<Trend, 'what'>): (value: number) => string {
  return what === 'AUC' ? score : signed;
}

/** "co-click: LIS +0.0183 on average over 7 windows of 1d, +0.0210 → +0.0150, a change of -0.0060 [-0.0110, -0.0010]." */
export function trendSentence(
  trend: Trend,
  { every }: Pick<RollingReport, 'every'>,
  t: Translate = inEnglish,
): string {
  const { name, what, mean, change, values } = trend;
  const format = formatOf(trend);
  const known = values.filter((value) => value !== undefined);
  const average = [name === THE_BASE ? t('the base') : name, what, format(mean.value)];
  const start =
    known.length < values.length
      ? t(
          '{0}: {1} {2} on average over {3} of {4} windows of {5}',
          ...average,
          known.length,
          values.length,
          every,
        )
      : known.length === 1
        ? t('{0}: {1} {2} on average over 1 window of {3}', ...average, every)
        : t('{0}: {1} {2} on average over {3} windows of {4}', ...average, known.length, every);
  if (change === undefined) return t('{0}, too few to tell a trend.', start);
  const ends = [known[0]!, known.at(-1)!].map(({ value }) => format(value)).join(' → ');
  const moved = [start, ends, signed(change.value), limits(change)];
  return change.low > 0 || change.high < 0
    ? t('{0}, {1}, a change of {2} {3}.', ...moved)
    : t('{0}, {1}; no trend can be told: a change of {2} {3}.', ...moved);
}

/** `2026-10-25`; with the time of day where any window begins within a day. */
export function windowNames({ windows }: Pick<RollingReport, 'windows'>): string[] {
  const days = windows.every(({ from }) => from.slice(11, 19) === '00:00:00');
  return windows.map(({ from }) => (days ? from.slice(0, 10) : minute(from)));
}

/** So many windows that were left out are named one by one; of more, how many by each reason. */
const NAMED = 3;

/** "The window of 2026-10-28 is left out: no positives.": of each that could not be measured, or of each reason. */
export function skippedSentences(
  rolling: Pick<RollingReport, 'windows'>,
  t: Translate = inEnglish,
): string[] {
  const names = windowNames(rolling);
  const skipped = rolling.windows.flatMap(({ skipped: reason }, i) =>
    reason === undefined ? [] : [{ name: names[i]!, reason: reason.replace(/\.$/, '') }],
  );
  if (skipped.length <= NAMED)
    return skipped.map(({ name, reason }) => t('The window of {0} is left out: {1}.', name, reason));
  return [...new Set(skipped.map(({ reason }) => reason))].map((reason) => {
    const all = skipped.filter((window) => window.reason === reason);
    const [first] = all;
    return all.length === 1
      ? t('The window of {0} is left out: {1}.', first!.name, reason)
      : t('{0} windows are left out, the first that of {1}: {2}.', all.length, first!.name, reason);
  });
}

/** "LIS of co-click by the length of its data: +0.0233 at 1 slice, +0.0377 at 7.": of each source that has such numbers. */
export function sliceSentences(report: Report): string[] {
  const leaks = leaking(report);
  if (leaks.has(THE_BASE)) return [];
  return (report.rolling?.sources ?? []).flatMap(({ name, lengths = [], lags = [] }) => {
    if (leaks.has(name)) return [];
    const ofLengths = lengths.map(({ slices, lis: estimate }) => ({ slices, estimate }));
    const ofLags = lags.map(({ slices, gain: estimate }) => ({ slices, estimate }));
    return [
      ...(lengths.length > 0 ? [`LIS of ${name} by the length of its data: ${atSlices(ofLengths)}.`] : []),
      ...(lags.length > 0 ? [`Honest gain of ${name} by the age of its data: ${atSlices(ofLags)}.`] : []),
    ];
  });
}

function atSlices(all: readonly { slices: number; estimate: Estimate }[]): string {
  return all
    .toSorted((a, b) => a.slices - b.slices)
    .map(({ slices, estimate }, i) => {
      const noun = i > 0 ? '' : slices === 1 ? ' slice' : ' slices';
      return `${signed(estimate.value)} at ${slices}${noun}`;
    })
    .join(', ');
}

/** A header, and a row for each source, each model and the base: its mean, its change, and what that says. */
export function trendRows(report: Report): string[][] {
  const rows = trendsOf(report).map((trend) => {
    const { name, what, mean, change, told } = trend;
    const format = formatOf(trend);
    return [
      ...[name, what, format(mean.value), limits(mean, format)],
      ...(change === undefined ? ['–', '–'] : [signed(change.value), limits(change)]),
      told,
    ];
  });
  return rows.length === 0 ? [] : [['', '', 'mean', 'interval', 'change', 'interval', 'trend'], ...rows];
}

/** A header, and a row for each window: AUC of the base, then a cell for each source and each model. */
export function windowRows(report: Report, cell: (estimate: Estimate, format: Format) => string): string[][] {
  const { rolling } = report;
  if (rolling === undefined) return [];
  const trends = trendsOf(report);
  const base = trends.filter(({ what }) => what === 'AUC');
  const shown = [...base, ...trends.filter(({ what }) => what !== 'AUC')];
  const names = windowNames(rolling);
  return [
    ['window', 'rows', ...shown.map(({ name, what }) => (what === 'AUC' ? 'base AUC' : `${what} ${name}`))],
    ...rolling.windows.map(({ rows }, i) => [
      ...[names[i]!, count(rows)],
      ...shown.map((trend) => {
        const value = trend.values[i];
        return value === undefined ? '–' : cell(value, formatOf(trend));
      }),
    ]),
  ];
}

type Format = (value: number) => string;

/** `+0.0210 [+0.0100, +0.0320]` */
export function withInterval(estimate: Estimate, format: Format): string {
  return `${format(estimate.value)} ${limits(estimate, format)}`;
}
