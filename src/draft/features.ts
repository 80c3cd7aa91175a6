/** What a column gives the base, or why it is left out. Also for the columns of item and user tables. */

import { count, percent } from '../common/format.ts';
import type { ColumnProfile } from '../data/profile.ts';
import type { TimeFact } from '../data/time-facts.ts';
import { isAmount, isCode, isRowNumber } from '../specfile/names/column-names.ts';
import { countsOutcomes, isOutcome } from '../specfile/names/outcome-names.ts';
import { isNumber, isWhole } from './column-kind.ts';
import { isEventColumn } from './events.ts';
import type { ChosenFeature, LeftOut } from './inferred.ts';

/** Whole numbers with more values than this are amounts, unless they are codes. */
const MANY_CODES = 1000;
/** Amounts by their name are codes all the same where there are so few of them. */
const FEW_AMOUNTS = 20;
/** A column that has another value on nearly every row tells rows apart, not kinds of them. */
const NEARLY_UNIQUE = 0.5;
/** Hashes and other made-up numbers reach beyond 32 bits; amounts seldom do. */
const LARGEST_AMOUNT = 2 ** 31;
/** Numbers from 0 or 1 on with hardly a gap are numbers of things. */
const DENSE = 0.9;

/** @param times the columns that hold times */
export function featureOf(
  column: ColumnProfile,
  rows: number,
  times: ReadonlyMap<string, TimeFact>,
): ChosenFeature | LeftOut {
  const { name, family, distinct, nulls } = column;
  const leave = (why: string) => ({ name, why });
  if (family === 'list' || family === 'other')
    return leave('a list or structure; features are single values');
  if (family === 'record') return leave('records; the columns inside them are named one by one');
  if (distinct === 0 && nulls < 1) return leave('not looked at, among so many columns');
  if (distinct <= 1) return leave(distinct === 0 ? 'it is empty' : `it is always ${column.examples[0]}`);
  if (isOutcome(name) || isEventColumn(column))
    return leave('named like an outcome, which is known only after the impression');
  if (times.has(name)) return leave('another time');
  if (isRowNumber(name)) return leave('it is named like a number of the rows');
  const amount = isNumber(column) && isAmount(name);
  const numeric =
    isNumber(column) && !isCode(name) && (!isWhole(column) || (amount && distinct > FEW_AMOUNTS));
  if (!numeric && distinct > rows * NEARLY_UNIQUE)
    return leave(`${count(distinct)} values on ${count(rows)} rows: nearly one each`);
  const missing = nulls > 0 ? `, ${percent(nulls)} missing` : '';
  const early = countsOutcomes(name) ? '; it counts outcomes, which must be those before the row' : '';
  if (numeric || (isWhole(column) && distinct > MANY_CODES && !isMadeOfCodes(column)))
    return { name, type: 'numeric', why: `${column.min} to ${column.max}${missing}${early}` };
  return { name, type: 'categorical', why: `${count(distinct)} values${missing}${early}` };
}

function isMadeOfCodes({ name, min, max, distinct }: ColumnProfile): boolean {
  const [low, high] = [Number(min), Number(max)];
  if (isCode(name) || Math.max(Math.abs(low), Math.abs(high)) >= LARGEST_AMOUNT) return true;
  return (low === 0 || low === 1) && distinct >= DENSE * (high - low + 1);
}
