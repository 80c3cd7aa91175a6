/** Tab Leaked features: which feature of a source carries its LIS, alone and by what is lost where it is removed. */

import { percent, score, signed } from '../../src/common/format.ts';
import { metricName, usualLevel } from '../../src/report/estimates.ts';
import type { FeatureReport, Report, SourceReport } from '../../src/report/schema.ts';
import { leakOf } from '../../src/report/words/label-leak.ts';
import { byGain } from '../../src/report/words/tables/feature-order.ts';
import { type ForestChart, type Point, pointOf } from '../charts/chart.ts';
import { coloursOf } from '../charts/colours.ts';
import { h } from '../dom.ts';
import { t } from '../l10n.ts';
import { valueCells, valueColumns } from './estimate-cells.ts';
import { emptyNote, partHeading } from './part-picker.ts';
import { numberCell, sortableTable, type Table, textCell } from './table.ts';
import { chosenSource, type View } from './view.ts';

const CHANCE = 0.5;

export const featuresView: View = (context) => {
  const source = chosenSource(context);
  if (source === undefined) return emptyNote(t('This report has no sources, and so no leaked features.'));
  const heading = partHeading(source, context.report.sources, context);
  if (source.features.length === 0) {
    return h('div', {}, heading, emptyNote(t('The report lists no features of this source.')));
  }
  const [lost, alone] = charts({ ...source, features: byGain(source.features) }, context.report);
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
        lost &&
          context.figure(lost, t('How much the leaked arm loses when it is trained without the feature.')),
        alone &&
          context.figure(alone, t('AUC of the feature by itself; the line stands at 0.5, which is chance.')),
      ),
      sortableTable(table(source), context),
    ),
  );
};

function charts({ name: source, features }: SourceReport, report: Report): (ForestChart | undefined)[] {
  const colour = coloursOf(report)(source);
  const leaks = new Set(leakOf(report, source)?.columns?.map(({ name }) => name));
  const chart = (
    rest: Pick<ForestChart, 'title' | 'axis' | 'format' | 'from'>,
    shown: FeatureReport[],
    pointIn: (feature: FeatureReport) => Point | null,
  ): ForestChart | undefined =>
    shown.length === 0
      ? undefined
      : {
          kind: 'forest',
          ...rest,
          rows: shown.map((feature) => {
            const point = pointIn(feature);
            const holds = leaks.has(feature.name);
            return {
              name: feature.name,
              point,
              text: point === null ? '' : rest.format(point.value),
              colour: holds ? 'error' : colour,
              ...(holds && { shape: 'triangle' }),
            };
          }),
        };
  return [
    chart(
      {
        title: t('{0} drop if removed', metricName(report)),
        axis: t('difference of {0}', metricName(report)),
        format: signed,
      },
      features.filter(({ dropGain }) => dropGain !== undefined),
      ({ dropGain }) => pointOf(dropGain),
    ),
    chart(
      { title: t('AUC alone'), axis: 'AUC', format: score, from: CHANCE },
      features.filter(({ singleAuc }) => singleAuc !== null),
      ({ singleAuc }) => (singleAuc === null ? null : { value: singleAuc }),
    ),
  ];
}

function table({ features }: SourceReport): Table {
  return {
    name: 'features',
    caption: t('Leaked features'),
    columns: [
      { key: 'feature', name: t('feature') },
      { key: 'alone', name: t('AUC alone'), numeric: true },
      ...valueColumns(t('drop if removed'), usualLevel(features.map(({ dropGain }) => dropGain))),
      { key: 'missing', name: t('missing'), numeric: true },
    ],
    rows: byGain(features).map(({ name, singleAuc, dropGain, missing }) => [
      textCell(name),
      numberCell(singleAuc, score),
      ...valueCells(dropGain),
      numberCell(missing, percent),
    ]),
  };
}
