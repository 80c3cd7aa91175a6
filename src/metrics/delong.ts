/**
 * The variance of an AUC, or of a linear combination of AUCs of the same rows, from structural components: clustered
 * by user (N. A. Obuchowski, Nonparametric analysis of clustered ROC curve data, Biometrics 53, 1997) and plain
 * (DeLong, DeLong and Clarke-Pearson, Biometrics 44, 1988).
 */
import type { EvaluationRows } from './clusters.ts';
import { tooFewUsers } from './failures.ts';

/**
 * Variance over users of θ = Σ V10 / m = Σ V01 / n, where V may be the components of one arm, differences of two, or
 * averages over seeds. Users of one class contribute to their class alone.
 *
 * With a = Σ(V10 − θ) and b = Σ(V01 − θ) per user: S10 = I₁₀/((I₁₀−1)m)·Σa², S01 = I₀₁/((I₀₁−1)n)·Σb²,
 * S11 = I/(I−1)·Σab, Var = S10/m + S01/n + 2·S11/(mn). Each sum of squares is corrected by the number of users that
 * have the class, the cross term by all users; since I ≥ I₁₀, I₀₁ the result is at least I/(I−1)·Σ(a/m + b/n)² ≥ 0.
 * Where every user has one row, a·b = 0, I₁₀ = m and I₀₁ = n, and what is left is plain DeLong, to the last factor.
 *
 * @param positiveSums Σ V10 per user; length `rows.users`
 * @param negativeSums Σ V01 per user
 * @param theta the value of the combination; it leaves the sums through the counts
 * @throws Failure `too-few-users` below two users with either class
 */
export function clusteredVariance(
  rows: EvaluationRows,
  positiveSums: Float64Array,
  negativeSums: Float64Array,
  theta: number,
): number {
  const { users, usersWithPositives, usersWithNegatives, positives, negatives } = rows;
  if (usersWithPositives < 2) throw tooFewUsers('positive', usersWithPositives);
  if (usersWithNegatives < 2) throw tooFewUsers('negative', usersWithNegatives);
  let aa = 0;
  let bb = 0;
  let ab = 0;
  for (let user = 0; user < users; user++) {
    const a = positiveSums[user]! - theta * rows.positivesPerUser[user]!;
    const b = negativeSums[user]! - theta * rows.negativesPerUser[user]!;
    aa += a * a;
    bb += b * b;
    ab += a * b;
  }
  const s10 = (usersWithPositives / ((usersWithPositives - 1) * positives)) * aa;
  const s01 = (usersWithNegatives / ((usersWithNegatives - 1) * negatives)) * bb;
  const s11 = (users / (users - 1)) * ab;
  return s10 / positives + s01 / negatives + (2 * s11) / (positives * negatives);
}

/**
 * Unclustered DeLong variance of the paired difference a − b, as if all rows were independent: var(V10)/m + var(V01)/n
 * of the row components' differences. A diagnostic. Null where a class has one row.
 * @param a components of one arm in row order (`placements`, or `ScoredArm.meanComponents`)
 * @param b components of the other; null for the variance of a alone
 */
export function plainVariance(label: Uint8Array, a: Float64Array, b: Float64Array | null): number | null {
  let positives = 0;
  let negatives = 0;
  let positiveMean = 0;
  let negativeMean = 0;
  let positiveSquares = 0;
  let negativeSquares = 0;
  for (let row = 0; row < label.length; row++) {
    const value = a[row]! - (b === null ? 0 : b[row]!);
    // Welford's update: the deviations are tiny beside the components.
    if (label[row] === 0) {
      const step = value - negativeMean;
      negativeMean += step / ++negatives;
      negativeSquares += step * (value - negativeMean);
    } else {
      const step = value - positiveMean;
      positiveMean += step / ++positives;
      positiveSquares += step * (value - positiveMean);
    }
  }
  if (positives < 2 || negatives < 2) return null;
  return positiveSquares / ((positives - 1) * positives) + negativeSquares / ((negatives - 1) * negatives);
}
