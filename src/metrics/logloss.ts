/** Log loss from logits: the ranker's scores are logits, so that no probability is ever rounded to 0 or 1. */
import { nonFiniteScores, noRows } from './failures.ts';

/** Logits from which 1 + e^−|z| would round off what log1p keeps: there the product loses 3e-13 of a row's loss. */
const SMALL_ODDS = 8;
/** The logarithm is taken of products, since it takes as long as the exponential: of one that is far from the largest double. */
const LARGE = 2 ** 500;

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
  let product = 1;
  let bad = 0;
  for (let row = 0; row < rows; row++) {
    const logit = logits[row]!;
    const size = Math.abs(logit);
    // NaN fails the comparison too; −∞ on a negative would otherwise pass as a perfect score.
    if (!(size < Infinity)) bad++;
    const wrongWay = label[row] === 0 ? logit > 0 : logit < 0;
    if (wrongWay) sum += size;
    const odds = Math.exp(-size);
    if (size >= SMALL_ODDS) sum += Math.log1p(odds);
    else {
      product *= 1 + odds;
      if (product > LARGE) {
        sum += Math.log(product);
        product = 1;
      }
    }
  }
  sum += Math.log(product);
  if (bad > 0) throw nonFiniteScores(bad, rows);
  return sum / rows;
}
