/** Lists the words that programs such as pandas, Hive and spreadsheets write for a missing value. Case does not matter. */

export const NULL_WORDS = [
  'null',
  '(null)',
  '<null>',
  'nan',
  '-nan',
  'na',
  '#na',
  'n/a',
  '#n/a',
  '<na>',
  'none',
  'undefined',
  '\\n',
] as const;

const WORDS: ReadonlySet<string> = new Set(NULL_WORDS);
const LISTED = NULL_WORDS.map((word) => `'${word}'`).join(', ');

/** SQL of a text without the blanks around it. */
export function trimmed(sql: string): string {
  return `trim(${sql}, e' \\t\\r\\n')`;
}

/** SQL condition: a text is a word for no value. */
export function isNullText(sql: string): string {
  return `lower(${trimmed(sql)}) IN (${LISTED})`;
}

/** SQL condition: a text is empty or blank. */
export function isBlank(sql: string): string {
  return `${trimmed(sql)} = ''`;
}

/** SQL condition: a text is empty, blank or a word for no value. */
export function saysNone(sql: string): string {
  return `(${isBlank(sql)} OR ${isNullText(sql)})`;
}

/** Whether a text, without the blanks around it, is empty or a word for no value. */
export function saysNothing(text: string): boolean {
  return text === '' || WORDS.has(text.toLowerCase());
}
