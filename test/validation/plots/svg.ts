/** What both plots are drawn with: a frame with ticks, text that is read on light and on dark ground, marks that differ in shape too. */
import { escapeXml } from '../../../src/inert/markup.ts';

export const WIDTH = 680;

/** Of marks, one a group: a colour that is seen on white and on near-black. */
const COLOURS = ['#3b82f6', '#e07b00', '#0f9d74', '#a35bd6', '#d9455f', '#7f8790'];
const SHAPES = [
  'M-3,0a3,3 0 1,0 6,0a3,3 0 1,0 -6,0Z',
  'M-2.7,-2.7H2.7V2.7H-2.7Z',
  'M0,-3.6L3.4,2.6H-3.4Z',
  'M0,-3.8L3.8,0L0,3.8L-3.8,0Z',
  'M0,3.6L3.4,-2.6H-3.4Z',
  'M-3.2,-1H-1V-3.2H1V-1H3.2V1H1V3.2H-1V1H-3.2Z',
];

/** A whole file. @param title is read aloud, and shown above */
export function picture(title: string, height: number, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escapeXml(title)}">
<style>
text { font: 12px system-ui, sans-serif; fill: #4b535d; }
.title { font-weight: 600; font-size: 13px; }
.grid { stroke: #8b939c; stroke-opacity: 0.25; }
.zero { stroke: #8b939c; stroke-opacity: 0.9; }
.line { stroke: #8b939c; stroke-dasharray: 4 3; }
@media (prefers-color-scheme: dark) { text { fill: #b4bcc6; } }
</style>
${text(12, 20, title, 'start', 'title')}
${parts.join('\n')}
</svg>
`;
}

type Anchor = 'start' | 'middle' | 'end';

export function text(x: number, y: number, words: string, anchor: Anchor = 'start', name = ''): string {
  const named = name === '' ? '' : ` class="${name}"`;
  return `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}"${named}>${escapeXml(words)}</text>`;
}

export function line(x1: number, y1: number, x2: number, y2: number, name: string): string {
  return `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" class="${name}"/>`;
}

/** The mark of group `group` at a place. */
export function mark(x: number, y: number, group: number, opacity = 1): string {
  const [d, fill] = [SHAPES[group % SHAPES.length]!, colour(group)];
  return `<path transform="translate(${at(x)} ${at(y)})" d="${d}" fill="${fill}" fill-opacity="${opacity}"/>`;
}

export const colour = (group: number) => COLOURS[group % COLOURS.length]!;

/** Names of groups beside their marks, in a row. */
export function legend(groups: readonly string[], y: number): string[] {
  let x = 20;
  return groups.flatMap((name, group) => {
    const parts = [mark(x, y - 4, group), text(x + 8, y, name)];
    x += 26 + 6.6 * name.length;
    return parts;
  });
}

/** Round numbers that divide a range into four to nine parts. */
export function ticks(low: number, high: number): number[] {
  const rough = (high - low) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough)!;
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, k) =>
    Number(((first + k) * step).toPrecision(12)),
  );
}

/** A number as people read it. */
export const plain = (value: number) => String(value).replace('-', '−');

const at = (value: number) => Number(value.toFixed(1));
