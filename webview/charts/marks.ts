/**
 * What the panel adds to the library's curves and lines: each number where its interval ends, so that a chart can be read without its
 * axis, and on paper.
 */
import type { Plugin } from 'chart.js';
import type { Theme } from '../theme.ts';
import type { CurveChart, LinesChart } from './chart.ts';

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
