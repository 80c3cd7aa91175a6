/** In the tab Trend: the kept runs of the spec over time. */
import { count, localTime, score, signed, zonedTime } from '../../../src/common/format.ts';
import type { HostToPanelPayloads } from '../../../src/protocol/panel.ts';
import { metricName } from '../../../src/report/estimates.ts';
import type { Report } from '../../../src/report/schema.ts';
import { runInWords } from '../../../src/report/words/verdict-words.ts';
import type { LinesChart } from '../../charts/chart.ts';
import { h } from '../../dom.ts';
import { t } from '../../l10n.ts';
import { numberCell, sortableTable, type Table, textCell } from '../table.ts';
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
  const table = sortableTable(runsTable(runs, context), context);
  const shown = { part: chosenPart(context), marked: context.state.trend?.run };
  const figures = runCharts(runs, report, shown).map((chart) => context.figure(chart));
  return [
    ...[heading, said, choices(context)],
    ...(figures.length === 0 ? [] : [h('div', { class: 'figures' }, ...figures)]),
    h('div', { class: 'stack below' }, table),
  ];
}

/** The one source or model that the reader chose; undefined where all are shown. */
function chosenPart({ report, state }: Pick<ViewContext, 'report' | 'state'>): string | undefined {
  const part = state.trend?.part;
  return [...report.sources, ...report.models].some(({ name }) => name === part) ? part : undefined;
}

/** Whose runs are drawn; and the way to all that is known of the runs. */
function choices({ report, state, change, post }: ViewContext): HTMLElement {
  const names = [...report.sources, ...report.models].map(({ name }) => name);
  const { part = '' } = state.trend ?? {};
  const choose = ({ target }: Event): void => {
    const { value } = target as HTMLSelectElement;
    change({ trend: { ...state.trend, part: value === '' ? undefined : value } });
  };
  return h(
    'div',
    { class: 'choices' },
    names.length > 1 &&
      h(
        'select',
        {
          class: 'box',
          'aria-label': t('Runs of which source or model'),
          'data-key': 'trend',
          change: choose,
        },
        h('option', { value: '', selected: part === '' }, t('All sources and models')),
        ...names.map((name) => h('option', { value: name, selected: name === part }, name)),
      ),
    h(
      'vscode-button',
      { appearance: 'secondary', 'data-key': 'show-runs', click: () => post('showRuns', {}) },
      t('Show all runs'),
    ),
  );
}

/** What the report has, in its order; and what the runs say of each. */
function linesOf(runs: readonly Run[], { sources, models }: Report, part?: string): Line[] {
  const parts = [
    ...sources.map(({ name }) => ({ name, what: 'LIS' as const })),
    ...models.map(({ name }) => ({ name, what: 'AIS' as const })),
  ];
  const shown = parts.filter(({ name }) => part === undefined || name === part);
  return shown.map(({ name, what }) => ({
    ...{ name, what },
    gains: runs.map(({ gains }) => gains.find((gain) => gain.name === name && gain.what === what)?.estimate),
  }));
}

/** What of the runs is drawn: one part or all, and the time of the run whose points stand out. */
interface Shown {
  part?: string | undefined;
  marked?: string | undefined;
}

/** None of a single run. */
export function runCharts(runs: readonly Run[], report: Report, { part, marked }: Shown = {}): LinesChart[] {
  if (runs.length < 2) return [];
  const lines = linesOf(runs, report, part);
  const places = runs.map(({ created }) => localTime(created));
  const across = t('run');
  const titles: [string, string] = [
    report.models.length > 0 ? t('LIS and AIS over the runs') : t('LIS over the runs'),
    t('Total LIS over the runs'),
  ];
  const points = runs.map(({ baseAuc }) => (baseAuc === undefined ? null : { value: baseAuc }));
  const title = t('AUC of the base over the runs');
  const series = [{ name: 'AUC', points, colour: null }];
  const at = runs.findIndex(({ created }) => created === marked);
  const charts = [
    ...gainCharts(report, titles, { lines, places, across, format: signed }),
    ...(points.every((point) => point === null)
      ? []
      : [{ kind: 'lines' as const, title, axis: 'AUC', across, places, series, format: score }]),
  ];
  return charts.map((chart) => ({ ...chart, ...(at !== -1 && { marked: at }) }));
}

/** The newest first. */
function runsTable(all: readonly Run[], context: ViewContext): Table {
  const { report } = context;
  const runs = all.toReversed();
  const lines = linesOf(runs, report, chosenPart(context)).filter(({ gains }) => gains.some((gain) => gain));
  return {
    name: 'runs',
    caption: t('Runs'),
    columns: [
      { key: 'verdict', name: t('verdict') },
      { key: 'run', name: t('run') },
      { key: 'rows', name: t('rows'), numeric: true },
      { key: 'base', name: t('base AUC'), numeric: true },
      ...lines.map(({ name, what }) => ({ key: `${what}:${name}`, name: `${what} ${name}`, numeric: true })),
    ],
    rows: runs.map((run, i) => [
      textCell(runInWords(run, t) ?? t('no verdict')),
      { text: zonedTime(run.created), sort: run.created, show: timeOf(run, context, report) },
      numberCell(run.rows, count),
      numberCell(run.baseAuc, score),
      ...lines.map(({ gains }) => estimateCell(gains[i], signed)),
    ]),
    folded: new Set(runs.map((_, i) => i).slice(MOST_ROWS)),
  };
}

/** The time of a run; pressed, its points stand out in the charts above. */
function timeOf({ created }: Run, { state, change }: ViewContext, report: Report): HTMLElement {
  const isMarked = state.trend?.run === created;
  return h(
    'span',
    {},
    h(
      'button',
      {
        ...{ type: 'button', class: 'link', 'data-key': `mark:${created}`, 'aria-pressed': String(isMarked) },
        title: t('Mark its points in the charts'),
        click: () => change({ trend: { ...state.trend, run: isMarked ? undefined : created } }),
      },
      zonedTime(created),
    ),
    created === report.created && h('span', { class: 'quiet under' }, t('shown here')),
  );
}
