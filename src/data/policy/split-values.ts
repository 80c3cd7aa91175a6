/** What is refused and counted when the rows in use are chosen, by a column that says what a row is for or by a window of time. */
import { Failure, type Warning } from '../../common/failure.ts';
import type { SplitSpec } from '../../specfile/schema.ts';
import { PART } from '../dataset.ts';
import { didYouMean } from '../suggest.ts';

export type ReadySplit = Extract<SplitSpec, { column: string }>;

/**
 * The part that each value of a ready-made split stands for, in the order train, validate, evaluate.
 * @param counts rows per value of the column
 * @param warnings gets a word of the rows of other values
 * @throws Failure `data` when a value names no row, `usage` when one names two parts
 */
export function partsOfValues(
  split: ReadySplit,
  counts: ReadonlyMap<string, number>,
  warnings: Warning[],
): Map<string, number> {
  const parts = new Map<string, number>();
  for (const key of ['train', 'validate', 'evaluate'] as const) {
    if (split[key] === undefined) continue;
    const value = String(split[key]);
    const specPath = ['split', key];
    if (parts.has(value)) {
      const message = `split.${key}: \`${value}\` already names another part.`;
      throw new Failure('usage', 'split-value-twice', message, { specPath });
    }
    if (!counts.has(value)) {
      const message = `No row has \`${split.column}\` = \`${value}\` (split.${key}); ${didYouMean(value, [...counts.keys()])}`;
      throw new Failure('data', 'no-split-rows', message, { specPath });
    }
    parts.set(value, { train: PART.fit, validate: PART.validate, evaluate: PART.evaluate }[key]);
  }
  const unused = [...counts].filter(([value]) => !parts.has(value));
  if (unused.length > 0) {
    const shown = unused.slice(0, 3).map(([value]) => `\`${value}\``);
    warnings.push({
      code: 'unused-split-values',
      message: `Rows whose \`${split.column}\` is ${shown.join(', ')}${unused.length > 3 ? ', …' : ''} are left out.`,
      count: unused.reduce((sum, [, count]) => sum + count, 0),
    });
  }
  return parts;
}

/** Nothing splits the rows: neither times nor a column that says what each row is for. */
export function noTime(): Failure {
  return new Failure(
    'usage',
    'no-time',
    'Without `log.time` only a ready-made split works: name the time column, or write `split: {column: …}`.',
    { specPath: ['log'] },
  );
}

/** @throws Failure `usage` where the window [from, to) of a split, µs, is empty */
export function checkWindow({ from, to }: { from: number; to: number }): void {
  if (to > from) return;
  throw new Failure('usage', 'bad-window', 'split.to must be later than split.from.', {
    specPath: ['split', 'to'],
  });
}

export function rowsAfterWindow(count: number): Warning {
  return { code: 'rows-after-window', message: 'Rows at or after split.to are left out.', count };
}
