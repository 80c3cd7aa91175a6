/** In the tab Trend: the kept runs of the spec over time. */
import { count, localTime, score, signed, zonedTime } from '../../../src/common/format.ts';
import type { HostToPanelPayloads } from '../../../src/protocol/panel.ts';
import { metricName } from '../../../src/report/estimates.ts';
import type { Report } from '../../../src/report/schema.ts';
import type { LinesChart } from '../../charts/chart.ts';
import { h } from '../../dom.ts';
import { t } from '../../l10n.ts';
import { numberCell, sortableTable, type Table } from '../table.ts';
import type { ViewContext } from '../view.ts';
import { estimateCell, gainCharts, type Line } from './parts.ts';

type Run = HostToPanelPayloads['history']['runs'][number];

/** Older runs than these are out of sight in the table until they are asked for. */
const MOST_ROWS = 12;

export function runsPart(context: ViewContext): HTMLElement[] {
  const { history, report, specName } = context;
  const heading = h('h2', { class: 'section' }, t('Over the runs'));
  if (history === undefined) return [heading, h('p', { class: 'quiet' }, t('Reading the kept runs…'))];
  const runs = history.runs.filter(({ metric }) => metric === metricName(report));
  const others = history.runs.length - runs.length;
  const notes = [
    ...(runs.length === 0 ? [t('No run of {0} is kept.', specName)] : []),
    ...(runs.length === 1 ? [t('One run is kept: evaluate again to see what moves.')] : []),
    ...(runs.length > 1
      ? [t('Each run is one point. Runs differ in their data and their spec, not only in time.')]
      : []),
    ...(history.older > 0 ? [t('Older runs that are not shown: {0}.', count(history.older))] : []),
    ...(others > 0 ? [t('Runs of another metric that are not shown: {0}.', others)] : []),
    ...(history.damaged > 0 ? [t('Reports that cannot be read: {0}.', history.damaged)] : []),
  ];
  const said = h('p', { class: 'quiet' }, notes.join(' '));
  if (runs.length === 0) return [heading, said];
  const table = sortableTable(runsTable(runs, report), context);
  const figures = runCharts(runs, report).map((chart) => context.figure(chart));
  return [
    ...[heading, said],
    ...(figures.length === 0 ? [] : [h('div', { class: 'figures' }, ...figures)]),
    h('div', { class: 'stack below' }, table),
  ];
}

/** What the report has, in its order; and what the runs say of each. */
function linesOf(runs: readonly Run[], { sources, models }: Report): Line[] {
  const parts = [
    ...sources.map(({ name }) => ({ name, what: 'LIS' as const })),
    ...models.map(({ name }) => ({ name, what: 'AIS' as const })),
  ];
  return parts.map(({ name, what }) => ({
    ...{ name, what },
    gains: runs.map(({ gains }) => gains.find((gain) => gain.name === name && gain.what === what)?.estimate),
  }));
}

/** None of a single run. */
export function runCharts(runs: readonly Run[], report: Report): LinesChart[] {
  if (runs.length < 2) return [];
  const lines = linesOf(runs, report);
  const places = runs.map(({ created }) => localTime(created));
  const across = t('run');
  const titles: [string, string] = [
    report.models.length > 0 ? t('LIS and AIS over the runs') : t('LIS over the runs'),
    t('Total LIS over the runs'),
  ];
  const points = runs.map(({ baseAuc }) => (baseAuc === undefined ? null : { value: baseAuc }));
  const title = t('AUC of the base over the runs');
  const series = [{ name: 'AUC', points, colour: null }];
  return [
    ...gainCharts(report, titles, { lines, places, across, format: signed }),
    ...(points.every((point) => point === null)
      ? []
      : [{ kind: 'lines' as const, title, axis: 'AUC', across, places, series, format: score }]),
  ];
}

/** The newest first. */
function runsTable(all: readonly Run[], report: Report): Table {
  const runs = all.toReversed();
  const lines = linesOf(runs, report).filter(({ gains }) => gains.some((gain) => gain));
  return {
    name: 'runs',
    caption: t('Runs'),
    columns: [
      { key: 'run', name: t('run') },
      { key: 'rows', name: t('rows'), numeric: true },
      { key: 'base', name: t('base AUC'), numeric: true },
      ...lines.map(({ name, what }) => ({ key: `${what}:${name}`, name: `${what} ${name}`, numeric: true })),
    ],
    rows: runs.map(({ created, rows, baseAuc }, i) => {
      const time = zonedTime(created);
      const shown = created === report.created && h('span', { class: 'quiet under' }, t('shown here'));
      return [
        { text: time, sort: created, show: h('span', {}, time, shown) },
        numberCell(rows, count),
        numberCell(baseAuc, score),
        ...lines.map(({ gains }) => estimateCell(gains[i], signed)),
      ];
    }),
    folded: new Set(runs.map((_, i) => i).slice(MOST_ROWS)),
  };
}
