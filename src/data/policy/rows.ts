/** What is refused and counted of the rows of the log, and of the tables of items and users that join it. */
import { Failure, type Warning } from '../../common/failure.ts';
import { type ColumnAt, number, placeOf } from './words.ts';

export function emptyLog(file: string): Failure {
  return new Failure('data', 'no-rows', `${file} holds no rows.`, { file, specPath: ['log', 'path'] });
}

/** No row lies in what the split uses. */
export function noRowUsed(): Failure {
  return new Failure('data', 'no-rows', 'No row of the log is used: change `split`.', {
    specPath: ['split'],
  });
}

/**
 * Users or items of the log that their table lacks.
 * @param keys how many of them
 * @param rows of the log that have them
 */
export function unknownEntities(
  role: 'items' | 'users',
  file: string | undefined,
  keys: number,
  rows: number,
): Warning {
  const message = `${number(keys)} ${role} of the log are not in ${file}; their features are missing.`;
  return { code: `unknown-${role}`, message, count: rows };
}

/** Rows of a table that no row of the log can name. */
export function missingTableKey({ name, file }: Pick<ColumnAt, 'name' | 'file'>, count: number): Warning {
  return { code: 'missing-key', message: `Rows of ${file} without \`${name}\` join nothing.`, count };
}

/** Keys of a table that stand in several rows. @param first the least of them, and its rows */
export function doubledTableKey(
  column: ColumnAt,
  keys: number,
  first: { key: string; rows: number },
): Failure {
  return new Failure(
    'data',
    'duplicate-key',
    `${number(keys)} keys stand more than once in ${column.file}, first \`${column.name}\` = ` +
      `${first.key} (${first.rows} rows): keep one row per key.`,
    placeOf(column),
  );
}

/**
 * Integers in one file and texts in the other, of which some are not written as integers are.
 * @param at the table beside the log
 * @param values the odd texts, quoted and joined
 */
export function keyTypesDiffer(
  what: string,
  at: Pick<ColumnAt, 'file' | 'specPath'>,
  integers: { column: string; file: string },
  texts: { column: string; file: string },
  values: string,
): Failure {
  return new Failure(
    'data',
    'key-types-differ',
    `\`${integers.column}\` in ${integers.file} holds integers, but \`${texts.column}\` in ${texts.file} holds texts that are none ` +
      `(${values}): write both files with the same type of ${what}.`,
    { file: at.file, specPath: at.specPath },
  );
}
