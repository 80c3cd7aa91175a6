/**
 * A chart of the panel as the library draws it: horizontal bars that begin at 0 (or at chance), intervals over them, and a
 * pale bar where the interval does not leave the beginning out.
 */
import type { ChartConfiguration } from 'chart.js';
import { shorten } from '../../src/common/format.ts';
import type { Theme } from '../theme.ts';
import { decided, type IntervalChart, type Point, type Series } from './chart.ts';
import { inTheme } from './colours.ts';
import { marks, withRoom } from './marks.ts';

type Configuration = ChartConfiguration<'barWithErrorBars', Datum[], string>;
interface Datum {
  x: number;
  y: string;
  xMin: number;
  xMax: number;
}

const MOST_LETTERS = 30;
/** CSS pixels that the categories' names take, about. */
const NAMES = 130;

export function configuration(data: IntervalChart, theme: Theme): Configuration {
  const from = data.from ?? 0;
  return {
    type: 'barWithErrorBars',
    data: {
      labels: data.categories,
      datasets: data.series.map((series) => ({
        label: series.name,
        data: series.points.map((point, row) => datum(point, data.categories[row]!)),
        base: from,
        backgroundColor: shades(series, from, theme),
        borderWidth: 0,
        borderRadius: 2,
        borderSkipped: 'start' as const,
        skipNull: true, // a series without a number here leaves no gap among the others
        barPercentage: 0.82,
        categoryPercentage: 0.86,
        maxBarThickness: 18,
        errorBarColor: theme.text,
        errorBarWhiskerColor: theme.text,
        errorBarLineWidth: 1.25,
        errorBarWhiskerLineWidth: 1.25,
        errorBarWhiskerSize: 7,
        errorBarWhiskerRatio: -1,
      })),
    },
    options: {
      indexAxis: 'y',
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      font: { family: theme.font, size: 12 },
      scales: {
        x: {
          // Where the bars begin is always in sight, also where all of them point to the left.
          beginAtZero: from === 0, // the library's bars would, whatever they begin at
          suggestedMin: from,
          suggestedMax: from,
          afterDataLimits: (scale) => {
            const min = lowest(data) >= from ? from : scale.min;
            Object.assign(scale, withRoom(data, { min, max: scale.max }, scale.chart.width - NAMES));
          },
          title: {
            display: true,
            text: data.axis,
            color: theme.quiet,
            font: { family: theme.font, size: 11 },
          },
          grid: {
            color: ({ tick }) => (tick?.value === from ? theme.zero : theme.grid),
            lineWidth: ({ tick }) => (tick?.value === from ? 1.5 : 1),
            drawTicks: false,
          },
          border: { display: false },
          ticks: {
            color: theme.quiet,
            padding: 6,
            maxTicksLimit: 7,
            maxRotation: 0,
            font: { family: theme.font, size: 11 },
          },
        },
        y: {
          grid: { display: false },
          border: { display: false },
          ticks: {
            color: theme.text,
            autoSkip: false,
            padding: 8,
            font: { family: theme.font, size: 12 },
            callback: (_, i) => shorten(data.categories[i] ?? '', MOST_LETTERS),
          },
        },
      },
      plugins: {
        legend: {
          display: data.series.length > 1,
          align: 'start',
          labels: {
            color: theme.text,
            boxWidth: 12,
            boxHeight: 12,
            padding: 14,
            font: { family: theme.font, size: 12 },
            // The first bar of a series may be a pale one; its legend is always the full colour.
            generateLabels: (chart) =>
              data.series.map((series, i) => ({
                text: series.name,
                datasetIndex: i,
                hidden: !chart.isDatasetVisible(i),
                fontColor: theme.text,
                fillStyle: inTheme(series, 0, theme),
                strokeStyle: inTheme(series, 0, theme),
              })),
          },
        },
        tooltip: {
          displayColors: false,
          callbacks: {
            label: ({ datasetIndex, dataIndex }) =>
              tooltip(data.series[datasetIndex]?.points[dataIndex], data),
          },
        },
      },
    },
    plugins: [marks(data, theme)],
  };
}

function lowest({ series }: IntervalChart): number {
  const ends = series.flatMap(({ points }) => points.map((point) => point?.low ?? point?.value ?? Infinity));
  return Math.min(...ends);
}

function datum(point: Point | null, y: string): Datum {
  if (point === null) return { x: null, y, xMin: null, xMax: null } as unknown as Datum; // the library's way to say "none"
  return { x: point.value, y, xMin: point.low, xMax: point.high } as Datum;
}

function shades(series: Series, from: number, theme: Theme): string[] {
  return series.points.map((point, bar) => {
    const colour = inTheme(series, bar, theme);
    if (point && decided(point, from)) return colour;
    return theme.highContrast ? 'transparent' : translucent(colour);
  });
}

/** A third of the colour; themes write theirs as `#rrggbb`, sometimes with an alpha already. */
function translucent(colour: string): string {
  return /^#[\da-f]{6}$/i.test(colour) ? `${colour}55` : colour;
}

function tooltip(point: Point | null | undefined, { format }: IntervalChart): string {
  if (point === null || point === undefined) return '';
  const { value, low, high } = point;
  if (low === undefined || high === undefined) return format(value);
  return `${format(value)} [${format(low)}, ${format(high)}]`;
}
