/**
 * What the panel adds to the library's bars and curves: an outline around pale bars, and each number where its interval ends,
 * so that a chart can be read without its axis, and on paper. The outline is not the library's own border, which a canvas
 * that records SVG cannot follow.
 */
import type { Plugin } from 'chart.js';
import type { Theme } from '../theme.ts';
import { type CurveChart, decided, type IntervalChart, type LinesChart, type Point } from './chart.ts';
import { inTheme } from './colours.ts';

const DISTANCE = 7;

export function marks(data: IntervalChart, theme: Theme): Plugin<'barWithErrorBars'> {
  const from = data.from ?? 0;
  return {
    id: 'marks',
    afterDatasetsDraw(chart) {
      const { ctx } = chart;
      ctx.save();
      ctx.font = `11px ${theme.font}`;
      ctx.textBaseline = 'middle';
      ctx.lineWidth = theme.highContrast ? 1.5 : 1;
      data.series.forEach((series, at) => {
        if (!chart.isDatasetVisible(at)) return;
        chart.getDatasetMeta(at).data.forEach((element, i) => {
          const point = series.points[i];
          if (point === null || point === undefined) return;
          ctx.strokeStyle = inTheme(series, i, theme);
          const box = element.getProps(PROPERTIES as never) as Box;
          if (!decided(point, from)) outline(ctx, box);
          ctx.fillStyle = theme.text;
          write(ctx, box, point.value < from, data.format(point.value));
        });
      });
      ctx.restore();
    },
  };
}

const PROPERTIES = ['x', 'y', 'base', 'height', 'xMin', 'xMax'] as const;
type Box = Record<'x' | 'y' | 'base' | 'height', number> & Record<'xMin' | 'xMax', number | null>;

function outline(ctx: CanvasRenderingContext2D, { x, y, base, height }: Box): void {
  ctx.strokeRect(Math.min(x, base), y - height / 2, Math.abs(x - base), height);
}

function write(ctx: CanvasRenderingContext2D, { x, y, xMin, xMax }: Box, left: boolean, text: string): void {
  ctx.textAlign = left ? 'right' : 'left';
  const end = left ? Math.min(x, xMin ?? x) - DISTANCE : Math.max(x, xMax ?? x) + DISTANCE;
  ctx.fillText(text, end, y);
}

/** Where numbers stand beyond the bars, as limits of an axis that is about `width` CSS pixels wide. */
export function withRoom(
  { series, from = 0 }: IntervalChart,
  { min, max }: { min: number; max: number },
  width: number,
): { min: number; max: number } {
  const points = series.flatMap((line) => line.points.filter((point): point is Point => point !== null));
  const left = points.some(({ value }) => value < from);
  const right = points.some(({ value }) => value >= from);
  const plot = Math.max(width - (Number(left) + Number(right)) * LABEL, LABEL);
  const room = ((max - min) * LABEL) / plot;
  return { min: left ? min - room : min, max: right ? max + room : max };
}

/** CSS pixels of `+0.0377` and the space before it. */
const LABEL = 56;

/** CSS pixels of a line of text, and between texts and what they belong to. */
const LINE = 13;
const BESIDE = 5;

/** Each gain over its interval, and the name of its base below; of points that stand too close, the strongest base's. */
export function curveMarks({ points, format }: CurveChart, theme: Theme): Plugin<'lineWithErrorBars'> {
  return {
    id: 'curve-marks',
    afterDatasetsDraw(chart) {
      const { ctx, scales } = chart;
      const [x, y] = [scales['x']!, scales['y']!];
      ctx.save();
      ctx.font = `11px ${theme.font}`;
      ctx.textAlign = 'center';
      ctx.fillStyle = theme.text;
      let free = Number.POSITIVE_INFINITY;
      for (const { name, strength, value, low, high } of points.toReversed()) {
        const at = x.getPixelForValue(strength);
        const half = Math.max(ctx.measureText(name).width, ctx.measureText(format(value)).width) / 2;
        if (at + half > free) continue;
        free = at - half - BESIDE;
        ctx.textBaseline = 'bottom';
        ctx.fillText(format(value), at, y.getPixelForValue(high) - BESIDE);
        ctx.textBaseline = 'top';
        ctx.fillText(name, at, Math.min(y.getPixelForValue(low) + BESIDE, chart.chartArea.bottom - LINE));
      }
      ctx.restore();
    },
  };
}

interface Drawn {
  x: number;
  y: number;
  yMax: number;
}

/** CSS pixels to the right of several lines, for the last number of each. */
export const LAST_NUMBERS = 58;

/** The number over each interval of a single line, as far as there is room; of several lines the last number of each, beside it. */
export function lineMarks(
  { format }: LinesChart,
  lines: readonly (readonly Drawn[])[],
  theme: Theme,
): Plugin<'lineWithErrorBars'> {
  return {
    id: 'line-marks',
    afterDatasetsDraw(chart) {
      const { ctx, scales, chartArea } = chart;
      const across = (point: Drawn): number => scales['x']!.getPixelForValue(point.x);
      const up = (value: number): number => scales['y']!.getPixelForValue(value);
      ctx.save();
      ctx.font = `11px ${theme.font}`;
      ctx.fillStyle = theme.text;
      if (lines.length === 1) {
        ctx.textAlign = 'center';
        ctx.textBaseline = 'bottom';
        let free = Number.POSITIVE_INFINITY;
        for (const point of lines[0]!.toReversed()) {
          const half = ctx.measureText(format(point.y)).width / 2;
          if (across(point) + half > free) continue;
          free = across(point) - half - BESIDE;
          ctx.fillText(format(point.y), across(point), up(point.yMax) - BESIDE);
        }
      } else {
        ctx.textAlign = 'left';
        ctx.textBaseline = 'middle';
        const last = lines.flatMap((line, i) => (chart.isDatasetVisible(i) ? line.slice(-1) : []));
        let free = chartArea.top;
        for (const { y } of last.toSorted((a, b) => b.y - a.y)) {
          const at = Math.max(up(y), free);
          free = at + LINE;
          ctx.fillText(format(y), chartArea.right + BESIDE, at);
        }
      }
      ctx.restore();
    },
  };
}
