/**
 * What a chart of the panel shows: bars with intervals, by category and series, or a curve. Data only; `configuration.ts` and
 * `curve.ts` draw it.
 */
import { oneLine } from '../../src/inert/visible.ts';
import type { Estimate } from '../../src/report/schema.ts';

export interface Point {
  value: number;
  low?: number | undefined;
  high?: number | undefined;
}

/** A place in the theme's colours; what belongs to no source and no model has none, and what holds the label that of errors. */
export type Colour = number | null | 'error';

export interface Series {
  name: string;
  /** One for each category; null where there is nothing to draw. */
  points: (Point | null)[];
  /** Of all its bars, or of each. */
  colour: Colour | readonly Colour[];
}

export interface IntervalChart {
  title: string;
  /** What the numbers are: `difference of AUC`. */
  axis: string;
  categories: string[];
  series: Series[];
  /** Where bars begin: 0, or a metric's value for chance. */
  from?: number;
  format(value: number): string;
}

/** What is gained over bases of growing strength. */
export interface CurveChart {
  kind: 'curve';
  title: string;
  /** What the gains are: `difference of AUC`; and what the strength is. */
  axis: string;
  strength: string;
  /** From the weakest base to the chosen one. */
  points: { name: string; strength: number; value: number; low: number; high: number }[];
  colour: Colour;
  format(value: number): string;
  formatStrength(value: number): string;
}

export type AnyChart = IntervalChart | CurveChart;

export function isCurve(chart: AnyChart): chart is CurveChart {
  return 'kind' in chart;
}

/** The chart with names that can be drawn, and written into the text of a picture, as they are. */
export function visibleChart(chart: AnyChart): AnyChart {
  if (isCurve(chart)) {
    const points = chart.points.map((point) => ({ ...point, name: oneLine(point.name) }));
    return { ...chart, title: oneLine(chart.title), points };
  }
  return {
    ...chart,
    title: oneLine(chart.title),
    axis: oneLine(chart.axis),
    categories: chart.categories.map(oneLine),
    series: chart.series.map((series) => ({ ...series, name: oneLine(series.name) })),
  };
}

/** An estimate as a bar with its interval. */
export function pointOf(estimate: Estimate | null | undefined): Point | null {
  if (estimate === null || estimate === undefined) return null;
  return { value: estimate.value, low: estimate.low, high: estimate.high };
}

/** True where a bar's interval leaves out its beginning: what the shade of the bar says. */
export function decided({ low, high }: Point, from = 0): boolean {
  return low === undefined || high === undefined || low > from || high < from;
}

const BAR = 15;
const GAP = 9;
const AXIS = 46;
const LEGEND = 34;
const CURVE = 260;

/** CSS pixels that a chart needs so that each bar and its number can be read. */
export function heightOf(chart: AnyChart): number {
  if (isCurve(chart)) return CURVE;
  const { categories, series } = chart;
  const legend = series.length > 1 ? LEGEND : 0;
  return categories.length * (series.length * BAR + GAP) + AXIS + legend;
}
