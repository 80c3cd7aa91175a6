/** Tab Segments: where the LIS of a source or the AIS of a model sits: every part of the rows on one axis, and why a part has none. */

import { count, percent, score, signed } from '../../src/common/format.ts';
import { headlineLis, metricName, usualLevel } from '../../src/report/estimates.ts';
import type { Estimate, ModelReport, Report, Segment, SourceReport } from '../../src/report/schema.ts';
import { gainCell } from '../../src/report/words/answer-words.ts';
import { segmentName, segmentWords } from '../../src/report/words/segments.ts';
import { type ForestChart, type ForestRow, pointOf } from '../charts/chart.ts';
import { coloursOf } from '../charts/colours.ts';
import { h } from '../dom.ts';
import { t } from '../l10n.ts';
import { SHAPES } from './answers-chart.ts';
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
  if (part.segments.length === 0) {
    return h('div', {}, heading, emptyNote(t('The report lists no segments of {0}.', part.name)));
  }
  return h(
    'div',
    {},
    heading,
    h(
      'div',
      { class: 'stack spaced' },
      h(
        'div',
        { class: 'stack' },
        context.figure(
          segmentsChart(part, context.report),
          t('Whiskers are 95 % intervals, clustered by user. Hollow: the interval contains 0.'),
        ),
      ),
      sortableTable(table(part), context),
    ),
  );
};

type Part = SourceReport | ModelReport;

/** What the segments hold of it. */
function gainName(part: Part): 'LIS' | 'AIS' {
  return isModel(part) ? 'AIS' : 'LIS';
}

/** All rows together first, then each way to part them under its name; a part without a number says why. */
export function segmentsChart(part: Part, report: Report): ForestChart {
  const colour = coloursOf(report)(part.name);
  const shape = isModel(part)
    ? SHAPES.AIS
    : SHAPES[part.lis.transferable === undefined ? 'total LIS' : 'LIS'];
  const row = (name: string, lis: Estimate | null, why: string): ForestRow => ({
    ...{ name, colour, shape, point: pointOf(lis) },
    text: lis === null ? why : gainCell(lis),
  });
  const all = row(t('all rows'), isModel(part) ? part.ais : headlineLis(part), '');
  const groups = [...new Set(part.segments.map(({ by }) => by))];
  const parts = groups.flatMap((by) =>
    part.segments
      .filter((segment) => segment.by === by)
      .map((segment, i): ForestRow => {
        const words = segmentWords(segment, t);
        const made = row(words.value, segment.lis, reason(segment));
        return i === 0 ? { ...made, group: words.by } : made;
      }),
  );
  return {
    kind: 'forest',
    title: t('{0} of {1} by part of the rows', gainName(part), part.name),
    axis: t('difference of {0}', metricName(report)),
    rows: [all, ...parts],
    format: signed,
  };
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
      textCell(segmentName(segment, t)),
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
