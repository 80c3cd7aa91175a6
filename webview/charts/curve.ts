/** A curve as the library draws it: points with their intervals, from the weakest base to the chosen one. */
import type { ChartConfiguration } from 'chart.js';
import type { Theme } from '../theme.ts';
import { type CurveChart, decided } from './chart.ts';
import { inTheme } from './colours.ts';
import { curveMarks } from './marks.ts';

type Configuration = ChartConfiguration<'lineWithErrorBars', Datum[]>;
interface Datum {
  x: number;
  y: number;
  yMin: number;
  yMax: number;
}

/** Of the width, what stays free on either side, so that a number at the end is whole. */
const SIDE = 0.12;
/** Of the height, what stays free for the numbers over the intervals, and for the names below those that reach under 0. */
const ROOM = 0.16;
/** Where all bases are of one strength. */
const LEAST_WIDTH = 0.002;
const RADIUS = { chosen: 6, other: 4 };

export function curveConfiguration(data: CurveChart, theme: Theme): Configuration {
  const { points, format, formatStrength } = data;
  const colour = inTheme(data, theme);
  const font = { family: theme.font, size: 11 };
  const last = points.length - 1;
  return {
    type: 'lineWithErrorBars',
    data: {
      datasets: [
        {
          label: data.axis,
          data: points.map(({ strength, value, low, high }) => ({
            x: strength,
            y: value,
            yMin: low,
            yMax: high,
          })),
          borderColor: colour,
          borderWidth: 1.5,
          segment: {}, // drawn step by step: a canvas that records SVG cannot follow a path made beforehand
          errorBarColor: theme.text,
          errorBarWhiskerColor: theme.text,
          errorBarLineWidth: 1.25,
          errorBarWhiskerLineWidth: 1.25,
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
      elements: {
        pointWithErrorBar: {
          radius: ({ dataIndex }) => (dataIndex === last ? RADIUS.chosen : RADIUS.other),
          // As with bars: pale, which is hollow here, where the interval does not leave 0 out.
          backgroundColor: ({ dataIndex }) => (decided(points[dataIndex]!) ? colour : theme.background),
        },
      },
      scales: {
        x: {
          type: 'linear',
          ...limits(points.map(({ strength }) => strength)),
          title: { display: true, text: data.strength, color: theme.quiet, font },
          grid: { display: false },
          border: { color: theme.grid },
          ticks: { color: theme.quiet, maxTicksLimit: 6, maxRotation: 0, includeBounds: false, font },
        },
        y: {
          suggestedMin: 0,
          suggestedMax: 0,
          afterDataLimits: (scale) => {
            const room = (scale.max - scale.min) * ROOM;
            Object.assign(scale, { max: scale.max + room, min: scale.min < 0 ? scale.min - room : 0 });
          },
          title: { display: true, text: data.axis, color: theme.quiet, font },
          grid: {
            color: ({ tick }) => (tick?.value === 0 ? theme.zero : theme.grid),
            lineWidth: ({ tick }) => (tick?.value === 0 ? 1.5 : 1),
            drawTicks: false,
          },
          border: { display: false },
          ticks: { color: theme.quiet, padding: 6, maxTicksLimit: 6, font },
        },
      },
      plugins: {
        legend: { display: false },
        tooltip: {
          displayColors: false,
          callbacks: {
            title: ([item]) => points[item!.dataIndex]!.name,
            label: ({ dataIndex }) => {
              const { strength, value, low, high } = points[dataIndex]!;
              return [
                `${data.strength}: ${formatStrength(strength)}`,
                `${format(value)} [${format(low)}, ${format(high)}]`,
              ];
            },
          },
        },
      },
    },
    plugins: [curveMarks(data, theme)],
  };
}

function limits(values: readonly number[]): { min: number; max: number } {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const side = Math.max(high - low, LEAST_WIDTH) * SIDE;
  return { min: low - side, max: high + side };
}
