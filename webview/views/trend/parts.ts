/** What the charts and tables of the tab Trend have in common. */
import { limits } from '../../../src/common/format.ts';
import { metricName } from '../../../src/report/estimates.ts';
import type { Estimate, Report } from '../../../src/report/schema.ts';
import { type LinesChart, pointOf } from '../../charts/chart.ts';
import { coloursOf } from '../../charts/colours.ts';
import { h } from '../../dom.ts';
import { t } from '../../l10n.ts';
import type { Cell } from '../table.ts';

/** A source or a model with a gain at each place, or none. */
export interface Line {
  name: string;
  what: 'LIS' | 'AIS';
  gains: readonly (Estimate | null | undefined)[];
}

/** Gains at places that lie side by side: windows, or runs. */
export interface Gains {
  lines: readonly Line[];
  places: string[];
  across: string;
  format(value: number): string;
}

/**
 * One chart for what can transfer, and one for what may rest on the users' own future, which would press the others into a corner; each
 * only where there is something in it.
 */
export function gainCharts(report: Report, titles: [string, string], gains: Gains): LinesChart[] {
  const { lines, places, across, format } = gains;
  const colourOf = coloursOf(report);
  const total = new Set(
    report.sources.filter(({ lis }) => lis.transferable === undefined).map(({ name }) => name),
  );
  const known = lines.filter((line) => line.gains.some((gain) => gain));
  const models = known.some(({ what }) => what === 'AIS');
  return titles.flatMap((title, i): LinesChart[] => {
    const shown = known.filter(({ name }) => total.has(name) === (i === 1));
    if (shown.length === 0) return [];
    const series = shown.map(({ name, what, gains: estimates }) => ({
      name: models ? `${what} ${name}` : name,
      points: estimates.map(pointOf),
      colour: colourOf(name),
    }));
    const axis = t('difference of {0}', metricName(report));
    return [{ kind: 'lines', title, axis, across, places, series, from: 0, format }];
  });
}

/** A value with its interval below: tables with a column for each source have no room for a second one. */
export function estimateCell(estimate: Estimate | null | undefined, format: (value: number) => string): Cell {
  if (estimate === null || estimate === undefined) return { text: '–' };
  const text = format(estimate.value);
  const below = h('span', { class: 'quiet under limits' }, limits(estimate, format));
  return { text, sort: estimate.value, show: h('span', {}, text, below) };
}
