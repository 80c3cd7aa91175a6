/** Summarises an arm over its seeds, once, so that no surface computes a mean or a deviation of its own. */
import type { ArmReport } from './schema.ts';

type SeedResult = ArmReport['perSeed'][number];

/**
 * `perSeed` with its means, and the standard deviation (n − 1) of the AUC where there is more than one seed. What a seed
 * lacks has no mean.
 */
export function summariseSeeds(
  perSeed: readonly SeedResult[],
): Pick<ArmReport, 'auc' | 'logLoss' | 'aucSd' | 'epochs' | 'perSeed'> {
  const mean = (of: (result: SeedResult) => number) =>
    perSeed.reduce((sum, r) => sum + of(r), 0) / perSeed.length;
  const auc = mean((r) => r.auc);
  const squares = perSeed.reduce((sum, r) => sum + (r.auc - auc) ** 2, 0);
  const meanWhereAll = (values: readonly (number | null | undefined)[]) => {
    const known = values.filter((value) => typeof value === 'number');
    return known.length < values.length ? undefined : known.reduce((sum, v) => sum + v, 0) / known.length;
  };
  const epochs = meanWhereAll(perSeed.map((r) => r.epochs));
  return {
    auc,
    logLoss: meanWhereAll(perSeed.map((r) => r.logLoss)) ?? null,
    ...(perSeed.length > 1 && { aucSd: Math.sqrt(squares / (perSeed.length - 1)) }),
    ...(epochs !== undefined && { epochs }),
    perSeed: [...perSeed],
  };
}
