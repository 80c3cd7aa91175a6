/**
 * AUC with weights on positives (dwell time, value) and 1 on negatives: the chance that a positive, drawn by its weight,
 * is scored above a negative. A click worth ten minutes counts more than one of a second.
 */
import { borrowPlacements, type OnPiece } from './auc.ts';
import { badWeights, noWeight } from './failures.ts';

/** Σ of the positives' weights. Weights of negatives are not read. */
function totalWeight(label: Uint8Array, weight: Float64Array): number {
  if (weight.length !== label.length) throw new Error(`${label.length} labels but ${weight.length} weights`);
  let total = 0;
  let bad = 0;
  for (let row = 0; row < label.length; row++) {
    if (label[row] === 0) continue;
    const value = weight[row]!;
    if (value >= 0 && value < Number.POSITIVE_INFINITY) total += value;
    else bad++;
  }
  if (bad > 0) throw badWeights(bad);
  if (total === 0) throw noWeight();
  return total;
}

/**
 * Σ w·V10 / Σ w over positives, V10 the share of negatives below + ½ of those tied.
 * @param weight finite and ≥ 0 on positives
 * @throws Failure `bad-weights`, `no-weight`, and as `auc`
 */
export function weightedAuc(
  scores: Float32Array | Float64Array,
  label: Uint8Array,
  weight: Float64Array,
  onPiece?: OnPiece,
): number {
  const total = totalWeight(label, weight);
  const { components } = borrowPlacements(scores, label, onPiece);
  let sum = 0;
  for (let row = 0; row < label.length; row++) if (label[row] !== 0) sum += weight[row]! * components[row]!;
  return sum / total;
}

/**
 * Structural components of the weighted AUC, one per row: V10 of a positive as ever; V01 of a negative the share of the
 * positives' weight above it + ½ of that tied. Positives by their weights, and negatives, average to the weighted AUC.
 * @throws as `weightedAuc`
 */
export function weightedComponents(
  scores: Float32Array | Float64Array,
  label: Uint8Array,
  weight: Float64Array,
  onPiece?: OnPiece,
): Float64Array {
  const total = totalWeight(label, weight);
  const components = borrowPlacements(scores, label, onPiece).components.slice();
  const positives = Uint32Array.from(label.keys()).filter((row) => label[row] !== 0);
  positives.sort((a, b) => scores[a]! - scores[b]!);
  const sorted = new Float64Array(positives.length);
  const upTo = new Float64Array(positives.length + 1);
  positives.forEach((row, i) => {
    sorted[i] = scores[row]!;
    upTo[i + 1] = upTo[i]! + weight[row]!;
  });
  for (let row = 0; row < label.length; row++) {
    if (label[row] !== 0) continue;
    const score = scores[row]!;
    const below = upTo[firstAbove(sorted, score, false)]!;
    const belowOrTied = upTo[firstAbove(sorted, score, true)]!;
    components[row] = (total - (below + belowOrTied) / 2) / total;
  }
  return components;
}

/** Index of the first of ascending `sorted` that is ≥ `value`, or > it where `strictly`. */
function firstAbove(sorted: Float64Array, value: number, strictly: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = sorted[middle]!;
    if (at < value || (strictly && at === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
