/** A text after the edits of a hint, and what of it changes. */
import type { Edit } from './hint.ts';

export function applied(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.range.start.offset - a.range.start.offset)
    .reduce(
      (now, { range, text: put }) => now.slice(0, range.start.offset) + put + now.slice(range.end.offset),
      text,
    );
}

/** The lines that the edits take away and put in, as a person reads a change: `- window: 2`, `+ window: 4`. */
export function changedLines(text: string, edits: readonly Edit[]): string[] {
  return [...edits]
    .sort((a, b) => a.range.start.offset - b.range.start.offset)
    .flatMap(({ range: { start, end }, text: put }) => {
      const from = text.lastIndexOf('\n', start.offset - 1) + 1;
      const newline = text.indexOf('\n', end.offset);
      const to = newline < 0 ? text.length : newline;
      const before = text.slice(from, to).split('\n');
      const after = (text.slice(from, start.offset) + put + text.slice(end.offset, to)).split('\n');
      while (before.length > 0 && before[0] === after[0]) {
        before.shift();
        after.shift();
      }
      while (before.length > 0 && before.at(-1) === after.at(-1)) {
        before.pop();
        after.pop();
      }
      const told = (sign: string) => (line: string) => `${sign} ${line.trimEnd()}`;
      return [...before.map(told('-')), ...after.map(told('+'))].filter((line) => line.length > 2);
    });
}
