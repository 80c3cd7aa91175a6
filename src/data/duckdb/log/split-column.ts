/** A ready-made split: a column says what each row is for. */
import type { Warning } from '../../../common/failure.ts';
import { partsOfValues, type ReadySplit } from '../../policy/split-values.ts';
import type { LoadedColumn } from '../formats/table.ts';
import type { Session } from '../session/session.ts';
import { quoteText } from '../session/sql.ts';

/**
 * @returns SQL of `PART` (fit, validate, evaluate) and of the rows in use; rows of other values are warned of
 * @throws Failure `data` when a value names no row
 */
export async function planReadySplit(
  session: Session,
  split: ReadySplit,
  { sql }: LoadedColumn,
  warnings: Warning[],
): Promise<{ part: string; where: string }> {
  const text = `regexp_replace(CAST(${sql} AS VARCHAR), '^(-?[0-9]+)\\.0$', '\\1')`; // 1.0 is 1
  const found = await session.rows(
    `SELECT ${text} AS v, count(*) AS n FROM log GROUP BY v ORDER BY n DESC, v`,
  );
  const counts = new Map(found.map((row) => [String(row['v']), Number(row['n'])]));
  const parts = partsOfValues(split, counts, warnings);
  const branches = [...parts].map(([value, part]) => `WHEN ${quoteText(value)} THEN ${part}`);
  const part = `CAST(CASE ${text} ${branches.join(' ')} END AS UTINYINT)`;
  return { part, where: `${text} IN (${[...parts.keys()].map(quoteText).join(', ')})` };
}
