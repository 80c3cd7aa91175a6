/** The score that a production ranker logged with each row; missing where its column says that there is none, or is not finite. */
import { Failure } from '../../../common/failure.ts';
import type { LoadedColumn } from '../formats/table.ts';
import type { Check } from '../session/checks.ts';
import { describeType } from '../session/types.ts';
import { numbersOf } from './numbers.ts';

/** @throws Failure `data` for a column that holds no numbers */
export function scoreOf(column: LoadedColumn, file: string): { sql: string; checks: Check[] } {
  const where = { file, specPath: ['ranker', 'score'] };
  const numbers = numbersOf(column, 'bad-score', where);
  if (numbers === undefined) {
    const { name, type } = column;
    const message = `\`${name}\` in ${file} holds ${describeType(type)} (${type}): a score is a number.`;
    throw new Failure('data', 'bad-score', message, where);
  }
  const { sql, checks } = numbers;
  return { sql: `CASE WHEN isfinite(${sql}) THEN ${sql} END`, checks };
}
