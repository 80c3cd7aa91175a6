/** Log loss from logits: the ranker's scores are logits, so that no probability is ever rounded to 0 or 1. */
import { nonFiniteScores, noRows } from './failures.ts';

/**
 * Mean log loss in nats per row: log(1 + e^z) − y·z, computed as max(z, 0) − y·z + log1p(e^−|z|), which neither
 * overflows nor cancels.
 * @throws Failure `non-finite-scores`, `no-rows`
 */
export function logLoss(logits: Float32Array, label: Uint8Array): number {
  const rows = logits.length;
  if (rows !== label.length) throw new Error(`${rows} logits but ${label.length} labels`);
  if (rows === 0) throw noRows();
  let sum = 0;
  let bad = 0;
  for (let row = 0; row < rows; row++) {
    const logit = logits[row]!;
    const size = Math.abs(logit);
    // NaN fails the comparison too; −∞ on a negative would otherwise pass as a perfect score.
    if (!(size < Infinity)) bad++;
    const wrongWay = label[row] === 0 ? logit > 0 : logit < 0;
    sum += (wrongWay ? size : 0) + Math.log1p(Math.exp(-size));
  }
  if (bad > 0) throw nonFiniteScores(bad, rows);
  return sum / rows;
}
