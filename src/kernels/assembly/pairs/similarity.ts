/** How the weight of a pair follows from what its two items have in common. Shared by the co-click kernels. */

/** 0 raw, 1 cosine, 2 Jaccard, 3 lift. */
// @ts-ignore: decorator
@inline
export function similarity(kind: i32, n: f64, nHistory: f64, nCandidate: f64, users: f64, shrinkage: f64): f64 {
  if (kind == 0) return n;
  if (kind == 1) return n / sqrt(nHistory * nCandidate + shrinkage);
  if (kind == 2) return n / (nHistory + nCandidate - n);
  return (n * users) / (nHistory * nCandidate);
}

/** Ends a row: max, sum, mean over the history of `taken` items, and the number of neighbours, 4 f32. */
// @ts-ignore: decorator
@inline
export function writeFeatures(out: usize, max: f64, sum: f64, taken: i32, count: i32): void {
  store<f32>(out, <f32>max);
  store<f32>(out, <f32>sum, 4);
  store<f32>(out, <f32>(sum / <f64>taken), 8);
  store<f32>(out, <f32>count, 12);
}
