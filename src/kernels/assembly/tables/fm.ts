/**
 * Factorisation machine (Rendle 2010) on field codes, trained row by row. One contiguous table row per id, so that a
 * step touches two cache lines: weight, its Adagrad accumulator, the factors' shared accumulator (row-wise Adagrad:
 * mean squared gradient over the factors), 4 spare bytes, then the factors. Rows come in blocks of row-major table row
 * numbers (`fields` per row).
 *
 * logit = bias + Σ w_i + ½ Σ_k ((Σ_i v_ik)² − Σ_i v_ik²);  ∂logit/∂v_ik = Σ_j v_jk − v_ik.
 */
import {
  meanSquare, Projection, projectedWeight, projectFactors, stepMatrix, stepProjectedWeight, vectorOf,
} from './projection';
import { BIAS, EPSILON, SINK, sigmoid, stepBias } from './ranker';
import { laneSum } from '../common/lanes';
import { FACTORS, FACTOR_SQUARES, WEIGHT, WEIGHT_SQUARES } from './table';

/** Rows whose table rows are fetched together: 8 · 20 fields · 2 lines are 20 kB of first-level cache. */
// @ts-ignore: decorator
@inline
const AHEAD: u32 = 8;

// @ts-ignore: decorator
@inline
const STRIDE16: usize = FACTORS + 64;

/**
 * Loads both ends of the table rows of ids[at..stop), so that their cache misses overlap: a training step is too long
 * for the processor to look ahead into the next row by itself. Returns something that depends on every load.
 */
// @ts-ignore: decorator
@inline
function touch(table: usize, ids: usize, stop: usize, stride: usize): u32 {
  let seen: u32 = 0;
  for (let at = ids; at < stop; at += 4) {
    const entry = table + <usize>load<u32>(at) * stride;
    seen ^= load<u32>(entry) ^ load<u32>(entry + stride - 4);
  }
  return seen;
}

/**
 * One online step per row. `sums` is scratch for 4 · factors bytes, 16-aligned; `projection` the record of the field that has
 * one, 0 where none has.
 */
export function trainBlock(
  table: usize, state: usize, ids: usize, labels: usize, rows: u32, fields: u32, factors: u32,
  rate: f32, l2: f32, l2Factors: f32, sums: usize, projection: usize,
): void {
  const bytes = <usize>factors << 2;
  const width = <usize>fields << 2;
  const blockEnd = ids + width * <usize>rows;
  for (let row: u32 = 0; row < rows; row++) {
    if (row % AHEAD == 0) {
      const seen = touch(table, ids, min(ids + width * AHEAD, blockEnd), FACTORS + bytes);
      store<u32>(state, seen, SINK);
    }
    const end = ids + width;
    if (projection != 0) project(projection, table, ids, row, bytes);
    const error = sigmoid(logit(table, state, ids, end, bytes, sums)) - <f32>load<u8>(labels + row);
    if (projection != 0) stepProjection(projection, table, ids, row, bytes, error, rate, l2, l2Factors, sums);
    stepRow(table, state, ids, end, bytes, error, rate, l2, l2Factors, sums);
    ids = end;
  }
}

/** Writes one f32 logit per row to `out`. `sums` and `projection` as in `trainBlock`. */
export function scoreBlock(
  table: usize, state: usize, ids: usize, rows: u32, fields: u32, factors: u32, out: usize, sums: usize,
  projection: usize,
): void {
  const bytes = <usize>factors << 2;
  const width = <usize>fields << 2;
  const blockEnd = ids + width * <usize>rows;
  for (let row: u32 = 0; row < rows; row++) {
    if (row % AHEAD == 0) {
      const seen = touch(table, ids, min(ids + width * AHEAD, blockEnd), FACTORS + bytes);
      store<u32>(state, seen, SINK);
    }
    if (projection != 0) project(projection, table, ids, row, bytes);
    store<f32>(out + (<usize>row << 2), logit(table, state, ids, ids + width, bytes, sums));
    ids += width;
  }
}

/** Writes the projection of a row's vector, where it has one, into the field's slot. */
function project(projection: usize, table: usize, ids: usize, row: u32, bytes: usize): void {
  const p = changetype<Projection>(projection);
  const vector = vectorOf(p, ids, row);
  if (vector == 0) return;
  const slot = table + <usize>load<u32>(ids + p.column) * (FACTORS + bytes);
  store<f32>(slot, projectedWeight(p, vector), WEIGHT);
  projectFactors(p, vector, slot + FACTORS, bytes);
}

/** One step of the projection, before the row's ids move. The slot's own step does no harm: it is written anew. */
function stepProjection(
  projection: usize, table: usize, ids: usize, row: u32, bytes: usize,
  error: f32, rate: f32, l2: f32, l2Factors: f32, sums: usize,
): void {
  const p = changetype<Projection>(projection);
  const vector = vectorOf(p, ids, row);
  if (vector == 0) return;
  const slot = table + <usize>load<u32>(ids + p.column) * (FACTORS + bytes);
  const square = meanSquare(p, vector);
  stepMatrix(p, vector, square, slot + FACTORS, sums, bytes, error, l2Factors - error, rate);
  stepProjectedWeight(p, vector, square, error + l2 * load<f32>(slot, WEIGHT), rate);
}

/** The logit of one row; leaves Σ_i v_ik in `sums`. */
// @ts-ignore: decorator
@inline
export function logit(table: usize, state: usize, ids: usize, end: usize, bytes: usize, sums: usize): f32 {
  return load<f32>(state, BIAS) + (bytes == 64 ? sum16(table, ids, end, sums) : sum(table, ids, end, bytes, sums));
}

/** Weights and pairs of one row. */
function sum(table: usize, ids: usize, end: usize, bytes: usize, sums: usize): f32 {
  const stride = FACTORS + bytes;
  let weights: f32 = 0;
  for (let at = ids; at < end; at += 4) weights += load<f32>(table + <usize>load<u32>(at) * stride, WEIGHT);
  let pairs4 = f32x4.splat(0);
  for (let k: usize = 0; k < bytes; k += 16) {
    let total = f32x4.splat(0);
    let squares = f32x4.splat(0);
    for (let at = ids; at < end; at += 4) {
      const v = v128.load(table + <usize>load<u32>(at) * stride + k, FACTORS);
      total = f32x4.add(total, v);
      squares = f32x4.add(squares, f32x4.mul(v, v));
    }
    v128.store(sums + k, total);
    pairs4 = f32x4.add(pairs4, f32x4.sub(f32x4.mul(total, total), squares));
  }
  return weights + <f32>0.5 * laneSum(pairs4);
}

/** `sum` with 16 factors in registers. */
// @ts-ignore: decorator
@inline
function sum16(table: usize, ids: usize, end: usize, sums: usize): f32 {
  let weights: f32 = 0;
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  let ownAB = f32x4.splat(0);
  let ownCD = f32x4.splat(0);
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
    ownAB = f32x4.add(ownAB, f32x4.add(f32x4.mul(va, va), f32x4.mul(vb, vb)));
    ownCD = f32x4.add(ownCD, f32x4.add(f32x4.mul(vc, vc), f32x4.mul(vd, vd)));
  }
  v128.store(sums, a);
  v128.store(sums, b, 16);
  v128.store(sums, c, 32);
  v128.store(sums, d, 48);
  const squaredAB = f32x4.add(f32x4.mul(a, a), f32x4.mul(b, b));
  const squaredCD = f32x4.add(f32x4.mul(c, c), f32x4.mul(d, d));
  const pairs4 = f32x4.sub(f32x4.add(squaredAB, squaredCD), f32x4.add(ownAB, ownCD));
  return weights + <f32>0.5 * laneSum(pairs4);
}

/** One step of the bias and of every id of a row, after `logit` has left the sums. */
// @ts-ignore: decorator
@inline
export function stepRow(
  table: usize, state: usize, ids: usize, end: usize, bytes: usize, error: f32,
  rate: f32, l2: f32, l2Factors: f32, sums: usize,
): void {
  if (bytes == 64) step16(table, ids, end, error, rate, l2, l2Factors, sums);
  else step(table, ids, end, bytes, error, rate, l2, l2Factors, sums);
  stepBias(state, error, rate);
}

/**
 * One step of every id of a row. The gradient of factor k is error · (sums_k − v_k) + l2Factors · v_k, that is
 * error · sums_k + (l2Factors − error) · v_k.
 */
function step(
  table: usize, ids: usize, end: usize, bytes: usize, error: f32, rate: f32, l2: f32, l2Factors: f32, sums: usize,
): void {
  const stride = FACTORS + bytes;
  const share = <f32>4.0 / <f32>bytes;
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
    const step4 = f32x4.splat(factorStep(entry, laneSum(squares4) * share, rate));
    for (let k: usize = 0; k < bytes; k += 16) {
      const v = v128.load(entry + k, FACTORS);
      const gradient = f32x4.add(f32x4.mul(error4, v128.load(sums + k)), f32x4.mul(own4, v));
      v128.store(entry + k, f32x4.sub(v, f32x4.mul(step4, gradient)), FACTORS);
    }
    stepWeight(entry, error, rate, l2);
  }
}

/** `step` with 16 factors in registers. */
// @ts-ignore: decorator
@inline
function step16(
  table: usize, ids: usize, end: usize, error: f32, rate: f32, l2: f32, l2Factors: f32, sums: usize,
): void {
  const error4 = f32x4.splat(error);
  const own4 = f32x4.splat(l2Factors - error);
  const a = f32x4.mul(error4, v128.load(sums));
  const b = f32x4.mul(error4, v128.load(sums, 16));
  const c = f32x4.mul(error4, v128.load(sums, 32));
  const d = f32x4.mul(error4, v128.load(sums, 48));
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
    const squaresAB = f32x4.add(f32x4.mul(ga, ga), f32x4.mul(gb, gb));
    const squaresCD = f32x4.add(f32x4.mul(gc, gc), f32x4.mul(gd, gd));
    const squares = laneSum(f32x4.add(squaresAB, squaresCD)) * <f32>0.0625;
    const step4 = f32x4.splat(factorStep(entry, squares, rate));
    v128.store(entry, f32x4.sub(va, f32x4.mul(step4, ga)), FACTORS);
    v128.store(entry, f32x4.sub(vb, f32x4.mul(step4, gb)), FACTORS + 16);
    v128.store(entry, f32x4.sub(vc, f32x4.mul(step4, gc)), FACTORS + 32);
    v128.store(entry, f32x4.sub(vd, f32x4.mul(step4, gd)), FACTORS + 48);
    stepWeight(entry, error, rate, l2);
  }
}

/** Adds the mean squared gradient of the factors to their accumulator; returns the factors' step size. */
// @ts-ignore: decorator
@inline
function factorStep(entry: usize, squares: f32, rate: f32): f32 {
  const grown = load<f32>(entry, FACTOR_SQUARES) + squares;
  store<f32>(entry, grown, FACTOR_SQUARES);
  return rate / (sqrt<f32>(grown) + EPSILON);
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
