/** What heads have to do: rows × trees, with columns and without, and how many rows they have. */
import { headBytes, headOptions } from '../../ranker/head/index.ts';
import type { HeadKind } from '../head/choice.ts';
import { HEAD_ROWS } from '../head/rows.ts';
import type { LogSize, Work } from './units.ts';

/** Rows that grow trees while their number is chosen, and those that choose it. */
export interface HeadRows {
  fit: number;
  validate: number;
}

/** Of rows with a base score, the part that chooses when to stop: the last of five blocks, or the last of ten where all rows have one. */
const CHOOSING = { trained: 1 / 5, given: 1 / 10 };

/**
 * @param trained rows have a score of a base that is trained block by block; else all training rows have one
 * @param most rows that a head is trained on
 */
export function headRows(trainRows: number, trained: boolean, byTime: boolean, most = HEAD_ROWS): HeadRows {
  const scored = trained && byTime ? trainRows / 2 : trainRows;
  const rows = Math.min(scored, most);
  const validate = rows * (byTime && !trained ? CHOOSING.given : CHOOSING.trained);
  return { fit: rows - validate, validate };
}

/** Trees of a head on so many rows, where it would have `trees` of them if it could. */
const grownTrees = ({ fit, validate }: HeadRows, trees: number): number =>
  Math.min(headOptions(fit + validate).trees, trees);

/**
 * Visits of a row by a tree: until the number of trees is chosen, and again with as many. A head whose number is given grows them once.
 * @param trees that it is to have; it has as many as it can where these are more
 */
export function headVisits({ fit, validate }: HeadRows, trees: number, chooses: boolean): number {
  const grown = grownTrees({ fit, validate }, trees);
  const tried = grownTrees({ fit, validate }, grown + headOptions(fit + validate).patience);
  return (chooses ? fit * tried : 0) + (fit + validate) * grown;
}

/** How many trees take as long as an additive head: on the rows to fit, for all penalties; and on all rows for those that count. */
const ADDITIVE = { tried: 20, fitted: 25 };

/** As `headVisits`. */
export function additiveVisits({ fit, validate }: HeadRows, chooses: boolean): number {
  return (chooses ? fit * ADDITIVE.tried : 0) + (fit + validate) * ADDITIVE.fitted;
}

/** One head of so many columns. */
export function headWork(
  rows: HeadRows,
  columns: number,
  { kind, trees }: { kind: HeadKind; trees: number },
  chooses: boolean,
  { evalRows }: Pick<LogSize, 'evalRows'>,
): Work {
  const additive = kind === 'additive';
  const visits = additive ? additiveVisits(rows, chooses) : headVisits(rows, trees, chooses);
  return {
    'head cell': visits * columns,
    'head row': visits + evalRows * (additive ? 1 : grownTrees(rows, trees)),
    head: 1,
  };
}

/** What a head's thread holds beside itself. */
export function headThreadBytes({ fit, validate }: HeadRows, columns: number, evalRows: number): number {
  const rows = Math.ceil(fit + validate);
  const shape = { rows, block: Math.min(2 ** 16, evalRows), narrow: Math.ceil(columns), wide: 0 };
  return headBytes({ ...shape, options: headOptions(rows) });
}
