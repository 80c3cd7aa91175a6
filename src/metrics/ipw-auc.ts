/**
 * AUC with a weight on every row: the chance that a positive, drawn by its weight, is scored above a negative, drawn by its own. With
 * inverse propensities it is the AUC that a log would have shown in which every candidate had been as likely to be seen
 * (inverse-propensity weighting: D. G. Horvitz, D. J. Thompson, J. Am. Stat. Assoc. 47, 1952).
 */
import type { OnPiece } from './auc.ts';
import { noRows } from './failures.ts';

/**
 * Structural components, one per row: of a positive the share of the negatives' weight below it + ½ of that tied; of a negative the
 * share of the positives' weight above it + ½ of that tied. Either class averages to the AUC by its weights.
 * @param weight finite and > 0 on every row
 * @throws Error where a class is empty, or a length differs
 */
export function ipwComponents(
  scores: Float32Array | Float64Array,
  label: Uint8Array,
  weight: Float64Array,
  onPiece?: OnPiece,
): Float64Array {
  const rows = label.length;
  if (rows === 0) throw noRows();
  if (scores.length !== rows || weight.length !== rows)
    throw new Error(`${scores.length} scores and ${weight.length} weights for ${rows} labels`);
  const order = Uint32Array.from({ length: rows }, (_, row) => row).sort((a, b) => scores[a]! - scores[b]!);
  onPiece?.();
  const total = [0, 0];
  for (let row = 0; row < rows; row++) total[label[row]!]! += weight[row]!;
  const [negatives, positives] = total as [number, number];
  if (negatives === 0 || positives === 0) throw new Error('one class has no weight');
  const components = new Float64Array(rows);
  const below = [0, 0];
  for (let from = 0, to = 0; from < rows; from = to) {
    const tied = [0, 0];
    while (to < rows && scores[order[to]!] === scores[order[from]!]) {
      const row = order[to++]!;
      tied[label[row]!]! += weight[row]!;
    }
    for (let place = from; place < to; place++) {
      const row = order[place]!;
      components[row] =
        label[row] === 1
          ? (below[0]! + tied[0]! / 2) / negatives
          : (positives - below[1]! - tied[1]! / 2) / positives;
    }
    below[0]! += tied[0]!;
    below[1]! += tied[1]!;
  }
  return components;
}
