/** Summarises an arm over its seeds, once, so that no surface computes a mean or a deviation of its own. */
import type { ArmReport } from './schema.ts';

type SeedResult = ArmReport['perSeed'][number];

/** `perSeed` with its means, and the standard deviation (n − 1) of the AUC where there is more than one seed. */
export function summariseSeeds(
  perSeed: readonly SeedResult[],
): Pick<ArmReport, 'auc' | 'logLoss' | 'aucSd' | 'epochs' | 'trees' | 'perSeed'> {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / perSeed.length;
  const known = (pick: (result: SeedResult) => number | null | undefined): number[] | undefined => {
    const values = perSeed.map(pick).filter((value) => typeof value === 'number');
    return values.length === perSeed.length ? values : undefined;
  };
  const auc = mean(perSeed.map((r) => r.auc));
  const logLosses = known((r) => r.logLoss);
  const epochs = known((r) => r.epochs);
  const trees = known((r) => r.trees);
  const squares = perSeed.reduce((sum, r) => sum + (r.auc - auc) ** 2, 0);
  return {
    auc,
    logLoss: logLosses === undefined ? null : mean(logLosses),
    ...(perSeed.length > 1 && { aucSd: Math.sqrt(squares / (perSeed.length - 1)) }),
    ...(epochs !== undefined && { epochs: mean(epochs) }),
    ...(trees !== undefined && { trees: mean(trees) }),
    perSeed: [...perSeed],
  };
}
