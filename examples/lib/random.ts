/** Seeded random numbers (sfc32, from Chris Doty-Humphrey's PractRand), so that one seed is one world. */

export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Whole number in 0..below − 1. */
  below(below: number): number;
  /** Standard normal. */
  normal(): number;
}

export function seeded(seed: number): Random {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed | 0;
  let counter = 1;
  const next = () => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) next(); // the first outputs still show the seed
  const uniform = () => next() / 2 ** 32;
  return {
    uniform,
    below: (below) => Math.floor(uniform() * below),
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}

/** Draws positions with chances proportional to `weights`. */
export function sampler(weights: Float64Array, random: Random): () => number {
  const cumulative = new Float64Array(weights.length);
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    total += weights[i]!;
    cumulative[i] = total;
  }
  return () => {
    const target = random.uniform() * total;
    let low = 0;
    let high = cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (cumulative[middle]! > target) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
