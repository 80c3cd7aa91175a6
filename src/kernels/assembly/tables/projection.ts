/**
 * A field whose factors are a learned projection of the candidate's vector e: v = Wᵀe, and its weight w · e. For each row that
 * has a vector, `project` writes weight and factors into a table row that the field keeps for it, its slot; everything else reads
 * slots as it reads the rows of ids. A row without a vector has the field's own missing row.
 *
 * ∂L/∂W = e ⊗ ∂L/∂v, ∂L/∂w = e · ∂L/∂(w · e). W and w have one Adagrad accumulator each, as an id's factors have: the mean
 * squared gradient of their numbers. So a rotation of all vectors rotates W, and changes nothing else.
 */
import { EPSILON } from './ranker';
import { laneSum } from '../common/lanes';

/** A record that `writeProjection` in src/ranker/projection.ts writes. Addresses are bytes. */
// @ts-ignore: decorator
@unmanaged
export class Projection {
  /** Accumulators of W and of w, f32 each. */
  squares: u32;
  /** w, `floats` numbers, and W, floats × factors, row by row; the gradients of both, for rankers that train in batches. */
  weights: u32;
  matrix: u32;
  weightGradients: u32;
  matrixGradients: u32;
  /** ∂L/∂v of one row. */
  gradient: u32;
  /** The vectors of the block's rows, `floats` numbers each, a multiple of 4: zeros pad them. */
  vectors: u32;
  floats: u32;
  /** Bytes from the ids of a row to that of the field, and the table row of its missing value. */
  column: u32;
  missing: u32;
  /** 1 / dimension: an accumulator holds the mean squared gradient over the numbers of w, or of W. */
  share: f32;
}

/** The address of row `row`'s vector; 0 where it has none. `ids`: the row's table row numbers. */
// @ts-ignore: decorator
@inline
export function vectorOf(p: Projection, ids: usize, row: u32): usize {
  if (load<u32>(ids + p.column) == p.missing) return 0;
  return <usize>p.vectors + ((<usize>row * p.floats) << 2);
}

/** w · e. */
// @ts-ignore: decorator
@inline
export function projectedWeight(p: Projection, vector: usize): f32 {
  let sum = f32x4.splat(0);
  let at = vector;
  let weight = <usize>p.weights;
  for (const end = vector + (<usize>p.floats << 2); at < end; at += 16) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(at), v128.load(weight)));
    weight += 16;
  }
  return laneSum(sum);
}

/** The mean squared number of e: an accumulator grows by it times the squared gradient of v, or of w · e. */
// @ts-ignore: decorator
@inline
export function meanSquare(p: Projection, vector: usize): f32 {
  let sum = f32x4.splat(0);
  for (const end = vector + (<usize>p.floats << 2); vector < end; vector += 16) {
    const e = v128.load(vector);
    sum = f32x4.add(sum, f32x4.mul(e, e));
  }
  return laneSum(sum) * p.share;
}

/** Wᵀe into `to`, `bytes` of factors: sixteen factors at a time, then four. */
export function projectFactors(p: Projection, vector: usize, to: usize, bytes: usize): void {
  const end = vector + (<usize>p.floats << 2);
  let k: usize = 0;
  for (; k + 64 <= bytes; k += 64) {
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    let row = <usize>p.matrix + k;
    for (let at = vector; at < end; at += 4) {
      const x = v128.load_splat<f32>(at);
      a = f32x4.add(a, f32x4.mul(x, v128.load(row)));
      b = f32x4.add(b, f32x4.mul(x, v128.load(row, 16)));
      c = f32x4.add(c, f32x4.mul(x, v128.load(row, 32)));
      d = f32x4.add(d, f32x4.mul(x, v128.load(row, 48)));
      row += bytes;
    }
    v128.store(to + k, a);
    v128.store(to + k, b, 16);
    v128.store(to + k, c, 32);
    v128.store(to + k, d, 48);
  }
  for (; k < bytes; k += 16) {
    let a = f32x4.splat(0);
    let row = <usize>p.matrix + k;
    for (let at = vector; at < end; at += 4) {
      a = f32x4.add(a, f32x4.mul(v128.load_splat<f32>(at), v128.load(row)));
      row += bytes;
    }
    v128.store(to + k, a);
  }
}

/** matrix += e ⊗ x, x of `bytes`. */
export function addOuter(matrix: usize, vector: usize, floats: u32, x: usize, bytes: usize): void {
  const end = vector + (<usize>floats << 2);
  let k: usize = 0;
  for (; k + 64 <= bytes; k += 64) {
    const a = v128.load(x + k);
    const b = v128.load(x + k, 16);
    const c = v128.load(x + k, 32);
    const d = v128.load(x + k, 48);
    let row = matrix + k;
    for (let at = vector; at < end; at += 4) {
      const e = v128.load_splat<f32>(at);
      v128.store(row, f32x4.add(v128.load(row), f32x4.mul(e, a)));
      v128.store(row, f32x4.add(v128.load(row, 16), f32x4.mul(e, b)), 16);
      v128.store(row, f32x4.add(v128.load(row, 32), f32x4.mul(e, c)), 32);
      v128.store(row, f32x4.add(v128.load(row, 48), f32x4.mul(e, d)), 48);
      row += bytes;
    }
  }
  for (; k < bytes; k += 16) {
    const a = v128.load(x + k);
    let row = matrix + k;
    for (let at = vector; at < end; at += 4) {
      v128.store(row, f32x4.add(v128.load(row), f32x4.mul(v128.load_splat<f32>(at), a)));
      row += bytes;
    }
  }
}

/** to += scale · e. */
// @ts-ignore: decorator
@inline
export function addScaled(to: usize, vector: usize, floats: u32, scale: f32): void {
  const scale4 = f32x4.splat(scale);
  for (const end = vector + (<usize>floats << 2); vector < end; vector += 16) {
    v128.store(to, f32x4.add(v128.load(to), f32x4.mul(scale4, v128.load(vector))));
    to += 16;
  }
}

/** Adds a squared gradient to the accumulator at `squares`; returns the step size. */
// @ts-ignore: decorator
@inline
export function grow(squares: usize, square: f32, rate: f32): f32 {
  const grown = load<f32>(squares) + square;
  store<f32>(squares, grown);
  return rate / (sqrt<f32>(grown) + EPSILON);
}

/** One online step of w by g · e; `square` is the mean square of e. */
// @ts-ignore: decorator
@inline
export function stepProjectedWeight(p: Projection, vector: usize, square: f32, g: f32, rate: f32): void {
  const step = grow(<usize>p.squares + 4, g * g * square, rate);
  addScaled(p.weights, vector, p.floats, -step * g);
}

/** One online step of W by e ⊗ ∂L/∂v, where ∂L/∂v = error · sums + selfWeight · v. Overwrites `gradient`. */
export function stepMatrix(
  p: Projection, vector: usize, square: f32, v: usize, sums: usize, bytes: usize, error: f32, selfWeight: f32,
  rate: f32,
): void {
  const error4 = f32x4.splat(error);
  const selfWeight4 = f32x4.splat(selfWeight);
  const gradient = <usize>p.gradient;
  let squares4 = f32x4.splat(0);
  for (let k: usize = 0; k < bytes; k += 16) {
    const g = f32x4.add(f32x4.mul(error4, v128.load(sums + k)), f32x4.mul(selfWeight4, v128.load(v + k)));
    squares4 = f32x4.add(squares4, f32x4.mul(g, g));
    v128.store(gradient + k, g);
  }
  const mean = ((laneSum(squares4) * <f32>4.0) / <f32>bytes) * square;
  const step4 = f32x4.splat(-grow(p.squares, mean, rate));
  for (let k: usize = 0; k < bytes; k += 16) v128.store(gradient + k, f32x4.mul(step4, v128.load(gradient + k)));
  addOuter(p.matrix, vector, p.floats, gradient, bytes);
}

/** Zeroes the gradients of a batch. */
export function zeroGradients(p: Projection, bytes: usize): void {
  memory.fill(p.weightGradients, 0, <usize>p.floats << 2);
  memory.fill(p.matrixGradients, 0, <usize>p.floats * bytes);
}

/** One step by the gradients of a batch. */
export function stepProjection(p: Projection, bytes: usize, rate: f32): void {
  step(p.weights, p.weightGradients, <usize>p.floats << 2, <usize>p.squares + 4, p.share, rate);
  const share = (p.share * <f32>4.0) / <f32>bytes;
  step(p.matrix, p.matrixGradients, <usize>p.floats * bytes, p.squares, share, rate);
}

/** values −= step · gradients, both of `bytes`; the accumulator grows by `share` of the squared gradient. */
function step(values: usize, gradients: usize, bytes: usize, squares: usize, share: f32, rate: f32): void {
  let squares4 = f32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    const g = v128.load(gradients + at);
    squares4 = f32x4.add(squares4, f32x4.mul(g, g));
  }
  const step4 = f32x4.splat(grow(squares, laneSum(squares4) * share, rate));
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(values + at, f32x4.sub(v128.load(values + at), f32x4.mul(step4, v128.load(gradients + at))));
  }
}
