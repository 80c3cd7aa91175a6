/** Tab Scores: each source's headline, every estimate as a bar with its interval, and the same numbers to sort. */
import { metricName, type NamedEstimate, namedEstimates, provenance } from '../../src/report/estimates.ts';
import { percent, score, signed } from '../../src/report/format.ts';
import type { Report, SourceReport } from '../../src/report/schema.ts';
import { type IntervalChart, pointOf } from '../charts/chart.ts';
import { h } from '../dom.ts';
import { t } from '../l10n.ts';
import { verdictBadge } from './badge.ts';
import { intervalText, levelOf, testCells, testColumns, valueCells, valueColumns } from './estimate-cells.ts';
import { sortableTable, type Table, textCell } from './table.ts';
import type { View, ViewContext } from './view.ts';

/**
 * What rests on the users' own future is many times what a representation could transfer: on one axis it would press the
 * bars that matter into the corner, so it has an axis of its own.
 */
const OWN_FUTURE = new Set(['lis.total', 'selfEvidence']);

export const scoresView: View = (context) => {
  const { report } = context;
  if (report.sources.length === 0) return baseAlone(report);
  const shown = scored(report);
  const note = t(
    'Bars show {0} intervals, clustered by user. A pale bar’s interval contains 0: this log does not show a difference.',
    levelOf(shown.map(({ estimate }) => estimate)),
  );
  return h(
    'div',
    {},
    h('ul', { class: 'tiles' }, ...report.sources.map((source) => tile(source, context))),
    h(
      'div',
      { class: 'beside' },
      h(
        'div',
        { class: 'stack' },
        ...charts(report).map((chart, i) => context.figure(chart, i === 0 ? note : undefined)),
      ),
      sortableTable(table(report), context),
    ),
  );
};

interface Scored extends NamedEstimate {
  source: string;
}

function scored({ sources }: Report): Scored[] {
  return sources.flatMap((source) =>
    namedEstimates(source).map((named) => ({ ...named, source: source.name })),
  );
}

/** One for what can transfer, one for what users say about themselves; each only where there is something in it. */
export function charts(report: Report): IntervalChart[] {
  const all = scored(report);
  const of = (title: string, wanted: (key: string) => boolean): IntervalChart => {
    const keys = [...new Set(all.filter(({ key }) => wanted(key)).map(({ key }) => key))];
    return {
      title,
      axis: t('difference of {0}', metricName(report)),
      categories: keys.map((key) => all.find((one) => one.key === key)!.name),
      series: report.sources.map(({ name }) => ({
        name,
        points: keys.map((key) =>
          pointOf(all.find((one) => one.source === name && one.key === key)?.estimate),
        ),
      })),
      format: signed,
    };
  };
  return [
    of(t('What preference data adds to the ranking'), (key) => !OWN_FUTURE.has(key)),
    of(t('With the users’ own future'), (key) => OWN_FUTURE.has(key)),
  ].filter(({ categories }) => categories.length > 0);
}

function table(report: Report): Table {
  const shown = scored(report);
  const holm = shown.some(({ estimate }) => estimate.pHolm !== undefined);
  return {
    name: 'scores',
    caption: t('Differences of {0}', metricName(report)),
    columns: [
      { key: 'source', name: t('source') },
      { key: 'estimate', name: t('estimate') },
      ...valueColumns(t('value'), levelOf(shown.map(({ estimate }) => estimate))),
      ...testColumns(holm),
    ],
    rows: shown.map(({ source, name, contrast, estimate }) => [
      textCell(source),
      textCell(name, h('span', {}, name, h('span', { class: 'quiet under' }, contrast))),
      ...valueCells(estimate),
      ...testCells(estimate, holm),
    ]),
  };
}

/** A source in one look: its LIS, how sure that is, and what it means. */
function tile(source: SourceReport, { report }: ViewContext): HTMLElement {
  const { transferable, total } = source.lis;
  const headline = transferable ?? total;
  const which = transferable === undefined ? t('total LIS') : t('transferable LIS');
  const verdicts = report.verdicts.filter(({ target }) => target === source.name);
  return h(
    'li',
    { class: 'tile card' },
    h(
      'header',
      {},
      h('div', {}, h('h3', {}, source.name), h('p', { class: 'quiet small' }, provenance(source))),
      verdicts.length > 0 && h('p', { class: 'badges' }, ...verdicts.map(verdictBadge)),
    ),
    h('p', { class: 'headline' }, signed(headline.value)),
    h('p', { class: 'interval' }, h('span', { class: 'quiet' }, `${which} `), intervalText(headline)),
    h(
      'p',
      { class: 'quiet small' },
      t('coverage {0} · detects from {1}', percent(source.coverage), score(source.minimumDetectable)),
    ),
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
