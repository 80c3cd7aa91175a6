/**
 * A forest plot as SVG: a row for each estimate on one shared axis, labelled directly, so that nothing is told by colour alone. What must not
 * be read as a gain stands apart below, without a place on the axis. No script, no style sheet of its own; text of data is escaped.
 */
import { cut } from '../../../common/width.ts';
import { escapeXml } from '../../../inert/markup.ts';
import { type Axis, axisOf } from './axis.ts';
import type { ColourName, Palette } from './palette.ts';

export type Shape = 'circle' | 'square' | 'diamond';
interface Limits {
  low: number;
  high: number;
}

export interface ForestRow {
  label: string;
  /** Below the label. */
  note: string;
  noteColour?: ColourName;
  colour: ColourName;
  shape: Shape;
  estimate: Limits & { value: number };
  /** At the right end. */
  text: string;
  /** A pale band behind the row. */
  band?: Limits | undefined;
  /** The axis is drawn for the other rows: where it ends before this one, an arrow says so. */
  mayLeave?: boolean;
}

export interface Forest {
  title: string;
  /** The whole in words, for those who do not see it. */
  description: string;
  rows: readonly ForestRow[];
  /** What has no place on the axis. */
  apart: readonly { label: string; note: string; text: string }[];
  /** `gain in AUC` */
  axis: string;
  /** A further vertical line, with its name. */
  reference?: { at: number; name: string } | undefined;
  /** What shapes and bands mean; lines below the axis. */
  legend: readonly string[];
}

export interface Drawing {
  palette: Palette;
  /** Unique in its document. */
  id: string;
  /** A ground of its own, for a file that stands alone. */
  ground?: boolean;
}

const WIDTH = 760;
const LEFT = 210;
const RIGHT = 140;
const PLOT = { from: LEFT + 10, to: WIDTH - RIGHT - 16 };
const TOP = 22;
const ROW = 38;
const MARGIN = 12;
/** Letters that fit into the columns at the left, by their size. */
const LABEL_LETTERS = 27;
const NOTE_LETTERS = 33;
const TEXT_LETTERS = 21;

export function drawForest(forest: Forest, { palette, id, ground = false }: Drawing): string {
  const { rows, apart, reference, legend } = forest;
  const axis = axisFor(forest);
  const x = (value: number): number =>
    PLOT.from + ((value - axis.low) / (axis.high - axis.low)) * (PLOT.to - PLOT.from);
  const bottom = TOP + rows.length * ROW;
  const hasAxis = rows.length > 0;
  let end = hasAxis ? bottom + 40 : TOP;
  const parts: string[] = [];
  if (hasAxis) {
    parts.push(...rows.flatMap(({ band }, i) => (band ? [bandAt(band, i, x, axis, palette)] : [])));
    parts.push(...grid(axis, x, bottom, palette));
    if (reference !== undefined) parts.push(...referenceAt(reference, x, bottom, palette));
    parts.push(...rows.flatMap((row, i) => rowAt(row, i, x, axis, palette)));
    parts.push(words(forest.axis, (PLOT.from + PLOT.to) / 2, bottom + 34, 12, palette.quiet, 'middle'));
  }
  if (apart.length > 0) {
    end += hasAxis ? 12 : 0;
    parts.push(...apart.flatMap((row, i) => apartAt(row, end + i * ROW, palette)));
    end += apart.length * ROW;
  }
  parts.push(...legend.map((line, i) => words(line, MARGIN, end + 16 + i * 16, 11, palette.quiet)));
  const edge = ground ? 0 : MARGIN; // a page has a margin of its own
  const height = end + legend.length * 16 + (legend.length > 0 ? 12 : 0);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${edge} 0 ${WIDTH - 2 * edge} ${height}" width="${WIDTH - 2 * edge}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-desc" font-family="system-ui, sans-serif">`,
    `<title id="${id}-title">${escapeXml(forest.title)}</title>`,
    `<desc id="${id}-desc">${escapeXml(forest.description)}</desc>`,
    ...(ground ? [`<rect width="${WIDTH}" height="${height}" fill="${palette.back}"/>`] : []),
    ...parts,
    '</svg>',
  ].join('\n');
}

/** For what stays on it; a row that may leave is counted where it does not make the others small. */
function axisFor({ rows, reference }: Forest): Axis {
  const limits = (counted: readonly ForestRow[]) =>
    counted.flatMap(({ estimate, band }) => [
      estimate.low,
      estimate.high,
      ...(band ? [band.low, band.high] : []),
    ]);
  const staying = limits(rows.filter(({ mayLeave }) => !mayLeave));
  const most = 2 * Math.max(0, ...staying.map(Math.abs));
  const leaving = limits(rows.filter(({ mayLeave }) => mayLeave)).filter(
    (value) => most === 0 || Math.abs(value) <= most,
  );
  return axisOf([...staying, ...leaving, ...(reference === undefined ? [] : [reference.at])]);
}

type Place = (value: number) => number;

const middle = (i: number): number => TOP + i * ROW + ROW / 2;

function bandAt({ low, high }: Limits, i: number, x: Place, axis: Axis, { band }: Palette): string {
  const from = x(Math.max(low, axis.low));
  const width = Math.max(3, x(Math.min(high, axis.high)) - from);
  return `<rect x="${at(from)}" y="${TOP + i * ROW + 3}" width="${at(width)}" height="${ROW - 6}" fill="${band}"/>`;
}

function grid({ ticks, digits }: Axis, x: Place, bottom: number, { line, text, quiet }: Palette): string[] {
  return ticks.flatMap((tick) => [
    `<line x1="${at(x(tick))}" x2="${at(x(tick))}" y1="${TOP - 6}" y2="${bottom + 4}" stroke="${tick === 0 ? text : line}" stroke-width="${tick === 0 ? 1.5 : 1}"/>`,
    words(tickText(tick, digits), x(tick), bottom + 18, 11, quiet, 'middle'),
  ]);
}

function tickText(tick: number, digits: number): string {
  return tick === 0 ? '0' : `${tick > 0 ? '+' : '−'}${Math.abs(tick).toFixed(digits)}`;
}

function referenceAt(
  { at: value, name }: { at: number; name: string },
  x: Place,
  bottom: number,
  { info }: Palette,
): string[] {
  const to = at(x(value));
  return [
    `<line x1="${to}" x2="${to}" y1="${TOP - 4}" y2="${bottom}" stroke="${info}" stroke-dasharray="4 3"/>`,
    words(name, x(value), TOP - 9, 11, info, 'middle'),
  ];
}

function rowAt(row: ForestRow, i: number, x: Place, axis: Axis, palette: Palette): string[] {
  const y = middle(i);
  const colour = palette[row.colour];
  const { value, low, high } = row.estimate;
  const [from, to] = [x(Math.max(low, axis.low)), x(Math.min(high, axis.high))];
  const isIn = value >= axis.low && value <= axis.high;
  return [
    words(cut(row.label, LABEL_LETTERS), MARGIN, y - 3, 13, palette.text, 'start', true),
    words(cut(row.note, NOTE_LETTERS), MARGIN, y + 12, 11.5, palette[row.noteColour ?? row.colour]),
    ...(to > from
      ? [`<line x1="${at(from)}" x2="${at(to)}" y1="${y}" y2="${y}" stroke="${colour}" stroke-width="2"/>`]
      : []),
    ...(low >= axis.low && low <= axis.high ? [cap(x(low), y, colour)] : []),
    ...(high >= axis.low && high <= axis.high ? [cap(x(high), y, colour)] : []),
    ...(low < axis.low ? [arrow(x(axis.low), y, colour, 'left')] : []),
    ...(high > axis.high ? [arrow(x(axis.high), y, colour, 'right')] : []),
    ...(isIn ? [mark(row.shape, x(value), y, colour, low <= 0 && high >= 0 ? palette.back : colour)] : []),
    words(cut(row.text, TEXT_LETTERS), WIDTH - MARGIN, y + 4.5, 13, palette.text, 'end'),
  ];
}

const cap = (x: number, y: number, colour: string): string =>
  `<line x1="${at(x)}" x2="${at(x)}" y1="${y - 5}" y2="${y + 5}" stroke="${colour}" stroke-width="2"/>`;

const arrow = (x: number, y: number, colour: string, to: 'left' | 'right'): string =>
  `<path d="M${at(x)} ${y - 6}${to === 'left' ? 'l-9 6l9 6z' : 'l9 6l-9 6z'}" fill="${colour}"/>`;

/** Hollow where the interval contains 0. */
function mark(shape: Shape, x: number, y: number, colour: string, fill: string): string {
  const paint = `fill="${fill}" stroke="${colour}" stroke-width="2"`;
  if (shape === 'circle') return `<circle cx="${at(x)}" cy="${y}" r="5" ${paint}/>`;
  if (shape === 'square') return `<rect x="${at(x - 5)}" y="${y - 5}" width="10" height="10" ${paint}/>`;
  return `<path d="M${at(x)} ${y - 7}l7 7l-7 7l-7 -7z" ${paint}/>`;
}

function apartAt({ label, note, text }: Forest['apart'][number], top: number, { error }: Palette): string[] {
  const y = top + ROW / 2;
  return [
    `<line x1="${MARGIN}" x2="${WIDTH - MARGIN}" y1="${top}" y2="${top}" stroke="${error}" stroke-dasharray="2 4"/>`,
    words(cut(label, LABEL_LETTERS), MARGIN, y - 3, 13, error, 'start', true),
    words(cut(note, NOTE_LETTERS), MARGIN, y + 12, 11.5, error),
    `<path d="M${PLOT.from} ${y - 5}l10 10m0 -10l-10 10" stroke="${error}" stroke-width="2.5"/>`,
    words(text, PLOT.from + 22, y + 4.5, 13, error),
  ];
}

function words(
  text: string,
  x: number,
  y: number,
  size: number,
  colour: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
  strong = false,
): string {
  const weight = strong ? ' font-weight="600"' : '';
  const place = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text x="${at(x)}" y="${at(y)}" font-size="${size}" fill="${colour}"${place}${weight}>${escapeXml(text)}</text>`;
}

/** Tenths of a pixel. */
function at(value: number): number {
  return Number(value.toFixed(1));
}
