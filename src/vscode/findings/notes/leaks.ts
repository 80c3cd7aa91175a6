/** Columns of which the latest report says that they hold the label, by name. */
import type { Report, Verdict } from '../../../report/schema.ts';
import { COLUMN_LEAK } from '../../../report/words/label-leak.ts';

export interface ColumnLeak {
  verdict: Verdict;
  /** Of the column alone. */
  auc: number;
}

/** Those that the spec lists one by one: the strongest feature of an arm that leaks may itself be innocent. */
export function leaksOf({ verdicts }: Pick<Report, 'verdicts'>): ReadonlyMap<string, ColumnLeak> {
  const leaks = new Map<string, ColumnLeak>();
  for (const verdict of verdicts) {
    if (verdict.code !== 'label-leak') continue;
    for (const { name, auc, specPath } of verdict.columns ?? [])
      if (auc >= COLUMN_LEAK && typeof specPath.at(-1) === 'number' && !leaks.has(name))
        leaks.set(name, { verdict, auc });
  }
  return leaks;
}
