/** Text for a terminal: nothing in it moves the cursor, renames the window or is hidden. */
import { visible } from './visible.ts';

/** What the painted tables of `src/report/terminal/paint.ts` are made of: bold, dim, red, green, yellow, and their ends. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's own sign
const PAINT = /(\u001b\[(?:1|2|22|31|32|33|39)m)/;

/** Text with its line breaks and tabs, and nothing else that a terminal obeys. */
export function forTerminal(text: string): string {
  return visible(text);
}

/** The same for a table of ours: its colours pass. Texts of files in it were made visible before they were painted. */
export function forPaintedTerminal(text: string): string {
  return text
    .split(PAINT)
    .map((part, i) => (i % 2 === 1 ? part : visible(part)))
    .join('');
}
