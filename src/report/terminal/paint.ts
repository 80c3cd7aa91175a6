/** What the terminal's views share: width, colours, and blocks of text. Colour never says what the text does not. */
import { columns, wrap } from '../../common/format.ts';

export const TABLE_WIDTH = 100;
export const INDENT = '  ';

export type Paint = Record<'strong' | 'quiet' | 'alert' | 'good' | 'bad', (text: string) => string>;

export function paints(colour: boolean): Paint {
  const code = (on: number, off: number) => (text: string) =>
    colour && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return {
    strong: code(1, 22),
    quiet: code(2, 22),
    alert: code(33, 39),
    good: code(32, 39),
    bad: code(31, 39),
  };
}

/** A title over columns; the first row is their header. */
export function section(title: string, rows: readonly string[][], paint: Paint, aside = ''): string[] {
  return [paint.strong(title) + (aside === '' ? '' : `, ${aside}`), ...grid(rows, paint)];
}

/** Lined-up columns under a quiet header. */
export function grid(rows: readonly string[][], paint: Paint): string[] {
  const [header, ...body] = columns(rows).map((line) => INDENT + line);
  return header === undefined ? [] : [paint.quiet(header), ...body];
}

/** Wrapped text behind a label; the following lines are indented by the label's width. */
export function hanging(label: string, text: string): string[] {
  return wrap(text, TABLE_WIDTH - label.length).map(
    (line, i) => (i === 0 ? label : ' '.repeat(label.length)) + line,
  );
}
