/**
 * Characters that act instead of being seen: controls of a terminal (C0, DEL, C1), the ends of lines that only some programs
 * know, marks that reorder the text around them, and halves of characters. Each is shown as what it is: `\u001b`.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not pass
const ACTING = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]|\r(?!\n)/;
const HIDDEN = new RegExp(`${ACTING.source}|\\p{Bidi_Control}|\\p{Surrogate}`, 'gu');

/** The text with its tabs and line breaks; what else would act is written out, as JSON writes it. */
export function visible(text: string): string {
  return text.replace(HIDDEN, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The same on one line: a line break, with the spaces around it, is one space, and so is a tab. */
export function oneLine(text: string): string {
  return visible(text.replace(/\s*[\r\n\u2028\u2029]+\s*/g, ' ').replaceAll('\t', ' '));
}

/** A value of plain data in which every text, keys of records included, is on one line. */
export function oneLineAll<T>(value: T): T {
  if (typeof value === 'string') return oneLine(value) as T;
  if (Array.isArray(value)) return value.map(oneLineAll) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [oneLine(key), oneLineAll(inner)]),
  ) as T;
}
