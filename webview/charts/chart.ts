/**
 * What a chart of the panel shows: rows with intervals on one axis, a curve, or lines. Data only; `forest.ts`, `curve.ts` and
 * `lines.ts` draw it.
 */
import { oneLine } from '../../src/inert/visible.ts';
import type { Estimate } from '../../src/report/schema.ts';
import { placeRows } from './forest-rows.ts';

export interface Point {
  value: number;
  low?: number | undefined;
  high?: number | undefined;
}

/** A place in the theme's colours; what belongs to no source and no model has none, and what holds the label that of errors. */
export type Colour = number | null | 'error';

/** What kind of number a mark is, for those who do not see its colour. */
export type Shape = 'circle' | 'rect' | 'rectRot' | 'triangle';

export interface ForestRow {
  name: string;
  /** Under the name: what kind of number it is. */
  note?: string;
  /** Null where there is no number; `words` say why. */
  point: Point | null;
  /** The number as it stands beside the mark. */
  text: string;
  /** Under the number: what it means. */
  words?: string;
  colour: Colour;
  /** A circle where absent. */
  shape?: Shape;
  /** Drawn pale behind the mark. */
  band?: { low: number; high: number } | undefined;
  /** The heading of the rows that begin here. */
  group?: string;
}

/** A row for each number, all on one axis. */
export interface ForestChart {
  kind: 'forest';
  title: string;
  /** What the numbers are: `difference of AUC`. */
  axis: string;
  rows: ForestRow[];
  /** Where the line of "no difference" stands: 0, or a metric's value for chance. */
  from?: number;
  /** What the axis holds; marks beyond are arrows at its edge. All of the rows where absent. */
  span?: { low: number; high: number };
  /** How to read it, in lines, for a picture without the page around it. */
  key?: readonly string[];
  format(value: number): string;
  /** Called with the number of the row that was pressed. */
  choose?(row: number): void;
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
  /** One point for each place, null where there is nothing to draw; each of one colour. */
  series: { name: string; points: (Point | null)[]; colour: Colour }[];
  /** The place whose points are larger, under a line: that of a row that was chosen. */
  marked?: number | undefined;
  /** What is always in sight, and what an interval has to leave out: 0 of differences; nothing of scores. */
  from?: number;
  format(value: number): string;
}

export type AnyChart = ForestChart | CurveChart | LinesChart;

/** The chart with names that can be drawn, and written into the text of a picture, as they are. */
export function visibleChart(chart: AnyChart): AnyChart {
  const title = oneLine(chart.title);
  if (chart.kind === 'curve') {
    const points = chart.points.map((point) => ({ ...point, name: oneLine(point.name) }));
    return { ...chart, title, points };
  }
  const axis = oneLine(chart.axis);
  if (chart.kind === 'lines') {
    const series = chart.series.map((each) => ({ ...each, name: oneLine(each.name) }));
    return { ...chart, title, axis, places: chart.places.map(oneLine), series };
  }
  const rows = chart.rows.map((row) => ({
    ...row,
    name: oneLine(row.name),
    text: oneLine(row.text),
    ...(row.words !== undefined && { words: oneLine(row.words) }),
    ...(row.group !== undefined && { group: oneLine(row.group) }),
  }));
  return { ...chart, title, axis, rows };
}

/** An estimate as a mark with its interval. */
export function pointOf(estimate: Estimate | null | undefined): Point | null {
  if (estimate === null || estimate === undefined) return null;
  return { value: estimate.value, low: estimate.low, high: estimate.high };
}

/** True where an interval leaves out the line of "no difference": what a filled mark says. */
export function decided({ low, high }: Point, from = 0): boolean {
  return low === undefined || high === undefined || low > from || high < from;
}

const AXIS = 46;
const LEGEND = 34;
const CURVE = 260;

/** CSS pixels that a chart of this width needs so that each mark and its words can be read. */
export function heightOf(chart: AnyChart, width: number): number {
  if (chart.kind === 'curve') return CURVE;
  if (chart.kind === 'lines') return CURVE + (chart.series.length > 1 ? LEGEND : 0);
  return placeRows(chart.rows, width).height + AXIS;
}
