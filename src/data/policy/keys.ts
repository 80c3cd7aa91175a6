/** What is refused of ids: rows that have none, and what identifies nothing. */
import { Failure } from '../../common/failure.ts';
import { type ColumnAt, type FoundLine, type Held, placeOf, rowsHave } from './words.ts';

/**
 * @param what for people: "user", "item".
 * @param values words that stand for none, quoted and joined; '' where the rows are empty
 * @param at the first of the rows
 */
export function missingKey(
  what: string,
  column: ColumnAt,
  count: number,
  values: string,
  at?: FoundLine,
): Failure {
  return new Failure(
    'data',
    `missing-${what}`,
    `${rowsHave(count)} no ${what} in \`${column.name}\` of ${column.file}${shownMissing(count, values, at)}: remove them, or give them a value of their own` +
      `${values === '' ? '.' : '; where such a text is an id, write `nullText: keep` in `log`.'}`,
    placeOf(column),
  );
}

/** Numbers with a fraction, or too large to be told apart. @param values quoted and joined */
export function fractionalKey(what: string, column: ColumnAt, count: number, values: string): Failure {
  return new Failure(
    'data',
    `bad-${what}`,
    `${rowsHave(count)} no whole number in \`${column.name}\` of ${column.file} (${values}): ${what}s are integers or texts.`,
    placeOf(column),
  );
}

/** A column of a type that identifies nothing. */
export function keyType(what: string, column: ColumnAt, held: Held): Failure {
  return new Failure(
    'data',
    `bad-${what}`,
    `\`${column.name}\` in ${column.file} holds ${held.words} (${held.type}): ${what}s are integers or texts.`,
    placeOf(column),
  );
}

/** " ('NULL'; the first in line 3)" */
function shownMissing(count: number, values: string, at: FoundLine | undefined): string {
  const first = at && (count === 1 ? at.shown : `the first in ${at.shown}`);
  const parts = [values, first].filter((part) => part !== undefined && part !== '');
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}
