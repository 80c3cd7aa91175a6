/**
 * Factorisation machine (Rendle 2010) on field codes, trained row by row. One contiguous table row per id, so that a
 * step touches two cache lines: weight, its Adagrad accumulator, the factors' shared accumulator (row-wise Adagrad:
 * mean squared gradient over the factors), 4 spare bytes, then the factors. Rows come in blocks of row-major table row
 * numbers (`fields` per row).
 *
 * logit = bias + Σ w_i + ½ Σ_k ((Σ_i v_ik)² − Σ_i v_ik²);  ∂logit/∂v_ik = Σ_j v_jk − v_ik.
 */
import { BIAS, EPSILON, sigmoid, stepBias, streamOf, uniform } from './_ranker';

/** Byte offsets in a table row. */
const WEIGHT: usize = 0;
const WEIGHT_SQUARES: usize = 4;
const FACTOR_SQUARES: usize = 8;
const FACTORS: usize = 16;

// @ts-ignore: decorator
@inline
const STRIDE16: usize = FACTORS + 64;

/** Adds up the four lanes; the order is fixed, so that every path gives the same bits. */
// @ts-ignore: decorator
@inline
function laneSum(v: v128): f32 {
  const pairs = f32x4.add(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

/** Zeroes the rows of one field and draws their factors uniform in ±scale. */
export function initField(
  table: usize, firstRow: u32, cardinality: u32, factors: u32, seed: u32, nameHash: u32, scale: f32,
): void {
  const stride = FACTORS + (<usize>factors << 2);
  for (let code: u32 = 0; code < cardinality; code++) {
    const row = table + <usize>(firstRow + code) * stride;
    v128.store(row, f32x4.splat(0));
    const stream = streamOf(seed, nameHash, code);
    for (let k: u32 = 0; k < factors; k++) store<f32>(row + (<usize>k << 2), uniform(stream, k, scale), FACTORS);
  }
}

/** One online step per row. `sums` is scratch for 4 · factors bytes, 16-aligned. */
export function trainBlock(
  table: usize, state: usize, ids: usize, labels: usize, rows: u32, fields: u32, factors: u32,
  rate: f32, l2: f32, l2Factors: f32, sums: usize,
): void {
  if (factors == 16) return train16(table, state, ids, labels, rows, fields, rate, l2, l2Factors);
  const bytes = <usize>factors << 2;
  const stride = FACTORS + bytes;
  const width = <usize>fields << 2;
  const share = <f32>1.0 / <f32>factors;
  for (let row: u32 = 0; row < rows; row++) {
    const end = ids + width;
    const error = sigmoid(logitAny(table, state, ids, end, bytes, sums)) - <f32>load<u8>(labels + row);
    const error4 = f32x4.splat(error);
    const own4 = f32x4.splat(l2Factors - error);
    for (let at = ids; at < end; at += 4) {
      const entry = table + <usize>load<u32>(at) * stride;
      let squares4 = f32x4.splat(0);
      for (let k: usize = 0; k < bytes; k += 16) {
        const v = v128.load(entry + k, FACTORS);
        const gradient = f32x4.add(f32x4.mul(error4, v128.load(sums + k)), f32x4.mul(own4, v));
        squares4 = f32x4.add(squares4, f32x4.mul(gradient, gradient));
      }
      const squares = load<f32>(entry, FACTOR_SQUARES) + laneSum(squares4) * share;
      store<f32>(entry, squares, FACTOR_SQUARES);
      const step4 = f32x4.splat(rate / (sqrt<f32>(squares) + EPSILON));
      for (let k: usize = 0; k < bytes; k += 16) {
        const v = v128.load(entry + k, FACTORS);
        const gradient = f32x4.add(f32x4.mul(error4, v128.load(sums + k)), f32x4.mul(own4, v));
        v128.store(entry + k, f32x4.sub(v, f32x4.mul(step4, gradient)), FACTORS);
      }
      stepWeight(entry, error, rate, l2);
    }
    stepBias(state, error, rate);
    ids = end;
  }
}

/** Writes one f32 logit per row to `out`. `sums` as in `trainBlock`. */
export function scoreBlock(
  table: usize, state: usize, ids: usize, rows: u32, fields: u32, factors: u32, out: usize, sums: usize,
): void {
  const width = <usize>fields << 2;
  for (let row: u32 = 0; row < rows; row++) {
    const logit = logitAny(table, state, ids, ids + width, <usize>factors << 2, sums);
    store<f32>(out + (<usize>row << 2), logit);
    ids += width;
  }
}

// @ts-ignore: decorator
@inline
function stepWeight(entry: usize, error: f32, rate: f32, l2: f32): void {
  const weight = load<f32>(entry, WEIGHT);
  const gradient = error + l2 * weight;
  const squares = load<f32>(entry, WEIGHT_SQUARES) + gradient * gradient;
  store<f32>(entry, squares, WEIGHT_SQUARES);
  store<f32>(entry, weight - (rate * gradient) / (sqrt<f32>(squares) + EPSILON), WEIGHT);
}

/** The logit for any number of factors; leaves Σ_i v_ik in `sums`. */
function logitAny(table: usize, state: usize, ids: usize, end: usize, bytes: usize, sums: usize): f32 {
  const stride = FACTORS + bytes;
  let weights: f32 = 0;
  for (let at = ids; at < end; at += 4) weights += load<f32>(table + <usize>load<u32>(at) * stride, WEIGHT);
  let pairs4 = f32x4.splat(0);
  for (let k: usize = 0; k < bytes; k += 16) {
    let sum = f32x4.splat(0);
    for (let at = ids; at < end; at += 4) {
      const v = v128.load(table + <usize>load<u32>(at) * stride + k, FACTORS);
      sum = f32x4.add(sum, v);
      pairs4 = f32x4.sub(pairs4, f32x4.mul(v, v));
    }
    v128.store(sums + k, sum);
    pairs4 = f32x4.add(pairs4, f32x4.mul(sum, sum));
  }
  return load<f32>(state, BIAS) + weights + <f32>0.5 * laneSum(pairs4);
}

/** `trainBlock` with 16 factors in registers. */
function train16(
  table: usize, state: usize, ids: usize, labels: usize, rows: u32, fields: u32,
  rate: f32, l2: f32, l2Factors: f32,
): void {
  const width = <usize>fields << 2;
  for (let row: u32 = 0; row < rows; row++) {
    const end = ids + width;
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    let own = f32x4.splat(0);
    let own2 = f32x4.splat(0);
    let weights: f32 = 0;
    for (let at = ids; at < end; at += 4) {
      const entry = table + <usize>load<u32>(at) * STRIDE16;
      weights += load<f32>(entry, WEIGHT);
      const va = v128.load(entry, FACTORS);
      const vb = v128.load(entry, FACTORS + 16);
      const vc = v128.load(entry, FACTORS + 32);
      const vd = v128.load(entry, FACTORS + 48);
      a = f32x4.add(a, va);
      b = f32x4.add(b, vb);
      c = f32x4.add(c, vc);
      d = f32x4.add(d, vd);
      own = f32x4.add(own, f32x4.add(f32x4.mul(va, va), f32x4.mul(vb, vb)));
      own2 = f32x4.add(own2, f32x4.add(f32x4.mul(vc, vc), f32x4.mul(vd, vd)));
    }
    const squared = f32x4.add(
      f32x4.add(f32x4.mul(a, a), f32x4.mul(b, b)),
      f32x4.add(f32x4.mul(c, c), f32x4.mul(d, d)),
    );
    const pairs = laneSum(f32x4.sub(squared, f32x4.add(own, own2)));
    const logit = load<f32>(state, BIAS) + weights + <f32>0.5 * pairs;
    const error = sigmoid(logit) - <f32>load<u8>(labels + row);

    const error4 = f32x4.splat(error);
    a = f32x4.mul(a, error4);
    b = f32x4.mul(b, error4);
    c = f32x4.mul(c, error4);
    d = f32x4.mul(d, error4);
    const own4 = f32x4.splat(l2Factors - error);
    for (let at = ids; at < end; at += 4) {
      const entry = table + <usize>load<u32>(at) * STRIDE16;
      const va = v128.load(entry, FACTORS);
      const vb = v128.load(entry, FACTORS + 16);
      const vc = v128.load(entry, FACTORS + 32);
      const vd = v128.load(entry, FACTORS + 48);
      const ga = f32x4.add(a, f32x4.mul(own4, va));
      const gb = f32x4.add(b, f32x4.mul(own4, vb));
      const gc = f32x4.add(c, f32x4.mul(own4, vc));
      const gd = f32x4.add(d, f32x4.mul(own4, vd));
      const squares4 = f32x4.add(
        f32x4.add(f32x4.mul(ga, ga), f32x4.mul(gb, gb)),
        f32x4.add(f32x4.mul(gc, gc), f32x4.mul(gd, gd)),
      );
      const squares = load<f32>(entry, FACTOR_SQUARES) + laneSum(squares4) * <f32>0.0625;
      store<f32>(entry, squares, FACTOR_SQUARES);
      const step4 = f32x4.splat(rate / (sqrt<f32>(squares) + EPSILON));
      v128.store(entry, f32x4.sub(va, f32x4.mul(step4, ga)), FACTORS);
      v128.store(entry, f32x4.sub(vb, f32x4.mul(step4, gb)), FACTORS + 16);
      v128.store(entry, f32x4.sub(vc, f32x4.mul(step4, gc)), FACTORS + 32);
      v128.store(entry, f32x4.sub(vd, f32x4.mul(step4, gd)), FACTORS + 48);
      stepWeight(entry, error, rate, l2);
    }
    stepBias(state, error, rate);
    ids = end;
  }
}
