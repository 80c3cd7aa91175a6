/** A forest plot as the library draws it: a mark for each row, its interval, and one axis for all. */
import type { ChartConfiguration, Plugin } from 'chart.js';
import type { Theme } from '../theme.ts';
import { decided, type ForestChart, type Point } from './chart.ts';
import { inTheme } from './colours.ts';
import { forestMarks } from './forest-marks.ts';
import { placeRows } from './forest-rows.ts';
import { guttersOf } from './forest-words.ts';

type Configuration = ChartConfiguration<'scatterWithErrorBars', Datum[]>;
interface Datum {
  x: number;
  y: number;
  xMin?: number;
  xMax?: number;
}

/** Of the axis, what stays free on either side of the whiskers. */
const SIDE = 0.06;
/** An axis of less would make differences of nothing look large, and name them in powers of ten. */
const LEAST = 0.001;
const RADIUS = { circle: 5.5, rect: 6, rectRot: 6.5, triangle: 6.5 };

/** @param width CSS pixels, which decide whether words stand beside the marks or above them */
export function forestConfiguration(data: ForestChart, theme: Theme, width: number): Configuration {
  const { rows, format, from = 0 } = data;
  const placed = placeRows(rows, width);
  const drawn = rows.flatMap(({ point }, row) => (point === null ? [] : [{ point, row }]));
  const rowOf = (i: number) => rows[drawn[i]!.row]!;
  const colourOf = (i: number): string => inTheme(rowOf(i), theme);
  const font = { family: theme.font, size: 11 };
  const span = spanOf(data);
  return {
    type: 'scatterWithErrorBars',
    data: {
      datasets: [
        {
          label: data.title,
          data: drawn.map(({ point, row }) => datum(point, placed.rows[row]!.mark)),
          pointStyle: drawn.map((_, i) => rowOf(i).shape ?? 'circle'),
          errorBarColor: theme.text,
          errorBarWhiskerColor: theme.text,
          errorBarLineWidth: 1.75,
          errorBarWhiskerLineWidth: 1.75,
          errorBarWhiskerSize: 9,
          errorBarWhiskerRatio: -1,
        },
      ],
    },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      font: { family: theme.font, size: 12 },
      layout: { padding: ({ chart }) => guttersOf(data, theme, chart.ctx, width) },
      interaction: { mode: 'nearest', axis: 'y', intersect: false },
      onClick: ({ y }, _, { scales }) => {
        const at = y === null ? -1 : (scales['y']?.getValueForPixel(y) ?? -1);
        const pressed = placed.rows.findIndex(({ top, height }) => at >= top && at < top + height);
        if (pressed !== -1) data.choose?.(pressed);
      },
      elements: {
        pointWithErrorBar: {
          radius: ({ dataIndex }) => RADIUS[rowOf(dataIndex).shape ?? 'circle'],
          hoverRadius: ({ dataIndex }) => RADIUS[rowOf(dataIndex).shape ?? 'circle'],
          borderWidth: 2,
          borderColor: ({ dataIndex }) => colourOf(dataIndex),
          // Hollow where the interval does not leave the line of "no difference" out.
          backgroundColor: ({ dataIndex }) =>
            decided(drawn[dataIndex]!.point, from) ? colourOf(dataIndex) : theme.background,
        },
      },
      scales: {
        x: {
          type: 'linear',
          min: span.low,
          max: span.high,
          title: { display: true, text: data.axis, color: theme.quiet, font },
          grid: {
            color: ({ tick }) => (tick?.value === from ? theme.zero : theme.grid),
            lineWidth: ({ tick }) => (tick?.value === from ? 1.5 : 1),
            drawTicks: false,
          },
          border: { display: false },
          ticks: {
            color: theme.quiet,
            padding: 6,
            maxTicksLimit: 6,
            maxRotation: 0,
            includeBounds: false,
            font,
          },
        },
        y: { type: 'linear', display: false, reverse: true, min: 0, max: placed.height },
      },
      plugins: {
        legend: { display: false },
        tooltip: {
          // In one line above its own mark, so that it covers no other row's number.
          yAlign: 'bottom',
          displayColors: false,
          callbacks: {
            title: () => '',
            label: ({ dataIndex }) => `${rowOf(dataIndex).name}: ${written(drawn[dataIndex]!.point, format)}`,
          },
        },
      },
    },
    plugins: [forestMarks(data, placed, theme) as Plugin<'scatterWithErrorBars'>],
  };
}

/** What the axis holds: all whiskers and bands, and the line of "no difference". */
export function spanOf({ rows, span, from = 0 }: ForestChart): { low: number; high: number } {
  const ends = span
    ? [span.low, span.high]
    : rows.flatMap(({ point, band }) => [
        ...(point === null ? [] : [point.low ?? point.value, point.high ?? point.value]),
        ...(band === undefined ? [] : [band.low, band.high]),
      ]);
  const [low, high] = [Math.min(from, ...ends), Math.max(from, ...ends)];
  const side = Math.max((high - low) * SIDE, LEAST - (high - low));
  return { low: low - side, high: high + side };
}

function datum({ value, low, high }: Point, y: number): Datum {
  return low === undefined || high === undefined ? { x: value, y } : { x: value, y, xMin: low, xMax: high };
}

function written({ value, low, high }: Point, format: (value: number) => string): string {
  if (low === undefined || high === undefined) return format(value);
  return `${format(value)} [${format(low)}, ${format(high)}]`;
}
