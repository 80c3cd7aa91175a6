/** Least squares over numbers that cannot be negative, by one coordinate after another. */

/**
 * @param rows coefficients of the unknowns, one row for each equation. @param target what each row is to give.
 * @returns the unknowns, ≥ 0; those that no row holds are 0
 */
export function nonNegativeLeastSquares(
  rows: readonly (readonly number[])[],
  target: readonly number[],
): number[] {
  const width = rows[0]?.length ?? 0;
  const x = new Array<number>(width).fill(0);
  const left = [...target];
  for (let round = 0; round < 20_000; round++) {
    let moved = 0;
    for (let j = 0; j < width; j++) {
      const square = rows.reduce((sum, row) => sum + row[j]! ** 2, 0);
      if (square === 0) continue;
      const step = rows.reduce((sum, row, i) => sum + row[j]! * left[i]!, 0) / square;
      const next = Math.max(0, x[j]! + step);
      const change = next - x[j]!;
      for (const [i, row] of rows.entries()) left[i]! -= row[j]! * change;
      x[j] = next;
      moved = Math.max(moved, Math.abs(change) * Math.sqrt(square));
    }
    if (moved < 1e-12) break;
  }
  return x;
}
