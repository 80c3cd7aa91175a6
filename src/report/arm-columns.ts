/** How long arms were trained: epochs of whole rankers, trees of heads; or how much additive heads were penalised. */
import type { ArmReport } from './schema.ts';

export interface TrainedColumn {
  name: 'epochs' | 'trees' | 'penalty';
  /** Mean over seeds, of penalties the range; a dash where the arm has none. */
  cell(arm: ArmReport): string;
}

/** The column or columns that a table of these arms has. */
export function trainedColumns(arms: readonly ArmReport[]): TrainedColumn[] {
  const of = (name: 'epochs' | 'trees', digits: number): TrainedColumn => ({
    name,
    cell: (arm) => arm[name]?.toFixed(digits) ?? '–',
  });
  const trees = arms.some((arm) => arm.trees !== undefined);
  const additive = arms.some((arm) => penalties(arm).length > 0);
  const heads = trees || additive;
  const whole = !heads || arms.some(({ epochs }) => epochs !== undefined);
  return [
    ...(whole ? [of('epochs', 2)] : []),
    ...(trees ? [of('trees', 0)] : []),
    ...(additive ? [PENALTY] : []),
  ];
}

/** Infinity of columns that an additive head does without. */
const penalties = ({ perSeed }: ArmReport): number[] =>
  perSeed.flatMap(({ penalty }) => (penalty === undefined ? [] : [penalty ?? Number.POSITIVE_INFINITY]));

const PENALTY: TrainedColumn = {
  name: 'penalty',
  cell: (arm) => {
    const all = penalties(arm);
    const [least, most] = [Math.min(...all), Math.max(...all)].map((x) =>
      Number.isFinite(x) ? String(x) : '∞',
    );
    if (all.length === 0) return '–';
    return least === most ? least! : `${least}–${most}`;
  },
};
