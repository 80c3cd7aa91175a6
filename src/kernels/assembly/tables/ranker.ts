/**
 * What the ranker kernels share: the state of the global bias, the logistic function, and initial values as a pure
 * function of (seed, field name, key of the id), so that no field's values depend on which other fields or ids exist.
 */

/**
 * Byte offsets in the ranker's state: the global bias and its Adagrad accumulator, both f32, and a word that keeps
 * prefetching loads from being optimised away.
 */
export const BIAS: usize = 0;
export const BIAS_SQUARES: usize = 4;
export const SINK: usize = 8;

/** Keeps the first Adagrad step finite; far below any accumulator that matters. */
// @ts-ignore: decorator
@inline
export const EPSILON: f32 = 1e-10;

// @ts-ignore: decorator
@inline
export function sigmoid(logit: f32): f32 {
  return <f32>1.0 / (<f32>1.0 + Mathf.exp(-logit));
}

/** One Adagrad step of the global bias, which has no L2. */
// @ts-ignore: decorator
@inline
export function stepBias(state: usize, gradient: f32, rate: f32): void {
  const squares = load<f32>(state, BIAS_SQUARES) + gradient * gradient;
  store<f32>(state, squares, BIAS_SQUARES);
  store<f32>(state, load<f32>(state, BIAS) - (rate * gradient) / (sqrt<f32>(squares) + EPSILON), BIAS);
}

/** The odd constant of splitmix64: 2^64 divided by the golden ratio (Steele, Lea, Flood 2014). */
const GOLDEN: u64 = 0x9e3779b97f4a7c15;

/** The finaliser of splitmix64: a bijection of 64-bit words whose output bits all depend on all input bits. */
// @ts-ignore: decorator
@inline
function mix(x: u64): u64 {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

/** The stream of one id: draw k of it is `mix(stream + (k + 1) * GOLDEN)`. */
// @ts-ignore: decorator
@inline
export function streamOf(seed: u32, nameHash: u32, key: u32): u64 {
  return mix(mix((<u64>seed << 32) | <u64>nameHash) + <u64>key * GOLDEN);
}

/** Draw k of a stream, uniform in [−scale, scale), from the 24 high bits that an f32 holds exactly. */
// @ts-ignore: decorator
@inline
export function uniform(stream: u64, k: u32, scale: f32): f32 {
  const bits = <u32>(mix(stream + <u64>(k + 1) * GOLDEN) >> 40);
  return (<f32>bits * <f32>1.1920928955078125e-7 - <f32>1.0) * scale; // 2^−23
}

/** Rows of weights, uniform in ±scale: a function of seed, the name's hash, and row and column alone. */
export function initWeights(at: usize, rows: u32, columns: u32, seed: u32, nameHash: u32, scale: f32): void {
  for (let row: u32 = 0; row < rows; row++) {
    const stream = streamOf(seed, nameHash, row);
    for (let k: u32 = 0; k < columns; k++) {
      store<f32>(at, uniform(stream, k, scale));
      at += 4;
    }
  }
}
