/** Tab Segments: where the LIS of a source sits, one chart for each way to part the rows, and why a part has none. */
import { metricName, segmentName } from '../../src/report/estimates.ts';
import { count, percent, score, signed } from '../../src/report/format.ts';
import type { Report, Segment, SourceReport } from '../../src/report/schema.ts';
import { type IntervalChart, pointOf } from '../charts/chart.ts';
import { h } from '../dom.ts';
import { t } from '../l10n.ts';
import { levelOf, valueCells, valueColumns } from './estimate-cells.ts';
import { emptyNote, sourceHeading } from './source-picker.ts';
import { numberCell, sortableTable, type Table, textCell } from './table.ts';
import { chosenSource, type View } from './view.ts';

export const segmentsView: View = (context) => {
  const source = chosenSource(context);
  if (source === undefined) return emptyNote(t('This report has no sources, and so no segments.'));
  const heading = sourceHeading(source, context);
  if (source.segments.length === 0) {
    return h('div', {}, heading, emptyNote(t('The report lists no segments of this source.')));
  }
  return h(
    'div',
    {},
    heading,
    h(
      'div',
      { class: 'beside' },
      h('div', { class: 'stack' }, ...charts(source, context.report).map((chart) => context.figure(chart))),
      sortableTable(table(source), context),
    ),
  );
};

function charts({ segments }: SourceReport, report: Report): IntervalChart[] {
  const measured = segments.filter(({ lis }) => lis !== null);
  return [...new Set(measured.map(({ by }) => by))].map((by) => {
    const parts = measured.filter((segment) => segment.by === by);
    return {
      title: t('LIS by {0}', by),
      axis: t('difference of {0}', metricName(report)),
      categories: parts.map(({ value }) => value),
      series: [{ name: by, points: parts.map(({ lis }) => pointOf(lis)) }],
      format: signed,
    };
  });
}

function table({ segments }: SourceReport): Table {
  return {
    name: 'segments',
    caption: t('LIS by part of the evaluation rows'),
    columns: [
      { key: 'part', name: t('part') },
      ...valueColumns('LIS', levelOf(segments.map(({ lis }) => lis))),
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
