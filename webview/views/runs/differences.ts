/** Differences of runs as charts: each source and model by its headline, and the base, with the interval of each difference. */
import { signed } from '../../../src/common/format.ts';
import type { HostToRunsPayloads } from '../../../src/protocol/runs.ts';
import { comparedTargets, headlineOf, letter } from '../../../src/report/words/compare-words.ts';
import type { IntervalChart, Point } from '../../charts/chart.ts';
import { t } from '../../l10n.ts';

export type Compared = NonNullable<HostToRunsPayloads['comparison']['comparison']>;

interface Row {
  category: string;
  differences: Compared['arms'][number]['differences'];
  intervals: Compared['arms'][number]['intervals'];
}

/** What may rest on the users' own future is on an axis of its own, as everywhere. */
export function differenceCharts(comparison: Compared): IntervalChart[] {
  const { arms, estimates, metric } = comparison;
  const targets = comparedTargets(estimates);
  const headlines = targets.flatMap(({ kind, name, estimates: all }) => {
    const headline = headlineOf(all);
    if (headline === undefined) return [];
    const total = headline.key === 'lis.total';
    const what = kind === 'Model' ? 'AIS' : total ? t('total LIS') : 'LIS';
    return [{ category: `${what} ${name}`, total, ...headline }];
  });
  const base = arms.find(({ id }) => id === 'base');
  const first: Row[] = [
    ...headlines.filter(({ total }) => !total),
    ...(base === undefined || metric !== 'AUC' ? [] : [{ category: t('AUC of the base'), ...base }]),
  ];
  return [
    ...chartOf(t('What changed, by run'), first, comparison),
    ...chartOf(
      t('Total LIS: what changed, by run'),
      headlines.filter(({ total }) => total),
      comparison,
    ),
  ];
}

function chartOf(title: string, rows: readonly Row[], { names, metric }: Compared): IntervalChart[] {
  const others = names.slice(1).map((_, i) => i + 1);
  const shown = rows.filter(({ differences }) => others.some((i) => differences[i] != null));
  if (shown.length === 0) return [];
  const alone = others.length === 1;
  return [
    {
      title: alone ? t('What changed: {0} − A', letter(1)) : title,
      axis: t('difference of {0}', metric),
      categories: shown.map(({ category }) => category),
      series: others.map((i) => ({
        name: `${letter(i)} − A`,
        points: shown.map((row) => pointOf(row, i)),
        colour: i - 1,
      })),
      format: signed,
    },
  ];
}

function pointOf({ differences, intervals }: Row, report: number): Point | null {
  const value = differences[report];
  if (value == null) return null;
  return { value, low: intervals[report]?.low, high: intervals[report]?.high };
}
