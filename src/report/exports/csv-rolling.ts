/** The windows of a report as rows of CSV. */
import type { Estimate, Report, RollingReport, RollingWindow } from '../schema.ts';

export interface RollingRow {
  source?: string;
  model?: string;
  estimate: string;
  /** `windows`, `length` or `age`; and how long a window is, or how many slices. */
  by?: string;
  part?: string;
  numbers: Estimate | null;
  reason?: string | undefined;
  from?: string;
  to?: string;
}

/**
 * Of each window `window.baseAuc`, `window.lis`, `window.honestGain`, `window.freshness`, `window.placeboGain` and `window.ais`, or its
 * reason; then `trend.mean` and `trend.change` of the base, of each source and of each model, and what the length and the age of the
 * data do to a source.
 */
export function rollingRows({ rolling }: Pick<Report, 'rolling'>): RollingRow[] {
  if (rolling === undefined) return [];
  const { every, windows, base, sources, models } = rolling;
  const trend = (part: { source?: string; model?: string }, { mean, change }: Trend): RollingRow[] => {
    const row = (estimate: string, numbers: Estimate) =>
      ({ ...part, estimate, by: 'windows', part: every, numbers }) satisfies RollingRow;
    return [row('trend.mean', mean), ...(change === undefined ? [] : [row('trend.change', change)])];
  };
  return [
    ...windows.flatMap(windowRows),
    ...(base === undefined ? [] : trend({}, base)),
    ...sources.flatMap((source) => [...trend({ source: source.name }, source), ...sliceRows(source)]),
    ...models.flatMap((model) => trend({ model: model.name }, model)),
  ];
}

type Trend = NonNullable<RollingReport['base']>;

function windowRows({ from, to, skipped, baseAuc, sources, models }: RollingWindow): RollingRow[] {
  const row = (part: { source?: string; model?: string }, key: string, numbers: Estimate | undefined) =>
    numbers === undefined ? [] : [{ ...part, estimate: `window.${key}`, numbers, from, to }];
  if (skipped !== undefined) return [{ estimate: 'window', numbers: null, reason: skipped, from, to }];
  return [
    ...row({}, 'baseAuc', baseAuc),
    ...sources.flatMap(({ name: source, ...estimates }) =>
      (['lis', 'honestGain', 'freshness', 'placeboGain'] as const).flatMap((key) =>
        row({ source }, key, estimates[key]),
      ),
    ),
    ...models.flatMap(({ name: model, ais }) => row({ model }, 'ais', ais)),
  ];
}

function sliceRows({
  name: source,
  lengths = [],
  lags = [],
}: RollingReport['sources'][number]): RollingRow[] {
  const row = (estimate: string, by: string, slices: number, numbers: Estimate | undefined): RollingRow[] =>
    numbers === undefined ? [] : [{ source, estimate, by, part: String(slices), numbers }];
  return [
    ...lengths.flatMap(({ slices, lis, honestGain }) => [
      ...row('length.lis', 'length', slices, lis),
      ...row('length.honestGain', 'length', slices, honestGain),
    ]),
    ...lags.flatMap(({ slices, gain }) => row('lag.honestGain', 'age', slices, gain)),
  ];
}
