/** Which rows a search of options trains on and is judged by: it need not see all rows of a large log. */
import { randomBits } from '../../kernels/random.ts';
import type { RowParts } from '../../ranker/ranker.ts';

export type SearchRows = Pick<RowParts, 'fit' | 'validate'>;

/** Rows that a search trains on, at most. */
const MOST_ROWS = 250_000;
/** Of rows that are only scored, a fifth as many tell recipes apart. */
const JUDGED = 1 / 5;

/**
 * The rows that a search trains on, and those that judge it: the validation rows, or a fifth of the training rows, drawn by the
 * seed, where a split names none.
 * @param most rows to train on; a fifth as many judge
 */
export function searchRows({ fit, validate }: SearchRows, seed: number, most = MOST_ROWS): SearchRows {
  const judged = validate.length > 0 ? validate : sampleRows(fit, Math.floor(fit.length * JUDGED), seed + 1);
  const trained = validate.length > 0 ? fit : without(fit, judged);
  return {
    fit: sampleRows(trained, most, seed),
    validate: sampleRows(judged, Math.ceil(most * JUDGED), seed),
  };
}

/**
 * Exactly min(`most`, rows) of `rows`, each equally likely, in their order (selection sampling: Knuth, TAOCP 2, 3.4.2 S), on
 * shared memory.
 */
export function sampleRows(rows: Uint32Array, most: number, seed: number): Uint32Array {
  if (rows.length <= most) return rows;
  const sample = new Uint32Array(new SharedArrayBuffer(4 * most));
  const bits = randomBits(seed);
  for (let i = 0, taken = 0; taken < most; i++) {
    if (bits() * 2 ** -32 * (rows.length - i) < most - taken) sample[taken++] = rows[i]!;
  }
  return sample;
}

/** Ascending rows without `others`, some of them, ascending too. */
function without(rows: Uint32Array, others: Uint32Array): Uint32Array {
  const kept = new Uint32Array(new SharedArrayBuffer(4 * (rows.length - others.length)));
  let next = 0;
  let at = 0;
  for (const row of rows) {
    if (row === others[next]) next++;
    else kept[at++] = row;
  }
  return kept;
}
