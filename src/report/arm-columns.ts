/** How long arms were trained: epochs of whole rankers, trees of heads. */
import type { ArmReport } from './schema.ts';

export interface TrainedColumn {
  name: 'epochs' | 'trees';
  /** Mean over seeds, or a dash where the arm has none. */
  cell(arm: ArmReport): string;
}

/** The column or columns that a table of these arms has. */
export function trainedColumns(arms: readonly ArmReport[]): TrainedColumn[] {
  const of = (name: 'epochs' | 'trees', digits: number): TrainedColumn => ({
    name,
    cell: (arm) => arm[name]?.toFixed(digits) ?? '–',
  });
  const heads = arms.some(({ trees }) => trees !== undefined);
  const whole = !heads || arms.some(({ epochs }) => epochs !== undefined);
  return [...(whole ? [of('epochs', 2)] : []), ...(heads ? [of('trees', 0)] : [])];
}
