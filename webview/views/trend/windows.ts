/** In the tab Trend: each source, each model and the base over the windows of the report. */
import { count, limits, score, signed } from '../../../src/common/format.ts';
import { metricName, usualLevel } from '../../../src/report/estimates.ts';
import type { Report, RollingReport } from '../../../src/report/schema.ts';
import { THE_BASE } from '../../../src/report/words/label-leak.ts';
import {
  formatOf,
  skippedSentences,
  type Trend,
  trendSentence,
  trendsOf,
  windowNames,
} from '../../../src/report/words/rolling/rolling.ts';
import { type LinesChart, pointOf } from '../../charts/chart.ts';
import { coloursOf } from '../../charts/colours.ts';
import { h } from '../../dom.ts';
import { t } from '../../l10n.ts';
import { verdictBadge } from '../badge.ts';

import { type Cell, numberCell, sortableTable, type Table, textCell } from '../table.ts';
import type { ViewContext } from '../view.ts';
import { estimateCell, gainCharts } from './parts.ts';

/** Older windows than these are out of sight until they are asked for. */
const MOST_WINDOWS = 14;

export function windowsPart(rolling: RollingReport, context: ViewContext): HTMLElement[] {
  const { report } = context;
  const { windows, every } = rolling;
  const trends = trendsOf(report, t);
  const heading = h('h2', { class: 'section' }, t('Over {0} windows of {1}', windows.length, every));
  const said = saidOf(rolling, trends, report);
  if (trends.length === 0) return [heading, said];
  const reading = t(
    'Whiskers show {0} intervals, clustered by user. The interval of a hollow point contains 0.',
    usualLevel(trends.map(({ mean }) => mean)),
  );
  const figures = windowCharts(report, rolling).map((chart, i) =>
    context.figure(chart, i === 0 ? reading : undefined),
  );
  const tables = [trendsTable(trends), windowsTable(rolling, trends)];
  return [
    heading,
    said,
    h('div', { class: 'figures' }, ...figures),
    h('div', { class: 'stack below' }, ...tables.map((table) => sortableTable(table, context))),
  ];
}

/** What moved, first of all; a drift with its badge. */
function saidOf(rolling: RollingReport, trends: readonly Trend[], { verdicts }: Report): HTMLElement {
  const measured = rolling.windows.some(({ skipped }) => skipped === undefined);
  const none = measured
    ? t('The base holds the label, so that no trend means anything.')
    : t('No window could be measured.');
  return h(
    'section',
    { class: 'card said' },
    trends.length === 0 && h('p', {}, none),
    ...trends.map((trend) => {
      const drift = verdicts.find(({ code, target }) => code === 'drifting' && target === trend.name);
      return h(
        'p',
        {},
        trendSentence(trend, rolling, t),
        drift && ' ',
        drift && verdictBadge(drift, { verdicts }),
      );
    }),
    ...skippedSentences(rolling, t).map((sentence) => h('p', { class: 'quiet' }, sentence)),
  );
}

/** Gains, the base, freshness: each where the report has it. */
export function windowCharts(report: Report, rolling: RollingReport): LinesChart[] {
  const trends = trendsOf(report, t);
  const places = windowNames(rolling);
  const across = t('beginning of the window, UTC');
  const lines = trends.flatMap(({ name, what, values }) =>
    what === 'AUC' ? [] : [{ name, what, gains: values }],
  );
  const titles: [string, string] = [
    lines.some(({ what }) => what === 'AIS') ? t('LIS and AIS by window') : t('LIS by window'),
    t('Total LIS by window'),
  ];
  const base = trends.filter(({ name }) => name === THE_BASE);
  const fresh = freshness(rolling, trends);
  const colourOf = coloursOf(report);
  return [
    ...gainCharts(report, titles, { lines, places, across, format: signed }),
    ...base.map(({ values }): LinesChart => {
      const series = [{ name: 'AUC', points: values.map(pointOf), colour: null }];
      const title = t('AUC of the base by window');
      return { kind: 'lines', title, axis: 'AUC', across, places, series, format: score };
    }),
    ...(fresh.length === 0
      ? []
      : [
          {
            kind: 'lines' as const,
            title: t('Freshness by window'),
            axis: t('difference of {0}', metricName(report)),
            ...{ across, places, from: 0, format: signed },
            series: fresh.map(({ name, values }) => ({
              ...{ name, points: values.map(pointOf), colour: colourOf(name) },
            })),
          },
        ]),
  ];
}

/** Of the sources that any window has a freshness of. */
function freshness({ windows }: RollingReport, trends: readonly Trend[]) {
  return trends.flatMap(({ name, what }) => {
    const values = windows.map(({ sources }) => sources.find((source) => source.name === name)?.freshness);
    return what === 'LIS' && values.some((value) => value) ? [{ name, values }] : [];
  });
}

function trendsTable(trends: readonly Trend[]): Table {
  const level = usualLevel(trends.map(({ mean }) => mean));
  return {
    name: 'trends',
    caption: t('Trends'),
    columns: [
      { key: 'part', name: t('number') },
      { key: 'mean', name: t('mean'), numeric: true },
      { key: 'meanInterval', name: t('{0} interval', level), numeric: true },
      { key: 'change', name: t('change'), numeric: true },
      { key: 'changeInterval', name: t('{0} interval', level), numeric: true },
      { key: 'trend', name: t('trend') },
    ],
    rows: trends.map((trend): Cell[] => {
      const { name, what, mean, change, told } = trend;
      const format = formatOf(trend);
      return [
        textCell(what === 'AUC' ? t('AUC of the base') : t('{0} of {1}', what, name)),
        numberCell(mean.value, format),
        { text: limits(mean, format), sort: mean.low },
        numberCell(change?.value, signed),
        change === undefined ? { text: '–' } : { text: limits(change), sort: change.low },
        textCell(told),
      ];
    }),
  };
}

function windowsTable(rolling: RollingReport, trends: readonly Trend[]): Table {
  const { windows } = rolling;
  const names = windowNames(rolling);
  const base = trends.find(({ name }) => name === THE_BASE);
  const gains = trends.filter(({ name }) => name !== THE_BASE);
  const fresh = freshness(rolling, trends);
  return {
    name: 'windows',
    caption: t('Windows'),
    columns: [
      { key: 'window', name: t('window') },
      { key: 'rows', name: t('rows'), numeric: true },
      { key: 'positives', name: t('positives'), numeric: true },
      { key: 'base', name: t('base AUC'), numeric: true },
      ...gains.map(({ name, what }) => ({ key: `${what}:${name}`, name: `${what} ${name}`, numeric: true })),
      ...fresh.map(({ name }) => ({
        key: `freshness:${name}`,
        name: t('freshness {0}', name),
        numeric: true,
      })),
    ],
    rows: windows.map(({ from, rows, positives, skipped }, i) => [
      { text: names[i]!, sort: from },
      numberCell(rows, count),
      numberCell(positives, count),
      skipped === undefined ? estimateCell(base?.values[i], score) : { text: t('left out: {0}', skipped) },
      ...gains.map(({ values }) => estimateCell(values[i], signed)),
      ...fresh.map(({ values }) => estimateCell(values[i], signed)),
    ]),
    folded: new Set(windows.slice(0, -MOST_WINDOWS).keys()),
  };
}
