/** Writes each bar's number where its interval ends, so that a chart can be read without its axis, and on paper. */
import type { Plugin } from 'chart.js';
import type { Theme } from '../theme.ts';
import type { IntervalChart } from './chart.ts';

const DISTANCE = 7;

export function valueLabels(data: IntervalChart, theme: Theme): Plugin<'barWithErrorBars'> {
  return {
    id: 'value-labels',
    afterDatasetsDraw(chart) {
      const { ctx } = chart;
      ctx.save();
      ctx.font = `11px ${theme.font}`;
      ctx.textBaseline = 'middle';
      ctx.fillStyle = theme.text;
      data.series.forEach(({ points }, series) => {
        if (!chart.isDatasetVisible(series)) return;
        chart.getDatasetMeta(series).data.forEach((element, i) => {
          const point = points[i];
          if (point === null || point === undefined) return;
          const { x, y, xMin, xMax } = element.getProps(['x', 'y', 'xMin', 'xMax'] as never) as Box;
          const left = point.value < (data.from ?? 0);
          ctx.textAlign = left ? 'right' : 'left';
          const end = left ? Math.min(x, xMin ?? x) - DISTANCE : Math.max(x, xMax ?? x) + DISTANCE;
          ctx.fillText(data.format(point.value), end, y);
        });
      });
      ctx.restore();
    },
  };
}

interface Box {
  x: number;
  y: number;
  xMin: number | null;
  xMax: number | null;
}
