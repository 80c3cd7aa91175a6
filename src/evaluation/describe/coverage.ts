/** How much of the evaluation some data reaches. */

/** @param touched 1 per row of the log that the data reaches. @returns the share of the `evaluate` rows that it does */
export function coverage(touched: Uint8Array, evaluate: Uint32Array): number {
  let reached = 0;
  for (const row of evaluate) reached += touched[row]!;
  return reached / evaluate.length;
}
