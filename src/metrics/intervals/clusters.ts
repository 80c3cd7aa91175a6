/**
 * Evaluation rows grouped by user. Rows of one user are not independent, so every interval counts users, not rows; a
 * clustered contrast needs nothing of a user but the sums over their rows and these counts.
 */
import { noRows, oneClass } from '../failures.ts';

export interface EvaluationRows {
  rows: number;
  /** 0 or 1 per row. */
  label: Uint8Array;
  /** Dense user per row, 0..users−1, in ascending order of the code given. */
  user: Uint32Array;
  /** I: users with evaluation rows. Users of one class count too. */
  users: number;
  /** Rows of each class per user; length `users`. */
  positivesPerUser: Uint32Array;
  negativesPerUser: Uint32Array;
  /** m and n: rows of each class. */
  positives: number;
  negatives: number;
  /** I₁₀ and I₀₁: users with at least one row of the class. */
  usersWithPositives: number;
  usersWithNegatives: number;
  /** (Σ nᵤ)² / Σ nᵤ²: as many users with equal numbers of rows would be as informative. */
  effectiveUsers: number;
  /** The same rows with items in the place of users, where items were given: for the crossed variance. */
  byItem?: EvaluationRows | undefined;
}

/** (Σ nᵤ)² / Σ nᵤ², the number of equal clusters that unequal ones are worth (Kish). 0 where all are empty. */
export function effectiveCount(sizes: ArrayLike<number>): number {
  let total = 0;
  let squares = 0;
  for (let i = 0; i < sizes.length; i++) {
    const size = sizes[i]!;
    total += size;
    squares += size * size;
  }
  return squares === 0 ? 0 : (total * total) / squares;
}

function countPositive(counts: Uint32Array): number {
  let number = 0;
  for (const count of counts) if (count > 0) number++;
  return number;
}

/** New number of each code in use, by ascending code, and how many there are. */
export function denseNumbers(codes: Uint32Array): { numbers: Uint32Array; used: number } {
  let largest = 0;
  for (let row = 0; row < codes.length; row++) if (codes[row]! > largest) largest = codes[row]!;
  const numbers = new Uint32Array(largest + 1);
  for (let row = 0; row < codes.length; row++) numbers[codes[row]!] = 1;
  let used = 0;
  for (let code = 0; code <= largest; code++) if (numbers[code] === 1) numbers[code] = used++;
  return { numbers, used };
}

/**
 * Rows of each class by code, 2 · code + class, so that a row touches one place in memory: with a million users, waiting for memory is most
 * of the time. `numbers` as in `denseNumbers`.
 */
function countByCode(label: Uint8Array, codes: Uint32Array) {
  let largest = 0;
  for (let row = 0; row < codes.length; row++) if (codes[row]! > largest) largest = codes[row]!;
  const counts = new Uint32Array(2 * (largest + 1));
  for (let row = 0; row < codes.length; row++) counts[2 * codes[row]! + (label[row] === 0 ? 0 : 1)]!++;
  const numbers = new Uint32Array(largest + 1);
  let used = 0;
  for (let code = 0; code <= largest; code++)
    if (counts[2 * code]! + counts[2 * code + 1]! > 0) numbers[code] = used++;
  return { counts, numbers, used };
}

function renumbered(codes: Uint32Array, numbers: Uint32Array): Uint32Array {
  const dense = new Uint32Array(codes.length);
  for (let row = 0; row < codes.length; row++) dense[row] = numbers[codes[row]!]!;
  return dense;
}

/**
 * Groups evaluation rows by user, and by item where items are given.
 * @param label 0 or 1 per evaluation row
 * @param user user code per evaluation row; any codes, memory grows with the largest. The result may hold the array itself
 * @param item item code per evaluation row, likewise
 * @throws Failure `no-rows`, `one-class`
 */
export function evaluationRows(label: Uint8Array, user: Uint32Array, item?: Uint32Array): EvaluationRows {
  const rows = label.length;
  if (user.length !== rows) throw new Error(`${rows} labels but ${user.length} users`);
  if (rows === 0) throw noRows();
  const { counts, numbers, used: users } = countByCode(label, user);
  const positivesPerUser = new Uint32Array(users);
  const negativesPerUser = new Uint32Array(users);
  let positives = 0;
  for (let code = 0; code < numbers.length; code++) {
    const negative = counts[2 * code]!;
    const positive = counts[2 * code + 1]!;
    if (negative + positive === 0) continue;
    negativesPerUser[numbers[code]!] = negative;
    positivesPerUser[numbers[code]!] = positive;
    positives += positive;
  }
  if (positives === 0) throw oneClass('negative', rows);
  if (positives === rows) throw oneClass('positive', rows);
  return {
    rows,
    label,
    user: users === numbers.length ? user : renumbered(user, numbers),
    users,
    positivesPerUser,
    negativesPerUser,
    positives,
    negatives: rows - positives,
    usersWithPositives: countPositive(positivesPerUser),
    usersWithNegatives: countPositive(negativesPerUser),
    effectiveUsers: effectiveCount(negativesPerUser.map((count, u) => count + positivesPerUser[u]!)),
    ...(item !== undefined && { byItem: evaluationRows(label, item) }),
  };
}
