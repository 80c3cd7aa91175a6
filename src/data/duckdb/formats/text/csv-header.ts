/** Whether the first line of a delimited text names columns or holds values already. */

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const MOMENT = /^\d{4}[-/]\d{1,2}[-/]\d{1,2}([ T].*)?$/;

/**
 * @param first values of the first record. @param others those of the records behind it, as many as are known
 * @returns true where the first record is most likely one of many like it
 */
export function holdsValues(first: readonly string[], others: readonly (readonly string[])[]): boolean {
  const columns = first
    .map((text, i) => ({ text: text.trim(), values: others.map((record) => (record[i] ?? '').trim()) }))
    .filter(({ text }) => text !== '');
  const literals = columns.filter(({ text }) => NUMBER.test(text) || MOMENT.test(text));
  const words = columns.filter((column) => !literals.includes(column));
  if (columns.length === 0 || others.some((record) => first.every((text, i) => record[i] === text)))
    return false;
  // All words: a header, unless each of them is a value of its column as well.
  if (literals.length === 0) return words.length > 1 && words.every(recurs);
  if (isCount(literals.map(({ text }) => text)) && !columns.every(recurs)) return false;
  if (others.length === 0) return words.length === 0;
  const likely = literals.filter(fits).length;
  if (words.length === 0) return 2 * likely >= literals.length;
  return 3 * likely >= 2 * literals.length && words.every((column) => recurs(column) || alike(column));
}

interface Column {
  text: string;
  values: readonly string[];
}

function recurs({ text, values }: Column): boolean {
  return values.includes(text);
}

/** `0, 1, 2` and `2019, 2020`: numbers that name columns. */
function isCount(texts: readonly string[]): boolean {
  return texts.length > 1 && texts.every((text, i) => Number(text) === Number(texts[0]) + i);
}

/** A number among numbers of about its size, a date among dates. */
function fits({ text, values }: Column): boolean {
  const kind = NUMBER.test(text) ? NUMBER : MOMENT;
  const same = values.filter((value) => kind.test(value));
  if (2 * same.length < values.length) return false;
  if (kind === MOMENT) return true;
  const digits = same.map(wholeDigits);
  const textDigits = wholeDigits(text);
  return textDigits >= Math.min(...digits) - 1 && textDigits <= Math.max(...digits) + 1;
}

function wholeDigits(text: string): number {
  return String(Math.trunc(Math.abs(Number(text)))).length;
}

/** `u51` among `u7` and `u120`: the same pattern of letters, digits and signs as nearly all values, with digits in it. */
function alike({ text, values }: Column): boolean {
  if (!/\d/.test(text)) return false;
  const pattern = patternOf(text);
  return (
    values.length > 0 &&
    10 * values.filter((value) => patternOf(value) === pattern).length >= 9 * values.length
  );
}

/** Hashes are alike whatever their letters. */
function patternOf(text: string): string {
  if (/^[0-9a-f-]{6,}$/i.test(text) && /\d/.test(text)) return `hash of ${text.length}`;
  return text.replace(/\d+/g, '0').replace(/[A-Za-z]+/g, 'a');
}
