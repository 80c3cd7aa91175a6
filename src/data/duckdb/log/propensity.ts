/** The chance with which the logging policy showed a row. */
import { badPropensity, propensityType } from '../../policy/values.ts';
import { LEAST_PROPENSITY } from '../../policy/words.ts';
import type { LoadedColumn } from '../formats/table.ts';
import type { Check } from '../session/checks.ts';
import { familyOf, held, isNumeric } from '../session/types.ts';

/** @throws Failure `data` for a type that holds no numbers */
export function propensityOf(column: LoadedColumn, file: string): { sql: string; checks: Check[] } {
  const { sql, type, name } = column;
  const named = { name, file, specPath: ['log', 'propensity'] };
  if (!isNumeric(type) && familyOf(type) !== 'text') throw propensityType(named, held(type));
  const number = `TRY_CAST(${sql} AS DOUBLE)`;
  const check: Check = {
    bad: `${number} IS NULL OR isnan(${number}) OR ${number} < ${LEAST_PROPENSITY} OR ${number} > 1`,
    show: sql,
    failure: (count, values) => badPropensity(named, count, values),
  };
  return { sql: number, checks: [check] };
}
