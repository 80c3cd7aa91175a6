/** Columns that are to hold numbers, and what stands in text files beside them: told with its count, its line and what to do. */
import { noNumber } from '../../policy/values.ts';
import type { LoadedColumn } from '../formats/table.ts';
import { saysNone, saysNothing } from '../formats/text/null-text.ts';
import type { Check } from '../session/checks.ts';
import { isNumeric } from '../session/types.ts';

interface Where {
  file: string;
  specPath: readonly (string | number)[];
}

/**
 * A column as numbers: DOUBLE, null where missing.
 * @param code of the failure that names values which are not numbers
 * @returns undefined where the column does not hold numbers at all
 */
export function numbersOf(
  column: LoadedColumn,
  code: string,
  where: Where,
): { sql: string; checks: Check[] } | undefined {
  const { sql, type, hasNumbers } = column;
  if (isNumeric(type)) return { sql: `CAST(${sql} AS DOUBLE)`, checks: [] };
  if (hasNumbers !== true) return undefined;
  return { sql: `TRY_CAST(${sql} AS DOUBLE)`, checks: [misfitCheck(column, code, where)] };
}

/** Texts in a column whose other values are numbers. */
export function misfitCheck(column: LoadedColumn, code: string, where: Where): Check {
  const { sql, name } = column;
  const bad = `NOT ${saysNone(sql)} AND TRY_CAST(${sql} AS DOUBLE) IS NULL`;
  return {
    bad,
    show: sql,
    find: () => column.find?.((value) => !saysNothing(value) && Number.isNaN(asNumber(value))),
    failure: (count, values, at) => noNumber(code, { name, ...where }, count, values, at),
  };
}

/** As DuckDB reads a DOUBLE, near enough to find the line of what it does not read. */
function asNumber(text: string): number {
  if (/^[+-]?(inf|infinity|nan)$/i.test(text)) return 0;
  return /^[+-]?(\d[\d_]*\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? 0 : Number.NaN;
}
