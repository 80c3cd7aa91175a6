/** How long arms were trained: epochs of whole rankers, trees of heads; or how much additive heads were penalised. */
import type { ArmReport } from '../../schema.ts';

export interface TrainedColumn {
  name: 'epochs' | 'trees' | 'penalty';
  /** Mean over seeds, of penalties the range; a dash where the arm has none. */
  cell(arm: ArmReport): string;
  /** What rows are sorted by. */
  value(arm: ArmReport): number | undefined;
}

/** The column or columns that a table of these arms has. */
export function trainedColumns(arms: readonly ArmReport[]): TrainedColumn[] {
  const column = (name: 'epochs' | 'trees', digits: number): TrainedColumn => ({
    name,
    cell: (arm) => arm[name]?.toFixed(digits) ?? '–',
    value: (arm) => arm[name],
  });
  const trees = arms.some((arm) => arm.trees !== undefined);
  const additive = arms.some((arm) => penalties(arm).length > 0);
  const whole = (!trees && !additive) || arms.some(({ epochs }) => epochs !== undefined);
  return [
    ...(whole ? [column('epochs', 2)] : []),
    ...(trees ? [column('trees', 0)] : []),
    ...(additive ? [PENALTY] : []),
  ];
}

/** Ascending; the largest number stands for columns that a head does without. */
const penalties = ({ perSeed }: ArmReport): number[] =>
  perSeed
    .flatMap(({ penalty }) => (penalty === undefined ? [] : [penalty ?? Number.MAX_VALUE]))
    .sort((a, b) => a - b);

const PENALTY: TrainedColumn = {
  name: 'penalty',
  cell: (arm) => {
    const all = penalties(arm).map((x) => (x === Number.MAX_VALUE ? '∞' : String(x)));
    return [...new Set([all[0] ?? '–', all.at(-1) ?? '–'])].join('–');
  },
  value: (arm) => penalties(arm).at(-1),
};
