/** What is refused of a file of scores that a program of the user's wrote: which columns it has, and of which types. */
import { Failure } from '../../common/failure.ts';
import type { Family } from '../profile.ts';
import type { ScoreColumn } from '../tables.ts';
import type { Held } from './words.ts';

const SCORES: readonly ScoreColumn[] = ['probability', 'score'];

/** `predict_proba` of many libraries gives a list: one number for each class. */
const NOT_ONE_NUMBER: readonly Family[] = ['list', 'record', 'other'];

/** A column of the file. Values of any other family are read as numbers, or as none. */
export interface FoundColumn extends Held {
  name: string;
  family: Family;
}

/**
 * The column that holds the scores; `row` holds the numbers of the rows.
 * @param file as messages name it
 * @throws Failure `predictions-columns`: no such columns, two of scores, or one without a number a row
 */
export function scoreColumn(file: string, columns: readonly FoundColumn[]): ScoreColumn {
  const names = columns.map(({ name }) => name);
  const [column, second] = SCORES.filter((name) => names.includes(name));
  if (!names.includes('row') || column === undefined) {
    const has = `it has ${names.map((name) => `\`${name}\``).join(', ')}`;
    const wanted = 'a column `row`, and one of `probability` and `score`';
    const message = `the predictions ${file} need ${wanted}; ${has}.`;
    throw new Failure('data', 'predictions-columns', message);
  }
  if (second !== undefined) {
    const message = `the predictions ${file} have both \`probability\` and \`score\`; write the one that counts.`;
    throw new Failure('data', 'predictions-columns', message);
  }
  for (const { name, family, words, type } of columns) {
    if ((name !== 'row' && name !== column) || !NOT_ONE_NUMBER.includes(family)) continue;
    const message = `\`${name}\` of the predictions ${file} holds ${words} (${type}), not one number a row.`;
    throw new Failure('data', 'predictions-columns', message);
  }
  return column;
}
