/**
 * Charts as one picture to keep: under each other, with their titles, in the theme's colours and at a width of its own, so
 * that it does not depend on how wide the panel happens to be.
 */
import { BasicPlatform } from 'chart.js';
import { wrap } from '../../src/common/format.ts';
import type { PictureFormat } from '../../src/protocol/panel.ts';
import type { Theme } from '../theme.ts';
import { type AnyChart, heightOf } from './chart.ts';
import { recorder } from './recorder.ts';
import { Chart, configurationOf } from './register.ts';

const WIDTH = 960;
const MARGIN = 24;
const INNER = WIDTH - 2 * MARGIN;
const TITLE = 34;
const KEY = 18;
/** Pixels of a PNG for each CSS pixel. */
const SHARPNESS = 2;
const SVG = 'http://www.w3.org/2000/svg';

export interface Picture {
  heading: string;
  /** Below it: what the report answers, and what that rests on, in a few sentences. */
  about: readonly string[];
  charts: readonly AnyChart[];
  theme: Theme;
}

/** @returns base64 of a PNG, or the text of an SVG. @throws Error where the page cannot draw. */
export function picture(parts: Picture, format: PictureFormat): string {
  return format === 'png' ? png(parts) : svg(parts);
}

interface Placed {
  chart: AnyChart;
  /** How to read it, in lines. */
  key: readonly string[];
  top: number;
  height: number;
}

/** Letters of a line below the heading; those of a script without spaces are about twice as wide. */
const LETTERS = { usual: 130, wide: 70 };

const linesOf = (about: readonly string[]): string[] =>
  about.flatMap((text) => wrap(text, /\p{Script=Han}/u.test(text) ? LETTERS.wide : LETTERS.usual));

/** The baseline of a line below the heading. */
const aboutAt = (line: number): number => MARGIN + TITLE + line * KEY;

function place(charts: readonly AnyChart[], lines: number): { placed: Placed[]; height: number } {
  let top = MARGIN + TITLE + lines * KEY;
  const placed = charts.map((chart) => {
    const height = heightOf(chart, INNER);
    const key = (chart.kind === 'forest' ? chart.key : undefined) ?? [];
    const above = TITLE + key.length * KEY;
    const slot = { chart, key, top: top + above, height };
    top += above + height + MARGIN;
    return slot;
  });
  return { placed, height: top };
}

function png({ heading, about, charts, theme }: Picture): string {
  const lines = linesOf(about);
  const { placed, height } = place(charts, lines.length);
  const sheet = document.createElement('canvas');
  sheet.width = WIDTH * SHARPNESS;
  sheet.height = height * SHARPNESS;
  const ctx = sheet.getContext('2d');
  if (ctx === null) throw new Error('this page cannot draw');
  ctx.scale(SHARPNESS, SHARPNESS);
  ctx.fillStyle = theme.background;
  ctx.fillRect(0, 0, WIDTH, height);
  ctx.fillStyle = theme.text;
  ctx.font = `600 16px ${theme.font}`;
  ctx.fillText(heading, MARGIN, MARGIN + 14);
  ctx.font = `12px ${theme.font}`;
  for (const [i, line] of lines.entries()) ctx.fillText(line, MARGIN, aboutAt(i));
  for (const { chart, key, top, height: chartHeight } of placed) {
    ctx.fillStyle = theme.text;
    ctx.font = `600 13px ${theme.font}`;
    ctx.fillText(chart.title, MARGIN, lineOver(top, key.length));
    ctx.fillStyle = theme.quiet;
    ctx.font = `11px ${theme.font}`;
    for (const [i, line] of key.entries()) ctx.fillText(line, MARGIN, lineOver(top, key.length - 1 - i));
    const canvas = document.createElement('canvas');
    canvas.width = INNER;
    canvas.height = chartHeight;
    const drawn = draw(chart, theme, canvas, SHARPNESS);
    ctx.drawImage(canvas, MARGIN, top, INNER, chartHeight);
    drawn.destroy();
  }
  return sheet.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}

function svg({ heading, about, charts, theme }: Picture): string {
  const lines = linesOf(about);
  const { placed, height } = place(charts, lines.length);
  const owner = document.implementation.createHTMLDocument('');
  const make = (name: string, attributes: Record<string, string | number>, text?: string): SVGElement => {
    const element = owner.createElementNS(SVG, name) as SVGElement;
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    if (text !== undefined) element.append(text);
    return element;
  };
  const words = (text: string, y: number, size: number, quiet = false): SVGElement =>
    make(
      'text',
      {
        x: MARGIN,
        y,
        'font-family': theme.font,
        'font-size': size,
        'font-weight': quiet ? 400 : 600,
        fill: quiet ? theme.quiet : theme.text,
      },
      text,
    );
  const sheet = make('svg', { width: WIDTH, height, viewBox: `0 0 ${WIDTH} ${height}`, role: 'img' });
  sheet.append(
    make('title', {}, heading),
    make('rect', { width: WIDTH, height, fill: theme.background }),
    words(heading, MARGIN + 14, 16),
    ...lines.map((line, i) => words(line, aboutAt(i), 12, true)),
  );
  for (const { chart, key, top, height: chartHeight } of placed) {
    const { canvas, svg: recorded } = recorder(INNER, chartHeight, owner);
    const drawn = draw(chart, theme, canvas as unknown as HTMLCanvasElement, 1);
    const drawing = recorded().cloneNode(true) as SVGElement; // a destroyed chart clears what it drew on
    drawn.destroy();
    drawing.setAttribute('x', String(MARGIN));
    drawing.setAttribute('y', String(top));
    sheet.append(words(chart.title, lineOver(top, key.length), 13), drawing);
    sheet.append(...key.map((line, i) => words(line, lineOver(top, key.length - 1 - i), 11, true)));
  }
  return new XMLSerializer().serializeToString(sheet);
}

/** The baseline of a text over a chart, with so many lines under it. */
function lineOver(top: number, lines: number): number {
  return top - 12 - lines * KEY;
}

function draw(chart: AnyChart, theme: Theme, canvas: HTMLCanvasElement, sharpness: number): Chart {
  const config = configurationOf(chart, theme, INNER);
  return new Chart(canvas, {
    ...config,
    platform: BasicPlatform,
    options: { ...config.options, responsive: false, events: [], devicePixelRatio: sharpness },
  });
}
