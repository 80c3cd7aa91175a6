/** Tab Segments: where the LIS of a source or the AIS of a model sits, one chart for each way to part the rows, and why a part has none; and its curve. */

import { count, percent, score, signed } from '../../src/common/format.ts';
import { metricName, segmentName, usualLevel } from '../../src/report/estimates.ts';
import type { ModelReport, Report, Segment, SourceReport } from '../../src/report/schema.ts';
import { type IntervalChart, pointOf } from '../charts/chart.ts';
import { coloursOf } from '../charts/colours.ts';
import { h } from '../dom.ts';
import { t } from '../l10n.ts';
import { curveSection } from './curve.ts';
import { valueCells, valueColumns } from './estimate-cells.ts';
import { emptyNote, partHeading } from './part-picker.ts';
import { numberCell, sortableTable, type Table, textCell } from './table.ts';
import { chosenPart, isModel, type View } from './view.ts';

export const segmentsView: View = (context) => {
  const { sources, models } = context.report;
  const part = chosenPart(context);
  if (part === undefined) {
    return emptyNote(t('This report has no sources and no models, and so no segments.'));
  }
  const heading = partHeading(part, [...sources, ...models], context);
  const curve = curveSection(part.name, gainName(part), context);
  if (part.segments.length === 0) {
    return h('div', {}, heading, curve, emptyNote(t('The report lists no segments of {0}.', part.name)));
  }
  return h(
    'div',
    {},
    heading,
    curve,
    h(
      'div',
      { class: 'beside' },
      h('div', { class: 'stack' }, ...charts(part, context.report).map((chart) => context.figure(chart))),
      sortableTable(table(part), context),
    ),
  );
};

type Part = SourceReport | ModelReport;

/** What the segments hold of it. */
function gainName(part: Part): 'LIS' | 'AIS' {
  return isModel(part) ? 'AIS' : 'LIS';
}

function charts(part: Part, report: Report): IntervalChart[] {
  const { name, segments } = part;
  const colour = coloursOf(report)(name);
  const measured = segments.filter(({ lis }) => lis !== null);
  return [...new Set(measured.map(({ by }) => by))].map((by) => {
    const parts = measured.filter((segment) => segment.by === by);
    return {
      title: t('{0} by {1}', gainName(part), by),
      axis: t('difference of {0}', metricName(report)),
      categories: parts.map(({ value }) => value),
      series: [{ name: by, points: parts.map(({ lis }) => pointOf(lis)), colour }],
      format: signed,
    };
  });
}

function table(part: Part): Table {
  const { segments } = part;
  return {
    name: 'segments',
    caption: t('{0} by part of the evaluation rows', gainName(part)),
    columns: [
      { key: 'part', name: t('part') },
      ...valueColumns(gainName(part), usualLevel(segments.map(({ lis }) => lis))),
      { key: 'rows', name: t('rows'), numeric: true },
      { key: 'users', name: t('users'), numeric: true },
      { key: 'positive', name: t('positive'), numeric: true },
      { key: 'base', name: t('base AUC'), numeric: true },
    ],
    rows: segments.map((segment) => [
      textCell(segmentName(segment)),
      ...valueCells(segment.lis, reason(segment)),
      numberCell(segment.rows, count),
      numberCell(segment.users, count),
      numberCell(segment.positiveRate, percent),
      numberCell(segment.baseAuc, score),
    ]),
  };
}

function reason({ reason: why }: Segment): string {
  return why ?? t('not measured');
}
