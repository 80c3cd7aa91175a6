/** RelaImpr (Yan et al., 2014): by how much an AUC's distance from chance grows, the form in which CTR papers report. */

/** (a − 0.5)/(b − 0.5) − 1 of two AUCs; null where b is not above chance, and so no yardstick. */
export function relaImpr(a: number, b: number): number | null {
  return b > 0.5 ? (a - 0.5) / (b - 0.5) - 1 : null;
}
