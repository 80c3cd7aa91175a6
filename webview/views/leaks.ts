/**
 * What holds the label, apart from what was measured: its gain is none of the data, and on one axis with honest gains it would press
 * them into a corner.
 */

import { signed } from '../../src/common/format.ts';
import { headlineLis, metricName } from '../../src/report/estimates.ts';
import type { ArmReport, Report } from '../../src/report/schema.ts';
import { leaking, leakOf, THE_BASE } from '../../src/report/words/label-leak.ts';
import { type IntervalChart, pointOf } from '../charts/chart.ts';
import { h } from '../dom.ts';
import { t } from '../l10n.ts';

/** One bar for each source and model with a label leak; none where there is no such. */
export function leakChart(report: Report): IntervalChart[] {
  const leaks = leaking(report);
  const bars = [
    ...report.sources.map((source) => ({
      name: source.name,
      category: t('LIS of {0}', source.name),
      point: pointOf(headlineLis(source)),
    })),
    ...report.models.map(({ name, ais }) => ({
      name,
      category: t('AIS of {0}', name),
      point: pointOf(ais),
    })),
  ].filter(({ name }) => leaks.has(name));
  if (bars.length === 0) return [];
  return [
    {
      title: t('Label leaks'),
      axis: t('difference of {0}', metricName(report)),
      categories: bars.map(({ category }) => category),
      series: [{ name: t('label leak'), points: bars.map(({ point }) => point), colour: 'error' }],
      format: signed,
    },
  ];
}

export function leakNote(): string {
  return t('These hold the label: no gain of the data, whatever its size.');
}

/** What stands in a tile in place of the number of a source or a model that holds the label; undefined where it holds none. */
export function leakHeadline(report: Report, name: string, gain: number): HTMLElement[] | undefined {
  const leak = leakOf(report, name);
  if (leak === undefined) return undefined;
  return [
    h('p', { class: 'headline error' }, t('label leak')),
    h('p', {}, leak.message),
    h('p', { class: 'quiet small' }, t('{0} is no gain of the data.', signed(gain))),
  ];
}

/** Whether an arm reads the label: its source or its model does, or the base that it goes on from. */
export function armLeaks(report: Pick<Report, 'verdicts'>): (arm: ArmReport) => boolean {
  const leaks = leaking(report);
  return ({ arm, source, model }) =>
    arm === 'base' ? leaks.has(THE_BASE) : leaks.has(model ?? source ?? '');
}
