/** The score that a production ranker logged with each row; missing where its column says that there is none, or is not finite. */
import { scoreType } from '../../policy/values.ts';
import type { LoadedColumn } from '../formats/table.ts';
import type { Check } from '../session/checks.ts';
import { held } from '../session/types.ts';
import { numbersOf } from './numbers.ts';

/** @throws Failure `data` for a column that holds no numbers */
export function scoreOf(column: LoadedColumn, file: string): { sql: string; checks: Check[] } {
  const where = { file, specPath: ['ranker', 'score'] };
  const numbers = numbersOf(column, 'bad-score', where);
  if (numbers === undefined) {
    throw scoreType({ name: column.name, ...where }, held(column.type));
  }
  const { sql, checks } = numbers;
  return { sql: `CASE WHEN isfinite(${sql}) THEN ${sql} END`, checks };
}
