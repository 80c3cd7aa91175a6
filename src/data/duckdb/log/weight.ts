/** The weight of a row of the log: that of its column on positives, 1 on negatives whatever stands there. */
import { badWeight, weightType } from '../../policy/values.ts';
import { MOST_WEIGHT } from '../../policy/words.ts';
import type { LoadedColumn } from '../formats/table.ts';
import type { Check } from '../session/checks.ts';
import { familyOf, held, isNumeric } from '../session/types.ts';

/**
 * @param label SQL of the label, 0 or 1
 * @throws Failure `data` for a type that holds no numbers
 */
export function weightOf(
  column: LoadedColumn,
  label: string,
  file: string,
  specPath: readonly (string | number)[],
): { sql: string; checks: Check[] } {
  const { sql, type, name } = column;
  const named = { name, file, specPath };
  // Text may stand on the negatives, where it is not read.
  if (!isNumeric(type) && familyOf(type) !== 'text') {
    throw weightType(named, held(type));
  }
  const number = `TRY_CAST(${sql} AS DOUBLE)`;
  const check: Check = {
    bad: `${label} = 1 AND (${number} IS NULL OR isnan(${number}) OR ${number} NOT BETWEEN 0 AND ${MOST_WEIGHT})`,
    show: sql,
    failure: (count, values) => badWeight(named, count, values),
  };
  return { sql: `CASE WHEN ${label} = 1 THEN ${number} + 0.0 ELSE 1.0::DOUBLE END`, checks: [check] };
}
