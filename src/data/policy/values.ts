/** What is refused and counted of columns that hold numbers or categories: features, weights, scores. */
import { Failure, type Warning } from '../../common/failure.ts';
import {
  type ColumnAt,
  type FoundLine,
  type Held,
  LEAST_PROPENSITY,
  MOST_WEIGHT,
  placeOf,
  rowsHave,
} from './words.ts';

/**
 * Texts in a column whose other values are numbers.
 * @param code of the failure: `bad-label`, `bad-feature`, …
 * @param values quoted and joined: `'3,5', '4,5'`
 */
export function noNumber(
  code: string,
  column: ColumnAt,
  count: number,
  values: string,
  at?: FoundLine,
): Failure {
  const first = at && (count === 1 ? `, ${at.shown}` : `; the first in ${at.shown}`);
  const message = `${rowsHave(count)} no number in \`${column.name}\` of ${column.file} (${values}${first ?? ''}): ${advice(column.name, values)}.`;
  return new Failure('data', code, message, placeOf(column));
}

function advice(name: string, values: string): string {
  if (values === `'${name}'`) return 'the header stands there again, remove that line';
  if (/^'-?\d+,\d+'(, '-?\d+,\d+')*$/.test(values)) return 'those are decimal commas, write decimal points';
  return 'correct them, or leave them empty';
}

export function featureType(column: ColumnAt, { words, type }: Held): Failure {
  const message = `\`${column.name}\` in ${column.file} holds ${words} (${type}): a feature is a number, a text, a date or a list of texts.`;
  return new Failure('data', 'bad-feature', message, placeOf(column));
}

export function numericFeatureType(column: ColumnAt, { words, type }: Held): Failure {
  const message = `\`${column.name}\` in ${column.file} holds ${words} (${type}), not numbers: remove \`type: numeric\`, or clean the column.`;
  return new Failure('data', 'bad-feature', message, placeOf(column));
}

export function infiniteFeature(column: ColumnAt, count: number): Failure {
  const message = `${rowsHave(count)} an infinite \`${column.name}\` in ${column.file}: correct them, or leave them empty.`;
  return new Failure('data', 'infinite-feature', message, placeOf(column));
}

/** @param list of the spec: `items.features` */
export function doubledFeature(name: string, list: string, specPath: (string | number)[]): Failure {
  const message = `${list} names \`${name}\` twice: remove one.`;
  return new Failure('usage', 'duplicate-feature', message, { specPath });
}

export function listAsCategory({ name, file }: ColumnAt): Warning {
  const message = `\`${name}\` of ${file} holds lists; each distinct list is one category.`;
  return { code: 'list-as-category', message };
}

export function wordsForNone({ name, file }: ColumnAt, count: number): Warning {
  const message = `Rows of ${file} whose \`${name}\` is a word for no value, such as NA or NULL: it is missing there.`;
  return { code: 'null-text', message, count };
}

export function weightType(column: ColumnAt, { words, type }: Held): Failure {
  const message = `\`${column.name}\` in ${column.file} holds ${words} (${type}): a weight is a number.`;
  return new Failure('data', 'bad-weight', message, placeOf(column));
}

/** Weights of positives that are none. @param values quoted and joined; '' where all are missing */
export function badWeight(column: ColumnAt, count: number, values: string): Failure {
  const shown = values === '' ? '' : ` (${values})`;
  const message = `${rowsHave(count)} no weight ≥ 0 in \`${column.name}\` of ${column.file}${shown}: weights of positives are finite, not negative and at most ${MOST_WEIGHT}; correct or fill them.`;
  return new Failure('data', 'bad-weight', message, placeOf(column));
}

export function propensityType(column: ColumnAt, { words, type }: Held): Failure {
  const message = `\`${column.name}\` in ${column.file} holds ${words} (${type}): a propensity is a number above 0 and at most 1.`;
  return new Failure('data', 'bad-propensity', message, placeOf(column));
}

/** @param values quoted and joined; '' where all are missing */
export function badPropensity(column: ColumnAt, count: number, values: string): Failure {
  const shown = values === '' ? '' : ` (${values})`;
  const message = `${rowsHave(count)} no propensity above 0 and at most 1 in \`${column.name}\` of ${column.file}${shown}: write the chance with which each row was shown, at least ${LEAST_PROPENSITY}.`;
  return new Failure('data', 'bad-propensity', message, placeOf(column));
}

/** Of the log, or of a file of scores. */
export function scoreType(column: ColumnAt, { words, type }: Held): Failure {
  const message = `\`${column.name}\` in ${column.file} holds ${words} (${type}): a score is a number.`;
  return new Failure('data', 'bad-score', message, placeOf(column));
}
