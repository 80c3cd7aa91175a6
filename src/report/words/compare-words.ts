/** How a comparison is laid out and read, whatever the format: blocks, letters, numbers, and the note under them. */

import { signed, signedPoints } from '../../common/format.ts';
import type { ComparedEstimate, Comparison, DifferenceInterval } from '../compare.ts';
import { settingLine } from '../compare-settings.ts';
import { written } from '../estimates.ts';
import { inEnglish, type Translate } from './translate.ts';

/**
 * The sources and models in question, in their order, each with its estimates: the blocks of every format. By an objective the headline
 * alone is shown: with the other estimates each objective would make them as long again.
 */
export function comparedTargets(
  estimates: readonly ComparedEstimate[],
): { kind: 'Source' | 'Model'; name: string; estimates: ComparedEstimate[] }[] {
  const targets = new Map<
    string,
    { kind: 'Source' | 'Model'; name: string; estimates: ComparedEstimate[] }
  >();
  for (const estimate of estimates) {
    const target =
      estimate.model === undefined
        ? { kind: 'Source' as const, name: estimate.source! }
        : { kind: 'Model' as const, name: estimate.model };
    const key = JSON.stringify(target);
    if (!targets.has(key)) targets.set(key, { ...target, estimates: [] });
    const shown = targets.get(key)!.estimates;
    const { objective, key: which, name } = estimate;
    if (objective === undefined) shown.push(estimate);
    else if (isHeadline(which, objective, shown))
      shown.push({ ...estimate, name: `${name} by ${objective}` });
  }
  return [...targets.values()];
}

/** @param before the estimates of the same part so far; the total LIS is the headline if none of them is transferable */
function isHeadline(key: string, objective: string, before: readonly ComparedEstimate[]): boolean {
  const transferable = 'lis.transferable';
  if (key !== 'lis.total') return key === transferable || key === 'ais';
  return !before.some((other) => other.objective === objective && other.key === transferable);
}

/** An estimate of one report and its difference from the first as people read them; shares differ by percentage points. */
export function writtenComparison(
  { unit, estimates, differences, intervals }: ComparedEstimate,
  report: number,
): { value: string; range: string; difference: string; interval: string } | undefined {
  const estimate = estimates[report];
  if (estimate == null) return undefined;
  const [difference, interval] = [differences[report], intervals[report]];
  const format = unit === 'share' ? signedPoints : signed;
  const { value, range } = written({ estimate, ...(unit && { unit }) });
  return {
    ...{ value, range },
    difference: difference == null ? '' : format(difference),
    interval: interval == null ? '' : writtenInterval(interval, format),
  };
}

/** `[+0.0010, +0.0030]`, with an asterisk where it is the widest that it can be. */
export function writtenInterval(
  { low, high, basis }: DifferenceInterval,
  format: (value: number) => string = signed,
): string {
  const range = `[${format(low)}, ${format(high)}]`;
  return basis === 'widest' ? `${range}*` : range;
}

/** A, B, … of the reports. */
export function letter(index: number): string {
  return String.fromCharCode(65 + index);
}

/** The estimate that a source or a model is judged by; undefined where neither run has it. */
export function headlineOf(estimates: readonly ComparedEstimate[]): ComparedEstimate | undefined {
  const byLog = estimates.filter(({ objective }) => objective === undefined);
  return ['lis.transferable', 'ais', 'lis.total'].flatMap((key) => byLog.find((e) => e.key === key) ?? [])[0];
}

/** What the comparison says of each source and model, a sentence for each later run: the answer before the numbers. */
export function comparisonSentences(
  { names, estimates }: Pick<Comparison, 'names' | 'estimates'>,
  t: Translate = inEnglish,
): string[] {
  const others = names.slice(1).map((_, i) => i + 1);
  return comparedTargets(estimates).flatMap(({ kind, name, estimates: all }) => {
    const headline = headlineOf(all);
    if (headline === undefined) return [];
    const what = kind === 'Model' ? 'AIS' : headline.key === 'lis.total' ? t('total LIS') : 'LIS';
    return others.flatMap((i) => {
      const [difference, interval] = [headline.differences[i], headline.intervals[i]];
      if (difference == null || interval == null) return [];
      const size = `${signed(difference)} ${writtenInterval(interval)}`;
      if (interval.low > 0)
        return [t('{0}: {1} is higher in {2} than in A, by {3}.', name, what, letter(i), size)];
      if (interval.high < 0)
        return [t('{0}: {1} is lower in {2} than in A, by {3}.', name, what, letter(i), size)];
      return [t('{0}: no difference of {1} between A and {2} is shown, {3}.', name, what, letter(i), size)];
    });
  });
}

/** What differs, a line each: settings first, then files and versions. */
export function changedLines({ settings, notes }: Pick<Comparison, 'settings' | 'notes'>): string[] {
  return [...settings.map(settingLine), ...notes];
}

/** Whether a headline has an interval of another level in one of the runs. */
function levelsApart(estimates: readonly ComparedEstimate[]): boolean {
  return comparedTargets(estimates).some(({ estimates: all }) => {
    const levels = headlineOf(all)?.estimates.flatMap((estimate) => (estimate ? [estimate.level] : [])) ?? [];
    return levels.some((level) => Math.abs(level - levels[0]!) > 1e-9);
  });
}

/** How the differences are to be read; under the numbers of every format. Empty where there are none. */
export function comparisonNotes(
  { estimates, arms, sameRows }: Pick<Comparison, 'estimates' | 'arms' | 'sameRows'>,
  t: Translate = inEnglish,
): string[] {
  const bases = new Set(
    [...estimates, ...arms].flatMap((row) => row.intervals.map((interval) => interval?.basis)),
  );
  const notes: [boolean, string][] = [
    [
      estimates.some(({ objective }) => objective !== undefined),
      t(
        'What stands “by” an objective is a difference of its own metric: of the AUC by its label, weighted where it weighs positives.',
      ),
    ],
    [
      bases.has('paired'),
      t(
        'The interval of a difference takes account of the users that the runs share, and of the seeds where both have the same: where it excludes 0 the runs differ.',
      ),
    ],
    [
      !sameRows,
      t(
        'The runs evaluate other rows, so that a difference is one of the data and the settings together, and its interval takes nothing as shared.',
      ),
    ],
    [
      levelsApart(estimates),
      t(
        'Where the runs judge other numbers of sources, the intervals of their gains are of other widths, since more sources compete: a verdict may then change though no gain did.',
      ),
    ],
    [
      bases.has('widest'),
      t(
        '* The reports do not tell how far the runs vary together here (another log, an older version, a single seed, a ratio), so the interval is the widest it can be: where it excludes 0 the runs differ, and where it holds 0 they may still.',
      ),
    ],
  ];
  return notes.flatMap(([holds, note]) => (holds ? [note] : []));
}
