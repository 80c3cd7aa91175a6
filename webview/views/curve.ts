/** In the tab Base: what the gain of a source or a model is over bases of growing strength. */

import { limits, score, signed } from '../../src/common/format.ts';
import { metricName } from '../../src/report/estimates.ts';
import type { ModelReport, Report, SourceReport } from '../../src/report/schema.ts';
import type { BaseReport } from '../../src/report/schema-base.ts';
import { leaking, THE_BASE } from '../../src/report/words/label-leak.ts';
import { curveLine } from '../../src/report/words/tables/curve-line.ts';
import type { CurveChart } from '../charts/chart.ts';
import { coloursOf } from '../charts/colours.ts';
import { h } from '../dom.ts';
import { t } from '../l10n.ts';
import { numberCell, sortableTable, type Table, textCell } from './table.ts';
import { isModel, type ViewContext } from './view.ts';

type Point = NonNullable<BaseReport['curve']>[number];
type What = 'LIS' | 'AIS';

/** The sources and models that have a curve: none where there is one base, or where the label leaks into the gain. */
export function withCurve(report: Report): (SourceReport | ModelReport)[] {
  const leaks = leaking(report);
  if (leaks.has(THE_BASE)) return [];
  return [...report.sources, ...report.models].filter(
    (part) => !leaks.has(part.name) && curveLine(report.base, part.name, gainOf(part), t) !== undefined,
  );
}

const gainOf = (part: SourceReport | ModelReport): What => (isModel(part) ? 'AIS' : 'LIS');

/** The chart with its line of text, and its table, of a part that has a curve. */
export function curveSection(part: SourceReport | ModelReport, context: ViewContext): HTMLElement {
  const { report } = context;
  const [target, what] = [part.name, gainOf(part)];
  const line = curveLine(report.base, target, what, t) ?? '';
  const points = pointsOf(report, target);
  return h(
    'div',
    { class: 'beside' },
    h('div', { class: 'stack' }, context.figure(curveChart(report, target, what), line)),
    sortableTable(table(points, target, what), context),
  );
}

function pointsOf({ base }: Report, target: string): Point[] {
  return (base?.curve ?? []).filter(({ gains }) => gains[target] !== undefined);
}

export function curveChart(report: Report, target: string, what: What): CurveChart {
  const points = pointsOf(report, target);
  return {
    kind: 'curve',
    title: t('{0} over the strength of the base', what),
    axis: t('difference of {0}', metricName(report)),
    strength: t('AUC of the base'),
    points: points.map((point, i) => {
      const { value, low, high } = point.gains[target]!;
      return { name: nameOf(point, i === points.length - 1), strength: point.auc, value, low, high };
    }),
    colour: coloursOf(report)(target),
    format: signed,
    formatStrength: score,
  };
}

function nameOf({ ranker }: Point, last: boolean): string {
  return last ? t('{0}, chosen', ranker) : ranker;
}

function table(points: readonly Point[], target: string, what: What): Table {
  return {
    name: 'curve',
    caption: t('{0} over the strength of the base', what),
    columns: [
      { key: 'base', name: t('base') },
      { key: 'auc', name: t('base AUC'), numeric: true },
      { key: 'value', name: what, numeric: true },
      { key: 'interval', name: t('interval'), numeric: true },
      { key: 'logLoss', name: t('log loss of the base'), numeric: true },
    ],
    rows: points.map((point, i) => {
      const gain = point.gains[target]!;
      return [
        textCell(nameOf(point, i === points.length - 1)),
        numberCell(point.auc, score),
        numberCell(gain.value, signed),
        { text: limits(gain), sort: gain.low },
        numberCell(point.logLoss, score),
      ];
    }),
  };
}
