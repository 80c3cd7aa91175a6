/** Which similarities of vectors preference data goes through. AIS and LIS divide only where both go through the same ones. */

/** Equal for equal features: wherever the vectors come from, as long as the history is as long and the same ones are used. */
export function similarities({ history, use }: { history: number; use: readonly string[] }): string {
  return JSON.stringify([history, [...new Set(use)].sort()]);
}
