/** Summarises an arm over its seeds, once, so that no surface computes a mean or a deviation of its own. */
import type { ArmReport } from './schema.ts';

type SeedResult = ArmReport['perSeed'][number];

/** `perSeed` with its means, and the standard deviation (n − 1) of the AUC where there is more than one seed. */
export function summariseSeeds(
  perSeed: readonly SeedResult[],
): Pick<ArmReport, 'auc' | 'logLoss' | 'aucSd' | 'epochs' | 'perSeed'> {
  const mean = (of: (result: SeedResult) => number) =>
    perSeed.reduce((sum, r) => sum + of(r), 0) / perSeed.length;
  const auc = mean((r) => r.auc);
  const squares = perSeed.reduce((sum, r) => sum + (r.auc - auc) ** 2, 0);
  return {
    auc,
    logLoss: mean((r) => r.logLoss),
    ...(perSeed.length > 1 && { aucSd: Math.sqrt(squares / (perSeed.length - 1)) }),
    epochs: mean((r) => r.epochs),
    perSeed: [...perSeed],
  };
}
