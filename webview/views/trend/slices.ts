/** In the tab Trend: what the length and the age of its data do to the worth of a source. */
import { signed } from '../../../src/common/format.ts';
import { metricName } from '../../../src/report/estimates.ts';
import type { Estimate, Report } from '../../../src/report/schema.ts';
import { leaking, THE_BASE } from '../../../src/report/words/label-leak.ts';
import { type LinesChart, pointOf } from '../../charts/chart.ts';
import { coloursOf } from '../../charts/colours.ts';
import { h } from '../../dom.ts';
import { t } from '../../l10n.ts';
import { type Cell, numberCell, sortableTable, type Table, textCell } from '../table.ts';
import type { ViewContext } from '../view.ts';
import { estimateCell } from './parts.ts';

interface At {
  source: string;
  slices: number;
  /** Of the data: how much there is, or how old its end is. */
  by: 'length' | 'age';
  lis?: Estimate | undefined;
  honestGain?: Estimate | undefined;
}

/** Nothing where the spec asked for neither. */
export function slicesPart(context: ViewContext): HTMLElement[] {
  const { report } = context;
  const measured = measuredAt(report);
  if (measured.length === 0) return [];
  return [
    h('h2', { class: 'section' }, t('By the length and the age of the data')),
    h('div', { class: 'figures' }, ...sliceCharts(report).map((chart) => context.figure(chart))),
    h('div', { class: 'stack below' }, sortableTable(slicesTable(measured), context)),
  ];
}

function measuredAt(report: Report): At[] {
  const leaks = leaking(report);
  if (leaks.has(THE_BASE)) return [];
  const sources = (report.rolling?.sources ?? []).filter(({ name }) => !leaks.has(name));
  const inOrder = (all: At[]): At[] => all.sort((a, b) => a.slices - b.slices);
  return sources.flatMap(({ name: source, lengths = [], lags = [] }) => [
    ...inOrder(lengths.map((length) => ({ source, by: 'length', ...length }))),
    ...inOrder(lags.map(({ slices, gain }) => ({ source, by: 'age', slices, honestGain: gain }))),
  ]);
}

export function sliceCharts(report: Report): LinesChart[] {
  const measured = measuredAt(report);
  const colourOf = coloursOf(report);
  const chart = (title: string, across: string, by: At['by'], key: 'lis' | 'honestGain'): LinesChart[] => {
    const shown = measured.filter((at) => at.by === by && at[key] !== undefined);
    const places = [...new Set(shown.map(({ slices }) => slices))].sort((a, b) => a - b);
    const series = [...new Set(shown.map(({ source }) => source))].map((name) => ({
      name,
      points: places.map((slices) =>
        pointOf(shown.find((at) => at.source === name && at.slices === slices)?.[key]),
      ),
      colour: colourOf(name),
    }));
    if (series.length === 0) return [];
    const axis = t('difference of {0}', metricName(report));
    const form = { kind: 'lines', from: 0, format: signed } as const;
    return [{ ...form, title: titled(title, series), axis, across, places: places.map(String), series }];
  };
  const length = t('length of the data, slices');
  return [
    ...chart(t('LIS by the length of the data'), length, 'length', 'lis'),
    ...chart(t('Honest gain by the length of the data'), length, 'length', 'honestGain'),
    ...chart(t('Honest gain by the age of the data'), t('age of the data, slices'), 'age', 'honestGain'),
  ];
}

/** A line alone has no legend. */
function titled(title: string, series: LinesChart['series']): string {
  return series.length === 1 ? `${title}: ${series[0]!.name}` : title;
}

function slicesTable(measured: readonly At[]): Table {
  return {
    name: 'slices',
    caption: t('By the length and the age of the data'),
    columns: [
      { key: 'source', name: t('source') },
      { key: 'by', name: t('of its data') },
      { key: 'slices', name: t('slices'), numeric: true },
      { key: 'lis', name: 'LIS', numeric: true },
      { key: 'honestGain', name: t('honest gain'), numeric: true },
    ],
    rows: measured.map(({ source, by, slices, lis, honestGain }): Cell[] => [
      textCell(source),
      textCell(by === 'length' ? t('length') : t('age')),
      numberCell(slices, String),
      estimateCell(lis, signed),
      estimateCell(honestGain, signed),
    ]),
  };
}
