/** The labels and weights of objectives, as SQL over the log. */
import type { LoadedColumn, LoadedTable } from '../formats/table.ts';
import type { Check } from '../session/checks.ts';
import type { Session } from '../session/session.ts';
import { readLabel } from './label.ts';
import type { OpenSpec } from './open.ts';
import { weightOf } from './weight.ts';

/** What is read of an objective. */
export interface ObjectivePlan {
  name: string;
  /** SQL of its label, 0 or 1; absent where it has that of the log. */
  label?: string | undefined;
  /** SQL of its weight; 1 for negatives. */
  weight?: string | undefined;
  /** SQL of the times at which its positives became known; absent where that is with their rows. */
  labelTime?: string | undefined;
  checks: readonly Check[];
}

/**
 * @param logLabel SQL of the log's label
 * @throws Failure `data` or `usage` as for `log.label` and `log.weight`, with the path of the objective's key
 */
export async function planObjectives(
  session: Session,
  table: LoadedTable,
  { objectives, log: { shown: file } }: Pick<OpenSpec, 'objectives' | 'log'>,
  logLabel: string,
): Promise<ObjectivePlan[]> {
  const plans: ObjectivePlan[] = [];
  for (const { index, spec, label: planned } of objectives) {
    const label = planned === undefined ? undefined : await readLabel(session, table, planned, file);
    const column = spec.weight === undefined ? undefined : (table.columns.get(spec.weight) as LoadedColumn);
    const specPath = ['objectives', index, 'weight'];
    const weight = column && weightOf(column, label ?? logLabel, file, specPath);
    const { sql, checks = [] } = weight ?? {};
    plans.push({ name: spec.name, label, weight: sql, checks });
  }
  return plans;
}
