/** Tab Scores: the headline of each source and each model, every estimate as a bar with its interval, and the same numbers to sort. */

import { limits, percent, score, signed } from '../../src/common/format.ts';
import {
  estimateName,
  headlineLis,
  metricName,
  type NamedEstimate,
  namedEstimates,
  provenance,
  rowName,
  usualLevel,
  VERSUS,
} from '../../src/report/estimates.ts';
import type { Estimate, Report, SourceReport } from '../../src/report/schema.ts';
import { leaking } from '../../src/report/words/label-leak.ts';
import { type IntervalChart, pointOf } from '../charts/chart.ts';
import { coloursOf } from '../charts/colours.ts';
import { h } from '../dom.ts';
import { t } from '../l10n.ts';
import { verdictBadge } from './badge.ts';
import { earlierNote, partName } from './earlier.ts';
import { testCells, testColumns, valueCells, valueColumns } from './estimate-cells.ts';
import { leakChart, leakHeadline, leakNote } from './leaks.ts';
import { modelEstimates, modelsTable, modelTile } from './models.ts';
import { modelsChart, modelsNote } from './models-chart.ts';
import { objectivesLine, objectivesTable } from './objectives.ts';
import { sortableTable, type Table, textCell } from './table.ts';
import type { View, ViewContext } from './view.ts';

/**
 * What rests on the users' own future is many times what a representation could transfer: on one axis it would press the
 * bars that matter into the corner, so it has an axis of its own. All of a source that has only a total may rest on it.
 */
const OWN_FUTURE = new Set(['lis.total', 'selfEvidence']);

export const scoresView: View = (context) => {
  const { report } = context;
  const { sources, models } = report;
  if (sources.length === 0 && models.length === 0) return baseAlone(report);
  return h(
    'div',
    {},
    ...tiles(context),
    h(
      'div',
      { class: 'beside' },
      h('div', { class: 'stack' }, ...figures(context)),
      sortableTable(table(context), context),
    ),
    models.length > 0 && sortableTable(modelsTable(context), context),
    objectivesTable(context),
  );
};

/** The charts of the sources, then that of the models; the first says how to read them all. */
function figures(context: ViewContext): HTMLElement[] {
  const { report } = context;
  const reading = t(
    'Bars show {0} intervals, clustered by user. A pale bar’s interval contains 0: this log does not show a difference.',
    usualLevel(listed(report).map(({ estimate }) => estimate)),
  );
  const ofSources = charts(report).map((chart) => ({ chart, note: '' }));
  const ofLeaks = leakChart(report).map((chart) => ({ chart, note: leakNote() }));
  const ofModels = modelsChart(context).map((chart) => ({ chart, note: modelsNote(report) }));
  return [...ofSources, ...ofModels, ...ofLeaks].map(({ chart, note }, i) => {
    const words = [note, i === 0 ? reading : ''].filter((text) => text !== '').join(' ');
    return context.figure(chart, words === '' ? undefined : words);
  });
}

/** With models there are two lists, each under its name. */
function tiles(context: ViewContext): HTMLElement[] {
  const { sources, models } = context.report;
  const list = (entries: HTMLElement[]) => h('ul', { class: 'tiles' }, ...entries);
  const leaks = leaking(context.report);
  const leaksLast = <P extends { name: string }>(parts: readonly P[]): P[] =>
    parts.toSorted((a, b) => Number(leaks.has(a.name)) - Number(leaks.has(b.name)));
  const ofSources =
    sources.length === 0 ? [] : [list(leaksLast(sources).map((source) => tile(source, context)))];
  if (models.length === 0) return ofSources;
  return [
    ...(sources.length === 0 ? [] : [h('h2', { class: 'section' }, t('Preference data'))]),
    ...ofSources,
    h('h2', { class: 'section' }, t('Models')),
    list(leaksLast(models).map((model) => modelTile(model, context))),
  ];
}

interface Scored extends NamedEstimate {
  source: string;
  /** It may rest on the users' own future. */
  ownFuture: boolean;
}

function scored({ sources }: Report): Scored[] {
  return sources.flatMap((source) =>
    namedEstimates(source).map((named) => ({
      ...named,
      name: estimateName(named.key, t),
      source: source.name,
      ownFuture: source.lis.transferable === undefined || OWN_FUTURE.has(named.key),
    })),
  );
}

/** One for what can transfer, one for what users say about themselves; each only where there is something in it. */
export function charts(report: Report): IntervalChart[] {
  const colourOf = coloursOf(report);
  const leaks = leaking(report);
  const chartOf = (title: string, isOwn: boolean): IntervalChart => {
    const all = scored(report).filter(
      (estimate) =>
        estimate.ownFuture === isOwn && !estimate.key.startsWith(VERSUS) && !leaks.has(estimate.source),
    );
    const keys = [...new Set(all.map(({ key }) => key))];
    const sources = report.sources.filter(({ name }) => all.some(({ source }) => source === name));
    return {
      title,
      axis: t('difference of {0}', metricName(report)),
      categories: keys.map((key) => all.find((estimate) => estimate.key === key)!.name),
      series: sources.map(({ name }) => ({
        name,
        points: keys.map((key) =>
          pointOf(all.find((estimate) => estimate.source === name && estimate.key === key)?.estimate),
        ),
        colour: colourOf(name),
      })),
      format: signed,
    };
  };
  return [
    chartOf(t('What preference data adds to the ranking'), false),
    chartOf(t('Including each user’s own clicks (not transferable)'), true),
  ].filter(({ categories }) => categories.length > 0);
}

interface Listed {
  part: string;
  name: string;
  contrast: string;
  estimate: Estimate;
}

/** Every difference of the metric, of sources and of models. */
function listed(report: Report): Listed[] {
  return [
    ...scored(report).map(({ source, ...rest }) => ({ part: source, ...rest })),
    ...modelEstimates(report).map(({ model, ...rest }) => ({ part: model, ...rest })),
  ];
}

function table(context: ViewContext): Table {
  const { report } = context;
  const shown = listed(report);
  const holm = shown.some(({ estimate }) => estimate.pHolm !== undefined);
  return {
    name: 'scores',
    caption: t('Differences of {0}', metricName(report)),
    columns: [
      { key: 'source', name: report.models.length > 0 ? t('source or model') : t('source') },
      { key: 'estimate', name: t('estimate') },
      ...valueColumns(t('value'), usualLevel(shown.map(({ estimate }) => estimate))),
      ...testColumns(holm),
    ],
    rows: shown.map(({ part, name, contrast, estimate }) => [
      textCell(part, partName(part, context)),
      textCell(
        name,
        h('span', {}, rowName({ name, estimate }, t), h('span', { class: 'quiet under' }, contrast)),
      ),
      ...valueCells(estimate),
      ...testCells(estimate, holm),
    ]),
  };
}

/** A source in one look: its LIS, how sure that is, and what it means. */
function tile(source: SourceReport, context: ViewContext): HTMLElement {
  const { report } = context;
  const headline = headlineLis(source);
  const which = source.lis.transferable === undefined ? t('total LIS') : t('transferable LIS');
  const verdicts = report.verdicts.filter(({ target }) => target === source.name);
  return h(
    'li',
    { class: 'tile card' },
    h(
      'header',
      {},
      h('div', {}, h('h3', {}, source.name), h('p', { class: 'quiet small' }, provenance(source, t))),
      verdicts.length > 0 && h('p', { class: 'badges' }, ...verdicts.map(verdictBadge)),
    ),
    ...(leakHeadline(report, source.name, headline.value) ?? [
      h('p', { class: 'headline' }, signed(headline.value)),
      h('p', { class: 'interval' }, h('span', { class: 'quiet' }, `${which} `), limits(headline)),
    ]),
    objectivesLine(source.name, context),
    h(
      'p',
      { class: 'quiet small' },
      source.minimumDetectable > 0
        ? t(
            'coverage {0} · smallest detectable gain: {1} (80 % power)',
            percent(source.coverage),
            score(source.minimumDetectable),
          )
        : t('coverage {0}', percent(source.coverage)),
    ),
    earlierNote(source.name, context),
  );
}

function baseAlone({ arms }: Report): HTMLElement {
  const base = arms.find(({ arm }) => arm === 'base');
  return h(
    'div',
    { class: 'empty' },
    h('p', { class: 'headline' }, base === undefined ? '–' : score(base.auc)),
    h('p', { class: 'quiet' }, t('AUC of the base')),
    h(
      'p',
      {},
      t(
        'The spec names no preference data: this is the ranking without any. Add sources to see what they bring.',
      ),
    ),
  );
}
