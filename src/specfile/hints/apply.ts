/** A text after the edits of a hint. */
import type { Edit } from './hint.ts';

export function applied(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.range.start.offset - a.range.start.offset)
    .reduce(
      (now, { range, text: put }) => now.slice(0, range.start.offset) + put + now.slice(range.end.offset),
      text,
    );
}
