/**
 * What a chart of the panel shows: bars with intervals, by category and series, a curve, or lines. Data only; `configuration.ts`,
 * `curve.ts` and `lines.ts` draw it.
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

/** What moves over windows, runs, or the length or age of the data. */
export interface LinesChart {
  kind: 'lines';
  title: string;
  axis: string;
  /** What lies along the chart. */
  across: string;
  /** The names of the places along it, at equal distances. */
  places: string[];
  /** One point for each place; each of one colour. */
  series: (Omit<Series, 'colour'> & { colour: Colour })[];
  /** What is always in sight, and what an interval has to leave out: 0 of differences; nothing of scores. */
  from?: number;
  format(value: number): string;
}

export type AnyChart = IntervalChart | CurveChart | LinesChart;

export function isCurve(chart: AnyChart): chart is CurveChart {
  return 'kind' in chart && chart.kind === 'curve';
}

export function isLines(chart: AnyChart): chart is LinesChart {
  return 'kind' in chart && chart.kind === 'lines';
}

/** The chart with names that can be drawn, and written into the text of a picture, as they are. */
export function visibleChart(chart: AnyChart): AnyChart {
  if (isCurve(chart)) {
    const points = chart.points.map((point) => ({ ...point, name: oneLine(point.name) }));
    return { ...chart, title: oneLine(chart.title), points };
  }
  const named = <Named extends { name: string }>(all: readonly Named[]): Named[] =>
    all.map((each) => ({ ...each, name: oneLine(each.name) }));
  const words = { title: oneLine(chart.title), axis: oneLine(chart.axis) };
  if (isLines(chart))
    return { ...chart, ...words, places: chart.places.map(oneLine), series: named(chart.series) };
  return {
    ...{ ...chart, ...words },
    categories: chart.categories.map(oneLine),
    series: named(chart.series),
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
  if (isLines(chart)) return CURVE + (chart.series.length > 1 ? LEGEND : 0);
  const { categories, series } = chart;
  const legend = series.length > 1 ? LEGEND : 0;
  return categories.length * (series.length * BAR + GAP) + AXIS + legend;
}
