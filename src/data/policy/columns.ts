/** What is refused of the columns that a spec names: those that a file lacks, that hold records, or that have no one type in several files. */
import { Failure } from '../../common/failure.ts';
import type { Use } from '../plan/needs.ts';
import type { Family } from '../profile.ts';
import { didYouMean } from '../suggest.ts';
import { type ColumnAt, type Held, placeOf } from './words.ts';

/** A column of a file; one inside a record has a dot in its name. */
export interface FoundColumn {
  name: string;
  family: Family;
}

/** @param columns what the file has instead @param use what the column is for */
export function noColumn(column: ColumnAt, use: Use, columns: readonly FoundColumn[]): Failure {
  const names = columns.filter(({ family }) => isUsable(family, use)).map(({ name }) => name);
  const message = `no column \`${column.name}\` in ${column.file}; ${didYouMean(column.name, names)}`;
  return new Failure('usage', 'no-column', message, placeOf(column));
}

/** A column of records. @param columns all of the file */
export function recordColumn(column: ColumnAt, use: Use, columns: readonly FoundColumn[]): Failure {
  const inside = columns.filter(
    ({ name, family }) => name.startsWith(`${column.name}.`) && isUsable(family, use),
  );
  const shown = inside.slice(0, 3).map(({ name }) => `\`${name}\``);
  const hint =
    shown.length > 0 ? `name a column inside it, such as ${shown.join(', ')}` : 'name another column';
  const message = `\`${column.name}\` in ${column.file} holds records: ${hint}.`;
  return new Failure('data', 'record-column', message, placeOf(column));
}

/** Whether a column of the family could stand where the wrong one does. */
function isUsable(family: Family, use: Use): boolean {
  return use === 'category'
    ? family !== 'record' && family !== 'other'
    : !['list', 'record', 'other'].includes(family);
}

/** The column of one file. */
export interface FilePart extends Held {
  file: string;
  family: Family;
  /** True for lists of numbers. */
  isNumberList: boolean;
}

/**
 * @param parts of the files that have values in the column
 * @throws Failure `mixed-types` where two of them are neither of one type, nor both numbers, nor both lists of numbers
 */
export function oneType(
  column: string,
  [first, ...further]: readonly FilePart[],
  specPath: readonly (string | number)[],
): void {
  for (const part of further) {
    if (first === undefined || isAlike(first, part)) continue;
    throw new Failure(
      'data',
      'mixed-types',
      `\`${column}\` holds ${first.words} in ${first.file} (${first.type}) and ` +
        `${part.words} in ${part.file} (${part.type}): write it with one type.`,
      { file: part.file, specPath },
    );
  }
}

function isAlike(a: FilePart, b: FilePart): boolean {
  const both = (is: (part: FilePart) => boolean) => is(a) && is(b);
  const isNumber = ({ family }: FilePart) => ['integer', 'decimal', 'float'].includes(family);
  return a.type === b.type || both(isNumber) || both(({ isNumberList }) => isNumberList);
}
