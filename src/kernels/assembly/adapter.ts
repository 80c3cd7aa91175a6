/**
 * A linear adapter of frozen vectors, trained by symmetric InfoNCE (van den Oord et al. 2018; Radford et al. 2021) on pairs of
 * items that belong together. Of a batch of pairs (a, b) every other b is a negative of a, and every other a one of b, except
 * where the batch itself says that the two belong together: the same item on one side, or the item itself.
 *
 * cosine(m, n) = W x_a(m) · W x_b(n) / (|W x_a(m)| |W x_b(n)|)
 *
 * Memory is laid out by the caller; see src/preference/vectors/adapter-kernel.ts.
 */
import { adamEpsilon, adamRate, adamSecond, adamStep } from './tower/adam';
import { multiply, multiplyOuter, multiplyTransposed } from './tower/gemm';
import { laneSum } from './common/lanes';

/** Where an adapter finds everything. Addresses and strides are bytes. */
// @ts-ignore: decorator
@unmanaged
class AdapterPlan {
  /** 2 × batch vectors: the left items of the pairs, then the right ones. Rows of `stride` bytes. */
  x: u32;
  stride: u32;
  /** Numbers of an input vector and of an adapted one, pairs of a batch: multiples of 4. */
  inputs: u32;
  outputs: u32;
  batch: u32;
  /** Items of the batch's vectors (u32), in their order. */
  items: u32;
  /** W, inputs × outputs, and of the same form its gradient and Adam's second and first moments. */
  weights: u32;
  gradient: u32;
  squares: u32;
  moments: u32;
  /** 2 × batch adapted vectors of unit length, the loss's gradient of them, and one over their lengths before. */
  units: u32;
  deltas: u32;
  lengths: u32;
  /** batch × batch, and the sums of its columns. */
  matrix: u32;
  columns: u32;
  /** Zeros, as many as outputs. */
  zeros: u32;
  /** Number of steps (f32: beyond 2^24 the corrections are 1), loss of the last batch. */
  state: u32;
  rate: f32;
  temperature: f32;
}

const LOSS: usize = 4;

/** `units` become W x of the first `rows` of x, a multiple of 4, and `gradient` Σ x (W x): a step towards the directions that x has most of. */
export function correlate(plan_: usize, rows: u32): void {
  const plan = changetype<AdapterPlan>(plan_);
  project(plan, rows);
  multiplyOuter(plan.x, plan.stride, plan.units, plan.gradient, rows, plan.inputs, plan.outputs);
}

// @ts-ignore: decorator
@inline
function project(plan: AdapterPlan, rows: u32): void {
  multiply(plan.x, plan.stride, plan.weights, plan.zeros, plan.units, rows, plan.inputs, plan.outputs);
}

/** `units` become the adapted vectors of the first `rows` of x, a multiple of 4. A vector that W maps to 0 stays 0. */
export function adapt(plan_: usize, rows: u32): void {
  const plan = changetype<AdapterPlan>(plan_);
  project(plan, rows);
  const bytes = <usize>plan.outputs << 2;
  let unit = <usize>plan.units;
  for (let row: u32 = 0; row < rows; row++) {
    let squares = f32x4.splat(0);
    for (let k: usize = 0; k < bytes; k += 16) {
      const z = v128.load(unit + k);
      squares = f32x4.add(squares, f32x4.mul(z, z));
    }
    const square = laneSum(squares);
    const inverse: f32 = square > 0 ? <f32>1.0 / sqrt<f32>(square) : 0;
    store<f32>(<usize>plan.lengths + (<usize>row << 2), inverse);
    const scale = f32x4.splat(inverse);
    for (let k: usize = 0; k < bytes; k += 16) v128.store(unit + k, f32x4.mul(scale, v128.load(unit + k)));
    unit += bytes;
  }
}

/** One Adam step on the batch. */
export function trainBatch(plan: usize): void {
  differentiate(plan);
  step(changetype<AdapterPlan>(plan));
}

/** The batch's mean loss into the state, and its gradient of the weights into `gradient`. */
export function differentiate(plan_: usize): void {
  const plan = changetype<AdapterPlan>(plan_);
  const batch = plan.batch;
  const outputs = plan.outputs;
  adapt(plan_, batch << 1);
  const half = (<usize>batch * outputs) << 2;
  const left = <usize>plan.units;
  const right = left + half;
  const width = <usize>batch << 2;
  multiplyTransposed(left, right, plan.matrix, width, batch, batch, outputs);
  contrast(plan);
  multiply(plan.matrix, width, right, plan.zeros, plan.deltas, batch, batch, outputs);
  multiplyOuter(plan.matrix, width, left, <usize>plan.deltas + half, batch, batch, outputs);
  throughLengths(plan);
  multiplyOuter(plan.x, plan.stride, plan.deltas, plan.gradient, batch << 1, plan.inputs, outputs);
}

/** e^x in four lanes, x ≤ 0: 2^round(y) · 2^rest of y = x / ln 2, the rest by Taylor to 1 ulp or two; 0 below the normal numbers. */
// @ts-ignore: decorator
@inline
function exp4(x: v128): v128 {
  const y = f32x4.max(f32x4.mul(x, f32x4.splat(1.4426950408889634)), f32x4.splat(-126));
  const whole = f32x4.nearest(y);
  const r = f32x4.mul(f32x4.sub(y, whole), f32x4.splat(0.6931471805599453));
  let p = f32x4.splat(1.0 / 5040.0);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 720.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 120.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 24.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.0 / 6.0));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(0.5));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(whole), i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

/**
 * The matrix of cosines becomes the loss's gradient of them. No cosine is above 1, so (cosine − 1) / temperature needs no other
 * shift: the exponentials of rows and columns are the same.
 */
function contrast(plan: AdapterPlan): void {
  const batch = plan.batch;
  const width = <usize>batch << 2;
  const inverse: f32 = <f32>1.0 / plan.temperature;
  memory.fill(plan.columns, 0, width);
  let loss: f32 = 0;
  for (let m: u32 = 0; m < batch; m++) {
    const row = <usize>plan.matrix + <usize>m * width;
    loss -= (load<f32>(row + (<usize>m << 2)) - 1) * inverse;
    exponentials(plan, m, row, width, inverse);
  }
  loss *= 2;
  for (let n: usize = 0; n < width; n += 4) loss += Mathf.log(load<f32>(<usize>plan.columns + n));
  const share: f32 = <f32>0.5 * inverse / <f32>batch;
  const ones = f32x4.splat(1);
  for (let n: usize = 0; n < width; n += 16) {
    v128.store(<usize>plan.columns + n, f32x4.div(ones, v128.load(<usize>plan.columns + n)));
  }
  for (let m: u32 = 0; m < batch; m++) {
    const row = <usize>plan.matrix + <usize>m * width;
    let sums = f32x4.splat(0);
    for (let n: usize = 0; n < width; n += 16) sums = f32x4.add(sums, v128.load(row + n));
    const sum = laneSum(sums);
    loss += Mathf.log(sum);
    const inverseSum = f32x4.splat(<f32>1.0 / sum);
    const scale = f32x4.splat(share);
    for (let n: usize = 0; n < width; n += 16) {
      const both = f32x4.add(inverseSum, v128.load(<usize>plan.columns + n));
      v128.store(row + n, f32x4.mul(scale, f32x4.mul(v128.load(row + n), both)));
    }
    const diagonal = row + (<usize>m << 2);
    store<f32>(diagonal, load<f32>(diagonal) - 2 * share);
  }
  store<f32>(plan.state, <f32>0.5 * loss / <f32>batch, LOSS);
}

/** Row m of the matrix: exponentials, 0 where the batch says that the two belong together; added to the columns' sums. */
// @ts-ignore: decorator
@inline
function exponentials(plan: AdapterPlan, m: u32, row: usize, width: usize, inverse: f32): void {
  const lefts = <usize>plan.items;
  const rights = lefts + width;
  const left = v128.load_splat<u32>(lefts + (<usize>m << 2));
  const right = v128.load_splat<u32>(rights + (<usize>m << 2));
  const diagonal = load<f32>(row + (<usize>m << 2));
  const scale = f32x4.splat(inverse);
  const ones = f32x4.splat(1);
  for (let n: usize = 0; n < width; n += 16) {
    const a = v128.load(lefts + n);
    const b = v128.load(rights + n);
    const together = v128.or(v128.or(i32x4.eq(a, left), i32x4.eq(b, right)), i32x4.eq(b, left));
    const e = v128.andnot(exp4(f32x4.mul(f32x4.sub(v128.load(row + n), ones), scale)), together);
    v128.store(row + n, e);
  }
  store<f32>(row + (<usize>m << 2), Mathf.exp((diagonal - 1) * inverse));
  for (let n: usize = 0; n < width; n += 16) {
    const sums = <usize>plan.columns + n;
    v128.store(sums, f32x4.add(v128.load(sums), v128.load(row + n)));
  }
}

/** The gradient of the unit vectors becomes that of the vectors before: what lies along the vector changes no cosine. */
function throughLengths(plan: AdapterPlan): void {
  const bytes = <usize>plan.outputs << 2;
  let unit = <usize>plan.units;
  let delta = <usize>plan.deltas;
  let length = <usize>plan.lengths;
  for (const end = length + (<usize>plan.batch << 3); length < end; length += 4) {
    let products = f32x4.splat(0);
    for (let k: usize = 0; k < bytes; k += 16) {
      products = f32x4.add(products, f32x4.mul(v128.load(unit + k), v128.load(delta + k)));
    }
    const along = f32x4.splat(laneSum(products));
    const scale = v128.load_splat<f32>(length);
    for (let k: usize = 0; k < bytes; k += 16) {
      const across = f32x4.sub(v128.load(delta + k), f32x4.mul(along, v128.load(unit + k)));
      v128.store(delta + k, f32x4.mul(scale, across));
    }
    unit += bytes;
    delta += bytes;
  }
}

/** One Adam step (Kingma and Ba 2015) of the weights. */
function step(plan: AdapterPlan): void {
  const steps = load<f32>(plan.state) + 1;
  store<f32>(plan.state, steps);
  const second = adamSecond(steps);
  const rate = adamRate(plan.rate, second, steps);
  const epsilon = adamEpsilon(second);
  const bytes = (<usize>plan.inputs * plan.outputs) << 2;
  for (let at: usize = 0; at < bytes; at += 16) {
    const g = v128.load(<usize>plan.gradient + at);
    const weight = <usize>plan.weights + at;
    const w = v128.load(weight);
    adamStep(weight, w, g, <usize>plan.moments + at, <usize>plan.squares + at, rate, epsilon);
  }
}
