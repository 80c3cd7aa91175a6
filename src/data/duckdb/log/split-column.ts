/** A ready-made split: a column says what each row is for. */
import { Failure, type Warning } from '../../../common/failure.ts';
import type { SplitSpec } from '../../../specfile/schema.ts';
import { PART } from '../../dataset.ts';
import { didYouMean } from '../../suggest.ts';
import type { LoadedColumn } from '../formats/table.ts';
import type { Session } from '../session/session.ts';
import { quoteText } from '../session/sql.ts';

type ReadySplit = Extract<SplitSpec, { column: string }>;

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
  const branches: string[] = [];
  const used = new Set<string>();
  for (const key of ['train', 'validate', 'evaluate'] as const) {
    if (split[key] === undefined) continue;
    const value = String(split[key]);
    const specPath = ['split', key];
    if (used.has(value)) {
      throw new Failure(
        'usage',
        'split-value-twice',
        `split.${key}: \`${value}\` already names another part.`,
        {
          specPath,
        },
      );
    }
    if (!counts.has(value)) {
      throw new Failure(
        'data',
        'no-split-rows',
        `No row has \`${split.column}\` = \`${value}\` (split.${key}); ${didYouMean(value, [...counts.keys()])}`,
        { specPath },
      );
    }
    used.add(value);
    const part = { train: PART.fit, validate: PART.validate, evaluate: PART.evaluate }[key];
    branches.push(`WHEN ${quoteText(value)} THEN ${part}`);
  }
  const unused = [...counts].filter(([value]) => !used.has(value));
  if (unused.length > 0) {
    const shown = unused.slice(0, 3).map(([value]) => `\`${value}\``);
    warnings.push({
      code: 'unused-split-values',
      message: `Rows whose \`${split.column}\` is ${shown.join(', ')}${unused.length > 3 ? ', …' : ''} are left out.`,
      count: unused.reduce((sum, [, count]) => sum + count, 0),
    });
  }
  const part = `CAST(CASE ${text} ${branches.join(' ')} END AS UTINYINT)`;
  return { part, where: `${text} IN (${[...used].map(quoteText).join(', ')})` };
}
