/** The weight of a row of the log: that of its column on positives, 1 on negatives whatever stands there. */
import { Failure } from '../../../common/failure.ts';
import type { LoadedColumn } from '../formats/table.ts';
import { type Check, MOST_WEIGHT, rowsHave } from '../session/checks.ts';
import { describeType, familyOf, isNumeric } from '../session/types.ts';

/**
 * @param label SQL of the label, 0 or 1
 * @throws Failure `data` for a type that holds no numbers
 */
export function weightOf(
  column: LoadedColumn,
  label: string,
  file: string,
): { sql: string; checks: Check[] } {
  const { sql, type, name } = column;
  const where = { file, specPath: ['log', 'weight'] };
  // Text may stand on the negatives, where it is not read.
  if (!isNumeric(type) && familyOf(type) !== 'text') {
    const message = `\`${name}\` in ${file} holds ${describeType(type)} (${type}): a weight is a number.`;
    throw new Failure('data', 'bad-weight', message, where);
  }
  const number = `TRY_CAST(${sql} AS DOUBLE)`;
  const shown = (values: string) => (values === '' ? '' : ` (${values})`);
  const check: Check = {
    bad: `${label} = 1 AND (${number} IS NULL OR isnan(${number}) OR ${number} NOT BETWEEN 0 AND ${MOST_WEIGHT})`,
    show: sql,
    failure: (count, values) =>
      new Failure(
        'data',
        'bad-weight',
        `${rowsHave(count)} no weight ≥ 0 in \`${name}\` of ${file}${shown(values)}: weights of positives are finite, not negative and at most ${MOST_WEIGHT}.`,
        where,
      ),
  };
  return { sql: `CASE WHEN ${label} = 1 THEN ${number} + 0.0 ELSE 1.0::DOUBLE END`, checks: [check] };
}
