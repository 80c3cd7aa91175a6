/** What heads have to do: rows × trees, with columns and without, and how many rows they have. */
import { headBytes, headOptions } from '../../ranker/head/index.ts';
import type { HeadKind } from '../head/choice.ts';
import { HEADS } from '../head/kinds.ts';
import { HEAD_ROWS, type HeadCounts } from '../head/rows.ts';
import type { LogSize, Work } from './units.ts';

/** Of rows with a base score, the part that chooses when to stop: the last of five blocks, or the last of ten where all rows have one. */
const CHOOSING = { trained: 1 / 5, given: 1 / 10 };

/**
 * @param trained rows have a score of a base that is trained block by block; else all training rows have one
 * @param most rows that a head is trained on
 */
export function headRows(trainRows: number, trained: boolean, byTime: boolean, most = HEAD_ROWS): HeadCounts {
  const scored = trained && byTime ? trainRows / 2 : trainRows;
  const rows = Math.min(scored, most);
  const validate = rows * (byTime && !trained ? CHOOSING.given : CHOOSING.trained);
  return { fit: rows - validate, validate };
}

/** One head of so many columns. */
export function headWork(
  rows: HeadCounts,
  columns: number,
  { kind, trees }: { kind: HeadKind; trees: number },
  chooses: boolean,
  { evalRows }: Pick<LogSize, 'evalRows'>,
): Work {
  const head = HEADS[kind];
  const visits = head.visits(rows, trees, chooses);
  return {
    'head cell': visits * columns,
    'head row': visits + evalRows * head.scoring(rows, trees),
    head: 1,
  };
}

/** What a head's thread holds beside itself. */
export function headThreadBytes({ fit, validate }: HeadCounts, columns: number, evalRows: number): number {
  const rows = Math.ceil(fit + validate);
  const shape = { rows, block: Math.min(2 ** 16, evalRows), narrow: Math.ceil(columns), wide: 0 };
  return headBytes({ ...shape, options: headOptions(rows) });
}
