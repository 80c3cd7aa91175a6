/**
 * In the tab Scores: what each model really brings, beside what the data could give. A model is held against a source by the
 * share of its LIS, where that means something; where it does not, the report's reason stands in its place.
 */
import { metricName } from '../../src/report/estimates.ts';
import { percent, score, signed } from '../../src/report/format.ts';
import type { Estimate, ModelReport, Report, SourceReport } from '../../src/report/schema.ts';
import { type Colour, type IntervalChart, type Point, pointOf } from '../charts/chart.ts';
import { coloursOf } from '../charts/colours.ts';
import { h } from '../dom.ts';
import { t } from '../l10n.ts';
import { verdictBadge } from './badge.ts';
import { earlierNote } from './earlier.ts';
import { intervalText, levelOf } from './estimate-cells.ts';
import { modelKind } from './part-picker.ts';
import { type Cell, type Column, numberCell, type Table, textCell } from './table.ts';
import type { ViewContext } from './view.ts';

/** An estimate of a model, as the table of all differences lists it. */
export interface ModelEstimate {
  model: string;
  name: string;
  /** Which arm minus which. */
  contrast: string;
  estimate: Estimate;
}

/** The differences of the metric that the report has of its models: each one's probes, then its own. */
export function modelEstimates({ models }: Pick<Report, 'models'>): ModelEstimate[] {
  return models.flatMap(({ name, kind, ais, probes }) => [
    ...probes.map(({ source, gain }) => ({
      model: name,
      name: t('probe gain'),
      contrast: t('probe on {0} − base', source),
      estimate: gain,
    })),
    {
      model: name,
      name: 'AIS',
      contrast: kind === 'predictions' ? t('with the model − baseline') : t('model − base'),
      estimate: ais,
    },
  ]);
}

/** A model in one look: its AIS, how sure that is, how much of what the data could give it is, and what that means. */
export function modelTile(model: ModelReport, context: ViewContext): HTMLElement {
  const { name, ais, coverage, minimumDetectable, kind } = model;
  const verdicts = context.report.verdicts.filter(({ target }) => target === name);
  const detects = t('detects from {0}', score(minimumDetectable));
  return h(
    'li',
    { class: 'tile card' },
    h(
      'header',
      {},
      h('div', {}, h('h3', {}, name), h('p', { class: 'quiet small' }, modelKind(model))),
      verdicts.length > 0 && h('p', { class: 'badges' }, ...verdicts.map(verdictBadge)),
    ),
    h('p', { class: 'headline' }, signed(ais.value)),
    h('p', { class: 'interval' }, h('span', { class: 'quiet' }, 'AIS '), intervalText(ais)),
    ...shareLines(model),
    h(
      'p',
      { class: 'quiet small' },
      kind === 'predictions' ? detects : `${t('coverage {0}', percent(coverage))} · ${detects}`,
    ),
    earlierNote(name, context),
  );
}

function shareLines({ captured, probes }: ModelReport): HTMLElement[] {
  return Object.entries(captured).flatMap(([source, share]) => {
    if (share === null) return [];
    const probe = probes.find((one) => one.source === source)?.captured;
    const text = t('{0} of the LIS of {1}', percent(share.value), source);
    return h(
      'p',
      { class: 'interval' },
      text,
      h('span', { class: 'quiet' }, ` ${shareInterval(share)}`),
      probe && h('span', { class: 'quiet under' }, t('a probe reaches {0}', percent(probe.value))),
    );
  });
}

/** Where there are models, one chart: what each brings, under the LIS of the sources that it can be held against. */
export function modelsChart(report: Report): IntervalChart[] {
  if (report.models.length === 0) return [];
  const colourOf = coloursOf(report);
  const bars: { category: string; point: Point | null; colour: Colour }[] = [
    ...references(report).map((source) => ({
      category: t('LIS of {0}', source.name),
      point: pointOf(headline(source)),
      colour: colourOf(source.name),
    })),
    ...report.models.flatMap(({ name, ais, probes }) => [
      ...probes.map(({ source, gain }) => ({
        category: t('{0}, probe on {1}', name, source),
        point: pointOf(gain),
        colour: colourOf(name),
      })),
      { category: t('AIS of {0}', name), point: pointOf(ais), colour: colourOf(name) },
    ]),
  ];
  return [
    {
      title: t('What the models bring'),
      axis: t('difference of {0}', metricName(report)),
      categories: bars.map(({ category }) => category),
      series: [
        { name: 'AIS', points: bars.map(({ point }) => point), colour: bars.map(({ colour }) => colour) },
      ],
      format: signed,
    },
  ];
}

/** How to read that chart. */
export function modelsNote(report: Report): string {
  const parts = [
    references(report).length > 0 && t('LIS: what the data could give this ranker.'),
    t('AIS: what the model really brings.'),
    report.models.some(({ probes }) => probes.length > 0) &&
      t('Probe: what a cheap linear alignment of its vectors reaches.'),
    report.models.some(({ kind }) => kind === 'predictions') &&
      t('Of scores, the AIS is the gain over their baseline file.'),
  ];
  return parts.filter((part) => part !== false).join(' ');
}

/** The sources that some model is a share of. */
function references({ sources, models }: Report): SourceReport[] {
  return sources.filter(({ name }) =>
    models.some(
      ({ captured, probes }) => (captured[name] ?? null) !== null || probes.some((p) => p.source === name),
    ),
  );
}

function headline({ lis }: SourceReport): Estimate {
  return lis.transferable ?? lis.total;
}

/** Each model against each source: from what a probe reaches, over what the model brings, to what the data could give. */
export function modelsTable(report: Report): Table {
  const probed = report.models.some(({ probes }) => probes.length > 0);
  const shares = report.models.flatMap(({ captured }) => Object.values(captured));
  const probeColumns: Column[] = [{ key: 'probe', name: t('probe gain'), numeric: true }];
  const probeShares: Column[] = [{ key: 'probeShare', name: t('probe, captured'), numeric: true }];
  return {
    name: 'models',
    caption: t('Models against sources'),
    columns: [
      { key: 'model', name: t('model') },
      { key: 'source', name: t('source') },
      ...(probed ? probeColumns : []),
      { key: 'ais', name: 'AIS', numeric: true },
      { key: 'lis', name: 'LIS', numeric: true },
      ...(probed ? probeShares : []),
      { key: 'captured', name: t('captured'), numeric: true },
      { key: 'interval', name: t('{0} interval', levelOf(shares)), numeric: true },
    ],
    rows: report.models.flatMap((model) => rowsOf(model, report, probed)),
  };
}

function rowsOf(model: ModelReport, report: Report, probed: boolean): Cell[][] {
  const { name, ais, captured, notCaptured, probes } = model;
  const row = (source: string | undefined, why: string): Cell[] => {
    const found = report.sources.find((one) => one.name === source);
    const probe = probes.find((one) => one.source === source);
    const share = source === undefined ? null : (captured[source] ?? null);
    return [
      textCell(name),
      source === undefined ? { text: '–' } : textCell(source),
      ...(probed ? [numberCell(probe?.gain.value, signed)] : []),
      numberCell(ais.value, signed),
      numberCell(found && headline(found).value, signed),
      ...(probed ? [numberCell(probe?.captured?.value, percent)] : []),
      numberCell(share?.value, percent),
      share === null ? reasonCell(why) : { text: shareInterval(share), sort: share.low },
    ];
  };
  const sources = Object.keys(captured);
  if (sources.length === 0) return [row(undefined, t('evaluated without sources'))];
  return sources.map((source) => row(source, notCaptured[source] ?? t('not measured')));
}

/** A sentence among numbers: it may take several lines. */
function reasonCell(text: string): Cell {
  return { text, show: h('span', { class: 'reason quiet' }, text) };
}

function shareInterval({ low, high }: Estimate): string {
  return `[${percent(low)}, ${percent(high)}]`;
}
