/**
 * The variance of an AUC, or of a linear combination of AUCs of the same rows, from structural components: clustered
 * by user (N. A. Obuchowski, Nonparametric analysis of clustered ROC curve data, Biometrics 53, 1997) and plain
 * (DeLong, DeLong and Clarke-Pearson, Biometrics 44, 1988).
 */

import { tooFewUsers } from '../failures.ts';
import type { Components } from '../scored-arm.ts';
import type { EvaluationRows } from './clusters.ts';

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
 * Variance of the paired difference a − b over users and items crossed: Var_user + Var_item − Var_row, since a pair of
 * rows that shares both was counted twice (A. C. Cameron, J. B. Gelbach, D. L. Miller, Robust inference with multiway
 * clustering, J. Bus. Econ. Stat. 29, 2011; A. B. Owen, The pigeonhole bootstrap, 2007). A difference of estimates, it
 * can come out below 0 on few rows and is then 0.
 * @param a components of one arm in row order, averaged over seeds; b those of the other
 * @param theta the difference; ofUsers and ofRows its variances over users and over rows (`plainVariance`)
 * @returns null where the rows have no items, or fewer than two items hold a class
 */
export function crossedVariance(
  rows: EvaluationRows,
  a: Components,
  b: Components,
  theta: number,
  ofUsers: number,
  ofRows: number,
): number | null {
  const { byItem } = rows;
  if (byItem === undefined || byItem.usersWithPositives < 2 || byItem.usersWithNegatives < 2) return null;
  const positiveSums = new Float64Array(byItem.users);
  const negativeSums = new Float64Array(byItem.users);
  for (let row = 0; row < rows.rows; row++) {
    const sums = rows.label[row] === 0 ? negativeSums : positiveSums;
    sums[byItem.user[row]!]! += a[row]! - b[row]!;
  }
  return Math.max(0, ofUsers + clusteredVariance(byItem, positiveSums, negativeSums, theta) - ofRows);
}

/**
 * Unclustered DeLong variance of the paired difference a − b, as if all rows were independent: var(V10)/m + var(V01)/n
 * of the row components' differences. A diagnostic.
 * @param a components of one arm in row order (`placements`, or `ScoredArm.meanComponents`)
 * @param b components of the other; null for the variance of a alone
 * @throws Failure `too-few-users` where a class has one row, and so one user
 */
export function plainVariance(label: Uint8Array, a: Components, b: Components | null): number {
  const value = (row: number) => a[row]! - (b === null ? 0 : b[row]!);
  let positives = 0;
  let positiveSum = 0;
  let negativeSum = 0;
  for (let row = 0; row < label.length; row++) {
    if (label[row] === 0) {
      negativeSum += value(row);
    } else {
      positives++;
      positiveSum += value(row);
    }
  }
  const negatives = label.length - positives;
  if (positives < 2) throw tooFewUsers('positive', positives);
  if (negatives < 2) throw tooFewUsers('negative', negatives);
  // Both means are the AUC's difference; taking each class's own keeps the rounding of one out of the other.
  const positiveMean = positiveSum / positives;
  const negativeMean = negativeSum / negatives;
  let positiveSquares = 0;
  let negativeSquares = 0;
  for (let row = 0; row < label.length; row++) {
    if (label[row] === 0) negativeSquares += (value(row) - negativeMean) ** 2;
    else positiveSquares += (value(row) - positiveMean) ** 2;
  }
  return positiveSquares / ((positives - 1) * positives) + negativeSquares / ((negatives - 1) * negatives);
}
