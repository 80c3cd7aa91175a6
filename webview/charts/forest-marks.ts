/**
 * What the panel adds to the library's marks: bands and lines behind them, the words of each row, so that a chart can be read without
 * its axis and on paper, and an arrow where a mark lies beyond the axis.
 */
import { type Chart, type Plugin, PointElement } from 'chart.js';
import type { Theme } from '../theme.ts';
import type { ForestChart, ForestRow } from './chart.ts';
import { inTheme } from './colours.ts';
import type { PlacedRow, PlacedRows } from './forest-rows.ts';
import { cut, GAP, nameFont, quietFont } from './forest-words.ts';

/** Half the height of a band. */
const BAND = 9;
/** Between the two lines of words of a row. */
const LINE = 16;
const ARROW = 7;

export function forestMarks(
  data: ForestChart,
  placed: PlacedRows,
  theme: Theme,
): Plugin<'scatterWithErrorBars'> {
  return {
    id: 'forest-marks',
    beforeDatasetsDraw(chart) {
      eachRow(chart, data, placed, (row, place, y) => behind(chart, row, place, y, theme));
    },
    afterDatasetsDraw(chart) {
      // The library draws whiskers over marks, and a hollow one would not look so.
      for (const mark of chart.getDatasetMeta(0).data)
        PointElement.prototype.draw.call(mark as PointElement, chart.ctx, chart.chartArea);
      eachRow(chart, data, placed, (row, place, y) => {
        words(chart, row, place, placed.wide, y, theme);
        arrow(chart, row, y(place.mark), data.format, theme);
      });
    },
  };
}

type Down = (pixels: number) => number;

function eachRow(
  chart: Chart,
  { rows }: ForestChart,
  placed: PlacedRows,
  draw: (row: ForestRow, place: PlacedRow, y: Down) => void,
): void {
  const { ctx, scales } = chart;
  ctx.save();
  ctx.textBaseline = 'middle';
  rows.forEach((row, i) => {
    draw(row, placed.rows[i]!, (pixels) => scales['y']!.getPixelForValue(pixels));
  });
  ctx.restore();
}

/** The line that leads from a row's words to its mark, and its band. */
function behind(chart: Chart, { band }: ForestRow, place: PlacedRow, y: Down, theme: Theme): void {
  const { ctx, chartArea, scales } = chart;
  const at = y(place.mark);
  ctx.fillStyle = theme.grid;
  ctx.fillRect(chartArea.left, Math.round(at), chartArea.width, 1);
  if (band === undefined) return;
  const within = (value: number): number =>
    Math.min(Math.max(scales['x']!.getPixelForValue(value), chartArea.left), chartArea.right);
  const [left, right] = [within(band.low), within(band.high)];
  const width = Math.max(right - left, 2);
  ctx.fillStyle = theme.band;
  ctx.fillRect(left, at - BAND, width, 2 * BAND);
  if (!theme.highContrast) return;
  ctx.strokeStyle = theme.text;
  ctx.lineWidth = 1;
  ctx.strokeRect(left, at - BAND, width, 2 * BAND);
}

function words(chart: Chart, row: ForestRow, place: PlacedRow, wide: boolean, y: Down, theme: Theme): void {
  const { ctx, chartArea, width } = chart;
  const { name, note, text, words: said, group } = row;
  const write = (
    what: string | undefined,
    font: string,
    colour: string,
    end: 'left' | 'right',
    [x, at, room]: readonly [number, number, number],
  ): void => {
    if (what === undefined) return;
    ctx.font = font;
    ctx.fillStyle = colour;
    ctx.textAlign = end;
    ctx.fillText(cut(ctx, what, room), x, at);
  };
  const [strong, quiet] = [nameFont(theme), quietFont(theme)];
  if (place.heading !== undefined) write(group, quiet, theme.quiet, 'left', [0, y(place.heading), width]);
  if (wide) {
    const [left, right] = [chartArea.left - GAP, width - chartArea.right - GAP];
    const at = (line: 0 | 1, both: boolean): number => y(place.mark) + (both ? (line - 0.5) * LINE : 0);
    write(name, strong, theme.text, 'left', [0, at(0, note !== undefined), left]);
    write(note, quiet, theme.quiet, 'left', [0, at(1, true), left]);
    const beside = chartArea.right + GAP;
    write(text, strong, theme.text, 'left', [beside, at(0, said !== undefined), right]);
    write(said, quiet, theme.quiet, 'left', [beside, at(1, true), right]);
    return;
  }
  const first = y(place.top + LINE * 0.8);
  const second = first + LINE;
  const lines = note === undefined && said === undefined ? 1 : 2;
  // Words that a line crosses are hard to read; above them a stub of it would be left.
  const top = y(place.heading === undefined ? place.top : place.top + 1) - 1;
  ctx.fillStyle = theme.background;
  ctx.fillRect(0, top, width, first - LINE / 2 - top + lines * LINE);
  write(name, strong, theme.text, 'left', [0, first, width * 0.6]);
  write(text, strong, theme.text, 'right', [width, first, width * 0.6]);
  write(note, quiet, theme.quiet, 'left', [0, second, width * 0.4]);
  write(said, quiet, theme.quiet, 'right', [width, second, width * 0.6]);
}

/** At the edge that the mark lies beyond, with its number. */
function arrow(chart: Chart, row: ForestRow, at: number, format: ForestChart['format'], theme: Theme): void {
  const { ctx, chartArea, scales } = chart;
  if (row.point === null) return;
  const { min, max } = scales['x']!;
  const { value } = row.point;
  if (value >= min && value <= max) return;
  const right = value > max;
  const tip = right ? chartArea.right : chartArea.left;
  const back = right ? -1 : 1;
  ctx.fillStyle = inTheme(row, theme);
  ctx.beginPath();
  ctx.moveTo(tip, at);
  ctx.lineTo(tip + back * 2 * ARROW, at - ARROW);
  ctx.lineTo(tip + back * 2 * ARROW, at + ARROW);
  ctx.closePath();
  ctx.fill();
  ctx.font = quietFont(theme);
  ctx.textAlign = right ? 'right' : 'left';
  const number = format(value);
  const wide = ctx.measureText(number).width + ARROW;
  const [start, x] = right ? [tip - 3 * ARROW - wide, tip - 3 * ARROW] : [tip + 3 * ARROW, tip + 3 * ARROW];
  ctx.fillStyle = theme.background;
  ctx.fillRect(start, at - LINE / 2, wide, LINE);
  ctx.fillStyle = theme.text;
  ctx.fillText(number, x, at);
}
