/** The words of a forest plot: how much room they take beside the marks, and how they are cut to it. */
import type { Theme } from '../theme.ts';
import type { ForestChart } from './chart.ts';
import { placeRows } from './forest-rows.ts';

/** What measures texts. */
export type Measuring = Pick<CanvasRenderingContext2D, 'font' | 'measureText'>;

export const nameFont = ({ font }: Theme): string => `600 12px ${font}`;
export const quietFont = ({ font }: Theme): string => `11px ${font}`;

/** Between words and marks, and between words and the edge. */
export const GAP = 14;
/** Of the width, what names, and numbers with their words, take at most. */
const MOST = { left: 0.26, right: 0.34 };

export interface Gutters {
  left: number;
  right: number;
  top: number;
}

/** CSS pixels beside the marks; none where words stand above them. */
export function guttersOf({ rows }: ForestChart, theme: Theme, ctx: Measuring, width: number): Gutters {
  if (!placeRows(rows, width).wide) return { left: 2, right: 2, top: 0 };
  const widest = (texts: readonly (string | undefined)[], font: string): number => {
    ctx.font = font;
    return Math.max(0, ...texts.map((text) => (text === undefined ? 0 : ctx.measureText(text).width)));
  };
  const roomFor = (strong: (string | undefined)[], quiet: (string | undefined)[], most: number): number =>
    Math.min(Math.max(widest(strong, nameFont(theme)), widest(quiet, quietFont(theme))), most * width) + GAP;
  return {
    left: roomFor(
      rows.flatMap(({ name, group }) => [name, group]),
      rows.map(({ note }) => note),
      MOST.left,
    ),
    right: roomFor(
      rows.map(({ text }) => text),
      rows.map(({ words }) => words),
      MOST.right,
    ),
    top: 0,
  };
}

/** The text, or as much of its beginning as fits, in the context's font. */
export function cut(ctx: Measuring, text: string, width: number): string {
  if (ctx.measureText(text).width <= width) return text;
  let letters = text.length;
  while (letters > 1 && ctx.measureText(`${text.slice(0, letters)}…`).width > width) letters--;
  return `${text.slice(0, letters).trimEnd()}…`;
}
