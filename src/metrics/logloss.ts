/** Log loss from logits: the ranker's scores are logits, so that no probability is ever rounded to 0 or 1. */
import { Arena, shortage } from '../kernels/arena.ts';
import { type Logloss, logloss } from '../kernels/interfaces/logloss.ts';
import { nonFiniteScores, noRows } from './failures.ts';

/** Rows that lie in the second-level cache while they are read. */
const BLOCK_ROWS = 2 ** 15;

const short = shortage('memory', 'The log loss needs', '', 'close other programs');

type Workspace = Arena<Logloss, 'logits' | 'labels' | 'out'>;

/** Small, and kept for the next call. */
let workspace: Workspace | undefined;

/**
 * Mean log loss in nats per row: log(1 + e^z) − y·z, computed as max(z, 0) − y·z + log1p(e^−|z|), which neither
 * overflows nor cancels.
 * @throws Failure `non-finite-scores`, `no-rows`
 */
export function logLoss(logits: Float32Array, label: Uint8Array): number {
  const rows = logits.length;
  if (rows !== label.length) throw new Error(`${rows} logits but ${label.length} labels`);
  if (rows === 0) throw noRows();
  workspace ??= new Arena(logloss, short).layout({ logits: 4 * BLOCK_ROWS, labels: BLOCK_ROWS, out: 24 });
  let sum = 0;
  let bad = 0;
  for (let from = 0; from < rows; from += BLOCK_ROWS) {
    const to = Math.min(rows, from + BLOCK_ROWS);
    const block = lossOf(workspace, logits.subarray(from, to), label.subarray(from, to));
    sum += block.sum;
    bad += block.bad;
  }
  if (bad > 0) throw nonFiniteScores(bad, rows);
  return sum / rows;
}

/** Of one block. */
function lossOf({ exports, at, buffer }: Workspace, logits: Float32Array, label: Uint8Array) {
  const rows = logits.length;
  // The kernel takes rows by twos: one more with a logit that costs nothing.
  const even = rows + (rows & 1);
  const values = new Float32Array(buffer, at.logits, even);
  const labels = new Uint8Array(buffer, at.labels, even);
  values.set(logits);
  labels.set(label);
  if (even > rows) {
    values[rows] = NO_LOSS;
    labels[rows] = 1;
  }
  const { out } = at;
  const bad = exports.logLossRows({ logits: at.logits, labels: at.labels, from: 0, to: even, out });
  const [whole, fraction, exponent] = new Float64Array(buffer, out, 3);
  return { bad, sum: whole! + Math.log(fraction!) + exponent! * Math.LN2 };
}

/** Of a positive: e^−1000 is 0. */
const NO_LOSS = 1000;
