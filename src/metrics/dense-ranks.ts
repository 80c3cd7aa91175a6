/** Scores by their order alone: what 4 bytes would round together stays apart. */

/** 0 for the lowest score, equal for equal ones. Exact for up to 2²⁴ distinct scores. */
export function denseRanks(scores: Float64Array): Float32Array {
  const sorted = scores.slice().sort();
  let distinct = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[distinct++] = sorted[i]!;
  }
  return Float32Array.from(scores, (score) => {
    let low = 0;
    let high = distinct - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! < score) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}
