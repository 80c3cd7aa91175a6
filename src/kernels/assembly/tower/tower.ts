/**
 * The deep tower of a batch: dense layers with rectifiers and dropout, one linear output, their gradients, and one step of
 * the optimiser on all parameters. The output's weights lie behind the last layer's biases.
 */
import { adamEpsilon, adamRate, adamSecond, adamStep } from './adam';
import { multiply, multiplyOuter, multiplyTransposed } from './gemm';
import { DeepFmPlan, Layer } from './plan';
import { laneSum } from '../common/lanes';

const LAYER_BYTES: usize = 24;

/** Byte offsets in the state, behind the bias: number of steps (f32: beyond 2^24 the corrections are 1), random lanes. */
const STEPS: usize = 8;
const RANDOM: usize = 16;

// @ts-ignore: decorator
@inline
function layerAt(plan: DeepFmPlan, l: u32): Layer {
  return changetype<Layer>(<usize>plan.layer + <usize>l * LAYER_BYTES);
}

/** The values that layer l reads, and the bytes between their rows. */
// @ts-ignore: decorator
@inline
function inputOf(plan: DeepFmPlan, l: u32): usize {
  return l == 0 ? <usize>plan.x : <usize>layerAt(plan, l - 1).values;
}

// @ts-ignore: decorator
@inline
function strideOf(plan: DeepFmPlan, l: u32): usize {
  return l == 0 ? <usize>plan.inputStride : <usize>layerAt(plan, l).inputs << 2;
}

/** Values of all layers for the first `rows` rows of the batch, a multiple of 4. */
export function towerForward(plan: DeepFmPlan, rows: u32, training: bool): void {
  for (let l: u32 = 0; l < plan.layers; l++) {
    const layer = layerAt(plan, l);
    const weights = <usize>plan.tower + layer.weights;
    const biases = <usize>plan.tower + layer.biases;
    multiply(inputOf(plan, l), strideOf(plan, l), weights, biases, layer.values, rows, layer.inputs, layer.outputs);
    const bytes = (<usize>rows * layer.outputs) << 2;
    if (training && plan.dropped > 0) rectifyAndDrop(plan, layer.values, bytes);
    else rectify(layer.values, bytes);
  }
}

function rectify(values: usize, bytes: usize): void {
  const zero = f32x4.splat(0);
  for (const end = values + bytes; values < end; values += 16) {
    v128.store(values, f32x4.max(v128.load(values), zero));
  }
}

/** Draws one xorshift (Marsaglia 2003) number a unit, in four lanes of their own states. */
function rectifyAndDrop(plan: DeepFmPlan, values: usize, bytes: usize): void {
  const zero = f32x4.splat(0);
  const scale = f32x4.splat(plan.keptScale);
  const limit = i32x4.splat(<i32>plan.dropped - 1);
  let bits = v128.load(plan.state, RANDOM);
  for (const end = values + bytes; values < end; values += 16) {
    bits = v128.xor(bits, i32x4.shl(bits, 13));
    bits = v128.xor(bits, i32x4.shr_u(bits, 17));
    bits = v128.xor(bits, i32x4.shl(bits, 5));
    const kept = i32x4.gt_s(i32x4.shr_u(bits, 8), limit);
    v128.store(values, v128.and(f32x4.mul(f32x4.max(v128.load(values), zero), scale), kept));
  }
  v128.store(plan.state, bits, RANDOM);
}

/** Output of row `row`: its last values times the output's weights. */
export function towerOutput(plan: DeepFmPlan, row: u32): f32 {
  const last = layerAt(plan, plan.layers - 1);
  const bytes = <usize>last.outputs << 2;
  let value = <usize>last.values + <usize>row * bytes;
  let weight = <usize>plan.tower + last.biases + bytes;
  let sum = f32x4.splat(0);
  for (const end = value + bytes; value < end; value += 16) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(value), v128.load(weight)));
    weight += 16;
  }
  return laneSum(sum);
}

/** Gradients of all parameters, summed over `rows` rows (a multiple of 4; rows beyond the batch have error 0), and of x. */
export function towerBackward(plan: DeepFmPlan, rows: u32): void {
  outputBackward(plan, rows);
  for (let l = plan.layers; l > 0; l--) {
    const layer = layerAt(plan, l - 1);
    const weights = <usize>plan.gradient + layer.weights;
    const input = inputOf(plan, l - 1);
    const stride = strideOf(plan, l - 1);
    multiplyOuter(input, stride, layer.deltas, weights, rows, layer.inputs, layer.outputs);
    columnSums(layer.deltas, <usize>plan.gradient + layer.biases, rows, layer.outputs);
    const layerWeights = <usize>plan.tower + layer.weights;
    if (l == 1) {
      // Dense inputs are data: only the fields' vectors need a gradient.
      multiplyTransposed(
        layer.deltas, layerWeights, plan.dx, plan.inputStride, rows, plan.fields * plan.factors, layer.outputs,
      );
    } else {
      const below = layerAt(plan, l - 2);
      multiplyTransposed(layer.deltas, layerWeights, below.deltas, stride, rows, layer.inputs, layer.outputs);
      maskDeltas(plan, below.deltas, below.values, (<usize>rows * below.outputs) << 2);
    }
  }
}

/** Deltas of the last layer and the gradient of the output's weights. */
function outputBackward(plan: DeepFmPlan, rows: u32): void {
  const last = layerAt(plan, plan.layers - 1);
  const bytes = <usize>last.outputs << 2;
  const weights = <usize>plan.tower + last.biases + bytes;
  const gradient = <usize>plan.gradient + last.biases + bytes;
  memory.fill(gradient, 0, bytes);
  let values = <usize>last.values;
  let deltas = <usize>last.deltas;
  for (let row: u32 = 0; row < rows; row++) {
    const error = v128.load_splat<f32>(<usize>plan.errors + (<usize>row << 2));
    for (let at: usize = 0; at < bytes; at += 16) {
      v128.store(deltas + at, f32x4.mul(error, v128.load(weights + at)));
      const sum = f32x4.add(v128.load(gradient + at), f32x4.mul(error, v128.load(values + at)));
      v128.store(gradient + at, sum);
    }
    values += bytes;
    deltas += bytes;
  }
  maskDeltas(plan, last.deltas, last.values, <usize>rows * bytes);
}

/** A unit that is 0, rectified or dropped, passes no gradient; a kept one passes it scaled as its value was. */
function maskDeltas(plan: DeepFmPlan, deltas: usize, values: usize, bytes: usize): void {
  const zero = f32x4.splat(0);
  const scale = f32x4.splat(plan.keptScale);
  for (const end = values + bytes; values < end; values += 16) {
    const alive = f32x4.gt(v128.load(values), zero);
    v128.store(deltas, v128.and(f32x4.mul(v128.load(deltas), scale), alive));
    deltas += 16;
  }
}

function columnSums(from: usize, to: usize, rows: u32, columns: u32): void {
  const bytes = <usize>columns << 2;
  for (let at: usize = 0; at < bytes; at += 16) {
    let sum = f32x4.splat(0);
    let source = from + at;
    for (let row: u32 = 0; row < rows; row++) {
      sum = f32x4.add(sum, v128.load(source));
      source += bytes;
    }
    v128.store(to + at, sum);
  }
}

/** One Adam step (Kingma and Ba 2015) of every parameter, from the mean gradient of `rows` rows. */
export function stepTower(plan: DeepFmPlan, rows: u32): void {
  const step = load<f32>(plan.state, STEPS) + 1;
  store<f32>(plan.state, step, STEPS);
  const second = adamSecond(step);
  const rate = adamRate(plan.towerRate, second, step);
  const epsilon = adamEpsilon(second);
  const share = f32x4.splat(<f32>1.0 / <f32>rows);
  const l2 = f32x4.splat(plan.l2Tower);
  let weight = <usize>plan.tower;
  let gradient = <usize>plan.gradient;
  let moment = <usize>plan.moments;
  let square = <usize>plan.squares;
  for (const end = weight + (<usize>plan.parameters << 2); weight < end; weight += 16) {
    const w = v128.load(weight);
    const g = f32x4.add(f32x4.mul(v128.load(gradient), share), f32x4.mul(l2, w));
    adamStep(weight, w, g, moment, square, rate, epsilon);
    gradient += 16;
    moment += 16;
    square += 16;
  }
}
