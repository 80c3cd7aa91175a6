/** What a reader must know of predictions that were taken. */
import type { Warning } from '../../report/failure.ts';
import type { Predictions } from './predictions.ts';

/** @param all of every arm and seed */
export function predictionWarnings(
  all: readonly (Pick<Predictions, 'constant' | 'certain'> & { arm: string })[],
): Warning[] {
  return [...new Set(all.map(({ arm }) => arm))].flatMap((arm) => {
    const own = all.filter((one) => one.arm === arm);
    const constant = own.filter((one) => one.constant).length;
    const certain = own.reduce((sum, one) => sum + one.certain, 0);
    const warnings: Warning[] = [
      {
        code: 'constant-predictions',
        message: `The ranker's command gives all evaluation rows of ${arm} one score, for so many seeds: its AUC is ½, whatever the data.`,
        count: constant,
      },
      {
        code: 'certain-predictions',
        message: `Probabilities of exactly 0 or 1 in ${arm}, so many over all seeds: one that is wrong makes the log loss infinite, and counts as 750 nats here.`,
        count: certain,
      },
    ];
    return warnings.filter(({ count }) => count !== 0);
  });
}
