/** What is refused and counted of score files of a model, by themselves and once their rows are matched with those of the log. */
import { Failure, type Warning } from '../../common/failure.ts';
import { type Dataset, PART } from '../dataset.ts';
import type { Family } from '../profile.ts';
import { type ColumnAt, type FoundLine, number, placeOf, quoted, rowsHave } from './words.ts';

/** A score file of a model. */
export interface ScoreFile {
  /** As messages name it, and the model with it: "model prod-v2 (scores.csv)". */
  file: string;
  name: string;
  /** Of the model in the spec. */
  at: readonly (string | number)[];
  side: 'predictions' | 'baseline';
}

export function emptyScores(file: string, specPath: readonly (string | number)[]): Failure {
  return new Failure('data', 'no-predictions', `${file} holds no scores.`, { file, specPath });
}

/** A column of a key is compared as times where the file or the log holds times in it, however the other one writes them. */
export function comparesAsTimes(file: Family, log: Family): boolean {
  return [file, log].some((family) => family === 'timestamp' || family === 'date');
}

/** What may be wrong with a score; of several faults the first is told. */
export const SCORE_FAULTS = ['missing', 'nan', 'infinite'] as const;
export type ScoreFault = (typeof SCORE_FAULTS)[number];

const FAULT_WORDS = { missing: 'no score', nan: 'the score NaN', infinite: 'an infinite score' } as const;

/** @param count of rows with the fault @param at the first of them */
export function badScores(column: ColumnAt, fault: ScoreFault, count: number, at?: FoundLine): Failure {
  const line = at === undefined ? '' : ` (${count === 1 ? '' : 'the first in '}${at.shown})`;
  const message = `${rowsHave(count)} ${FAULT_WORDS[fault]} in \`${column.name}\` of ${column.file}${line}: write a finite score for every row.`;
  return new Failure('data', 'bad-score', message, placeOf(column));
}

/** Keys that stand in several rows of the file. @param first the least of them, in words */
export function doubledInFile({ file, at }: ScoreFile, count: number, first: string): Failure {
  const message = `${keysThat(count, 'stands', 'stand')} more than once in ${file}, first ${first}: keep one score per row, or name further columns in \`key\`.`;
  return new Failure('data', 'doubled-predictions', message, { file, specPath: [...at, 'key'] });
}

/** Keys of the file that several rows of the log have. */
export function doubledInLog({ file, at }: ScoreFile, count: number, first: string): Failure {
  const message = `${keysThat(count, `of ${file} names`, `of ${file} name`)} several rows of the log${count === 1 ? '' : ' each'}, first ${first}: name further columns in \`key\` until it names one row.`;
  return new Failure('data', 'doubled-predictions', message, { file, specPath: [...at, 'key'] });
}

const keysThat = (count: number, single: string, more: string): string =>
  count === 1 ? `1 key ${single}` : `${number(count)} keys ${more}`;

/**
 * Scores of rows that the log does not hold.
 * @param other how many of the file's `rows` they are, at least one
 * @param first the least of their keys, in words
 * @throws Failure `other-predictions` where all of them are
 */
export function otherRows(
  { file, name, at, side }: ScoreFile,
  { other, rows }: { other: number; rows: number },
  first: string,
  logFile: string,
): Warning {
  if (other === rows) {
    const message = `None of the ${number(rows)} rows of ${file} is a row of ${logFile}, first ${first}: the file holds scores of other rows, or \`key\` names other columns.`;
    throw new Failure('data', 'other-predictions', message, { file, specPath: [...at, side] });
  }
  const message = `Scores of ${name} for rows that the log does not hold, such as ${first}, are left out.`;
  return { code: 'unknown-predictions', message, count: other };
}

/**
 * Scores of the log's rows, once they are split.
 * @param scores NaN where there is none
 * @throws Failure `data`: evaluation rows without a score, one score for all of them
 */
export function checkScores(
  { file, name, at, side }: ScoreFile,
  scores: Float64Array,
  {
    part,
    user,
    item,
    userNames,
    itemNames,
  }: Pick<Dataset, 'part' | 'user' | 'item' | 'userNames' | 'itemNames'>,
  warnings: Warning[],
): void {
  let evaluated = 0;
  let missing = 0;
  let outside = 0;
  let first = -1;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const [row, score] of scores.entries()) {
    if (part[row] !== PART.evaluate) {
      if (!Number.isNaN(score)) outside++;
      continue;
    }
    evaluated++;
    if (Number.isNaN(score)) {
      if (missing++ === 0) first = row;
      continue;
    }
    least = Math.min(least, score);
    most = Math.max(most, score);
  }
  const where = { file, specPath: [...at, side] };
  if (missing > 0) {
    const who = `user ${quoted(userNames[user[first]!]!)} and item ${quoted(itemNames[item[first]!]!)}`;
    const message = `${number(missing)} of the ${number(evaluated)} evaluation rows have no score in ${file}, first that of ${who}: write the scores of all of them.`;
    throw new Failure('data', 'missing-predictions', message, where);
  }
  if (least === most) {
    const message = `All ${number(evaluated)} evaluation rows have the same score ${least} in ${file}: such scores rank nothing.`;
    throw new Failure('data', 'constant-predictions', message, where);
  }
  if (outside > 0) {
    const message = `Scores of ${name} for rows that are not evaluated are left out.`;
    warnings.push({ code: 'predictions-outside', message, count: outside });
  }
}
