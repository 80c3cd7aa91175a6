/**
 * Lines as the library draws them: a point with its interval at each place, beside those of the other lines. Each line has a shape
 * of its own, so that colour is never alone; a line ends where a place has no number, and begins again.
 */
import type { ChartConfiguration, Plugin, PointStyle } from 'chart.js';
import type { Theme } from '../theme.ts';
import { decided, type LinesChart, type Point } from './chart.ts';
import { inTheme } from './colours.ts';
import { LAST_NUMBERS, lineMarks } from './marks.ts';

type Configuration = ChartConfiguration<'lineWithErrorBars', Datum[]>;
interface Datum {
  x: number;
  y: number;
  yMin: number;
  yMax: number;
  /** Which of the chart's places it is at. */
  place: number;
}

const SHAPES: readonly PointStyle[] = ['circle', 'rect', 'triangle', 'rectRot', 'rectRounded'];
/** Of the distance between neighbouring places: what all lines take together, and from one line to the next at most. */
const SPREAD = 0.5;
const STEP = 0.12;
/** Likewise, from the last place to the last numbers of several lines. */
const END = 0.3;
/** Of the height, what stays free over and under the intervals. */
const ROOM = 0.12;
/** Between places, more than these are drawn without whiskers: they would touch. */
const MOST_WHISKERS = 60;

export function linesConfiguration(data: LinesChart, theme: Theme): Configuration {
  const { places, series, format, from } = data;
  const step = series.length < 2 ? 0 : Math.min(STEP, SPREAD / (series.length - 1));
  const datasets = series.map(({ points }, line) => {
    const shift = (line - (series.length - 1) / 2) * step;
    return points.flatMap((point, place) => (point === null ? [] : [datum(point, place + shift, place)]));
  });
  const crowded = datasets.flat().length > MOST_WHISKERS;
  const font = { family: theme.font, size: 11 };
  const colour = (line: number): string => inTheme(series[line]!, theme);
  const pointAt = (line: number, i: number): Point => series[line]!.points[datasets[line]![i]!.place]!;
  return {
    type: 'lineWithErrorBars',
    data: {
      datasets: datasets.map((points, line) => ({
        label: series[line]!.name,
        data: points,
        borderColor: colour(line),
        borderWidth: 1.5,
        // Step by step, so that a canvas that records SVG can follow; and not over a place without a number.
        segment: {
          borderColor: ({ p0DataIndex, p1DataIndex }) =>
            points[p1DataIndex]!.place - points[p0DataIndex]!.place > 1 ? 'transparent' : undefined,
        },
        pointStyle: SHAPES[line % SHAPES.length]!,
        errorBarColor: theme.text,
        errorBarWhiskerColor: theme.text,
        errorBarLineWidth: crowded ? 0.75 : 1.25,
        errorBarWhiskerLineWidth: 1.25,
        errorBarWhiskerSize: crowded ? 0 : 7,
        errorBarWhiskerRatio: -1,
      })),
    },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      font: { family: theme.font, size: 12 },
      layout: { padding: { right: series.length > 1 ? LAST_NUMBERS : 0 } },
      elements: {
        pointWithErrorBar: {
          radius: ({ datasetIndex: line, dataIndex: i }) =>
            (crowded ? 3 : 4.5) * (datasets[line]?.[i]?.place === data.marked ? 1.6 : 1),
          // As with bars: pale, which is hollow here, where the interval does not leave the beginning out.
          backgroundColor: ({ datasetIndex: line, dataIndex: i }) =>
            from === undefined || decided(pointAt(line, i), from) ? colour(line) : theme.background,
        },
      },
      scales: {
        x: {
          type: 'linear',
          min: -SPREAD,
          max: places.length - 1 + (series.length > 1 ? END : SPREAD),
          afterBuildTicks: (scale) => {
            scale.ticks = places.map((_, value) => ({ value }));
          },
          title: { display: true, text: data.across, color: theme.quiet, font },
          grid: {
            display: data.marked !== undefined,
            color: ({ tick }) => (tick?.value === data.marked ? theme.zero : 'transparent'),
            drawTicks: false,
          },
          border: { color: theme.grid },
          ticks: {
            color: theme.quiet,
            maxRotation: 0,
            autoSkipPadding: 10,
            font,
            callback: (value) => places[Number(value)] ?? '',
          },
        },
        y: {
          ...(from !== undefined && { suggestedMin: from, suggestedMax: from }),
          afterDataLimits: (scale) => {
            const room = (scale.max - scale.min) * ROOM;
            const min = from === scale.min ? from : scale.min - room;
            Object.assign(scale, { min, max: from === scale.max ? from : scale.max + room });
          },
          title: { display: true, text: data.axis, color: theme.quiet, font },
          grid: {
            color: ({ tick }) => (tick?.value === from ? theme.zero : theme.grid),
            lineWidth: ({ tick }) => (tick?.value === from ? 1.5 : 1),
            drawTicks: false,
          },
          border: { display: false },
          ticks: { color: theme.quiet, padding: 6, maxTicksLimit: 6, font },
        },
      },
      plugins: {
        legend: {
          display: series.length > 1,
          align: 'start',
          labels: {
            ...{ usePointStyle: true, boxWidth: 9, boxHeight: 9, padding: 14 },
            color: theme.text,
            font: { family: theme.font, size: 12 },
            // The first point may be a hollow one; the legend's is always the full colour.
            generateLabels: (chart) =>
              series.map(({ name }, line) => ({
                ...{ text: name, datasetIndex: line, hidden: !chart.isDatasetVisible(line) },
                ...{ fontColor: theme.text, fillStyle: colour(line), strokeStyle: colour(line) },
                pointStyle: SHAPES[line % SHAPES.length]!,
              })),
          },
        },
        tooltip: {
          displayColors: false,
          callbacks: {
            title: ([item]) => places[datasets[item!.datasetIndex]![item!.dataIndex]!.place]!,
            label: ({ datasetIndex: line, dataIndex: i }) =>
              `${series[line]!.name}: ${written(pointAt(line, i), format)}`,
          },
        },
      },
    },
    plugins: [lineMarks(data, datasets, theme) as Plugin<'lineWithErrorBars'>],
  };
}

function datum({ value, low, high }: Point, x: number, place: number): Datum {
  return { x, y: value, yMin: low ?? value, yMax: high ?? value, place };
}

function written({ value, low, high }: Point, format: (value: number) => string): string {
  if (low === undefined || high === undefined) return format(value);
  return `${format(value)} [${format(low)}, ${format(high)}]`;
}
