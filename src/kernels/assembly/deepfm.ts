/**
 * DeepFM (Guo et al. 2017): a factorisation machine and a deep tower that read the same factors, trained in batches. The
 * table rows are those of fm. Within a batch every gradient is taken at the batch's first parameters; the gradients of
 * an id that occurs several times are summed, and each id takes one Adagrad step.
 *
 * logit = fm logit + tower(v_1 … v_n, dense inputs)
 */
import { DeepFmPlan } from './tower/plan';
import {
  addOuter, addScaled, Projection, projectedWeight, projectFactors, stepProjection, vectorOf, zeroGradients,
} from './tables/projection';
import { BIAS, EPSILON, sigmoid, stepBias } from './tables/ranker';
import { laneSum } from './common/lanes';
import { FACTORS, FACTOR_SQUARES, PLACE, WEIGHT, WEIGHT_SQUARES } from './tables/table';
import { stepTower, towerBackward, towerForward, towerOutput } from './tower/tower';

export { initWeights } from './tables/ranker';
export { initField } from './tables/table';

/** Bytes of an entry of the list of distinct ids. */
const ENTRY: usize = 12;

/** One step for each batch of the block's first `rows` rows. */
export function trainBlock(plan_: usize, rows: u32): void {
  const plan = changetype<DeepFmPlan>(plan_);
  for (let from: u32 = 0; from < rows; from += plan.batch) trainBatch(plan, from, min(plan.batch, rows - from));
}

/** Writes one f32 logit for each of the block's first `rows` rows. */
export function scoreBlock(plan_: usize, rows: u32): void {
  const plan = changetype<DeepFmPlan>(plan_);
  for (let from: u32 = 0; from < rows; from += plan.batch) {
    const count = min(plan.batch, rows - from);
    if (plan.projection != 0) project(plan, from, count);
    read(plan, from, count);
    towerForward(plan, (count + 3) & ~3, false);
    for (let row: u32 = 0; row < count; row++) {
      store<f32>(<usize>plan.out + (<usize>(from + row) << 2), logit(plan, from, row));
    }
  }
}

function trainBatch(plan: DeepFmPlan, from: u32, rows: u32): void {
  const padded = (rows + 3) & ~3;
  if (plan.projection != 0) project(plan, from, rows);
  read(plan, from, rows);
  towerForward(plan, padded, true);
  let total: f32 = 0;
  for (let row: u32 = 0; row < padded; row++) {
    let error: f32 = 0;
    if (row < rows) error = sigmoid(logit(plan, from, row)) - <f32>load<u8>(<usize>plan.labels + from + row);
    store<f32>(<usize>plan.errors + (<usize>row << 2), error);
    total += error;
  }
  towerBackward(plan, padded);
  stepTower(plan, rows);
  const distinct = collect(plan, from, rows);
  if (plan.projection != 0) trainProjection(plan, from, rows);
  stepIds(plan, distinct);
  stepBias(plan.state, total, plan.rate);
}

/** Writes the projections of the batch's vectors, each into its row's slot, whose accumulators and place it zeroes. */
function project(plan: DeepFmPlan, from: u32, rows: u32): void {
  const p = changetype<Projection>(plan.projection);
  const bytes = <usize>plan.factors << 2;
  const width = <usize>plan.fields << 2;
  let ids = <usize>plan.ids + <usize>from * width;
  for (let row = from; row < from + rows; row++) {
    const vector = vectorOf(p, ids, row);
    if (vector != 0) {
      const slot = <usize>plan.table + <usize>load<u32>(ids + p.column) * (FACTORS + bytes);
      v128.store(slot, f32x4.splat(0));
      store<f32>(slot, projectedWeight(p, vector), WEIGHT);
      projectFactors(p, vector, slot + FACTORS, bytes);
    }
    ids += width;
  }
}

/**
 * One step of the projection for the batch. Each slot occurs once, so that `collect` has left its row's whole gradient in dx;
 * the slots' own steps do no harm, for they are written anew.
 */
function trainProjection(plan: DeepFmPlan, from: u32, rows: u32): void {
  const p = changetype<Projection>(plan.projection);
  const bytes = <usize>plan.factors << 2;
  const width = <usize>plan.fields << 2;
  zeroGradients(p, bytes);
  let ids = <usize>plan.ids + <usize>from * width;
  let gradient = <usize>plan.dx + (<usize>p.column >> 2) * bytes;
  for (let row: u32 = 0; row < rows; row++) {
    const vector = vectorOf(p, ids, from + row);
    if (vector != 0) {
      const slot = <usize>plan.table + <usize>load<u32>(ids + p.column) * (FACTORS + bytes);
      const error = load<f32>(<usize>plan.errors + (<usize>row << 2));
      addOuter(p.matrixGradients, vector, p.floats, gradient, bytes);
      addScaled(p.weightGradients, vector, p.floats, error + plan.l2 * load<f32>(slot, WEIGHT));
    }
    ids += width;
    gradient += plan.inputStride;
  }
  stepProjection(p, bytes, plan.rate);
}

/** Copies the vectors and dense inputs of `rows` rows into x, and zeroes the rows that pad them to a multiple of 4. */
function read(plan: DeepFmPlan, from: u32, rows: u32): void {
  const bytes = <usize>plan.factors << 2;
  const stride = FACTORS + bytes;
  const width = <usize>plan.fields << 2;
  const dense = <usize>plan.denses << 2;
  const inputs = <usize>plan.inputStride;
  let at = <usize>plan.ids + <usize>from * width;
  let source = <usize>plan.dense + <usize>from * dense;
  let x = <usize>plan.x;
  for (let row: u32 = 0; row < rows; row++) {
    let to = x;
    for (const end = at + width; at < end; at += 4) {
      const entry = <usize>plan.table + <usize>load<u32>(at) * stride;
      for (let k: usize = 0; k < bytes; k += 16) v128.store(to + k, v128.load(entry + k, FACTORS));
      to += bytes;
    }
    for (const end = source + dense; source < end; source += 4) {
      store<f32>(to, load<f32>(source));
      to += 4;
    }
    x += inputs;
  }
  memory.fill(x, 0, inputs * (<usize>(-rows) & 3));
}

/** The logit of a row of the batch, whose values are in place; leaves Σ_i v_ik in `sums`. */
function logit(plan: DeepFmPlan, from: u32, row: u32): f32 {
  const bytes = <usize>plan.factors << 2;
  const stride = FACTORS + bytes;
  const width = <usize>plan.fields << 2;
  const ids = <usize>plan.ids + <usize>(from + row) * width;
  let weights: f32 = 0;
  for (let at = ids, end = ids + width; at < end; at += 4) {
    weights += load<f32>(<usize>plan.table + <usize>load<u32>(at) * stride, WEIGHT);
  }
  const x = <usize>plan.x + <usize>row * plan.inputStride;
  const end = x + <usize>plan.fields * bytes;
  const sums = <usize>plan.sums + <usize>row * bytes;
  let pairs4 = f32x4.splat(0);
  for (let k: usize = 0; k < bytes; k += 16) {
    let total = f32x4.splat(0);
    let squares = f32x4.splat(0);
    for (let at = x + k; at < end; at += bytes) {
      const v = v128.load(at);
      total = f32x4.add(total, v);
      squares = f32x4.add(squares, f32x4.mul(v, v));
    }
    v128.store(sums + k, total);
    pairs4 = f32x4.add(pairs4, f32x4.sub(f32x4.mul(total, total), squares));
  }
  return load<f32>(plan.state, BIAS) + weights + <f32>0.5 * laneSum(pairs4) + towerOutput(plan, row);
}

/**
 * Adds the machine's gradient to the tower's in dx, and sums the gradients of equal ids into the first one's place.
 * Returns the number of distinct ids.
 */
function collect(plan: DeepFmPlan, from: u32, rows: u32): u32 {
  const bytes = <usize>plan.factors << 2;
  const stride = FACTORS + bytes;
  const width = <usize>plan.fields << 2;
  const l2 = plan.l2;
  let at = <usize>plan.ids + <usize>from * width;
  let weightGradient = <usize>plan.weightGradients;
  let next = <usize>plan.distinct;
  for (let row: u32 = 0; row < rows; row++) {
    const error = load<f32>(<usize>plan.errors + (<usize>row << 2));
    const error4 = f32x4.splat(error);
    const own4 = f32x4.splat(plan.l2Factors - error);
    const sums = <usize>plan.sums + <usize>row * bytes;
    let v = <usize>plan.x + <usize>row * plan.inputStride;
    let gradient = <usize>plan.dx + <usize>row * plan.inputStride;
    for (const end = at + width; at < end; at += 4) {
      const entry = <usize>plan.table + <usize>load<u32>(at) * stride;
      const place = load<u32>(entry, PLACE);
      const ofWeight = error + l2 * load<f32>(entry, WEIGHT);
      if (place == 0) {
        store<u32>(next, <u32>entry);
        store<u32>(next, <u32>gradient, 4);
        store<u32>(next, <u32>weightGradient, 8);
        store<f32>(weightGradient, ofWeight);
        weightGradient += 4;
        next += ENTRY;
        store<u32>(entry, <u32>next, PLACE);
        for (let k: usize = 0; k < bytes; k += 16) {
          const pairs = f32x4.add(f32x4.mul(error4, v128.load(sums + k)), f32x4.mul(own4, v128.load(v + k)));
          v128.store(gradient + k, f32x4.add(v128.load(gradient + k), pairs));
        }
      } else {
        const first = <usize>load<u32>(<usize>place - ENTRY, 4);
        const firstWeight = <usize>load<u32>(<usize>place - ENTRY, 8);
        store<f32>(firstWeight, load<f32>(firstWeight) + ofWeight);
        for (let k: usize = 0; k < bytes; k += 16) {
          const pairs = f32x4.add(f32x4.mul(error4, v128.load(sums + k)), f32x4.mul(own4, v128.load(v + k)));
          v128.store(first + k, f32x4.add(v128.load(first + k), f32x4.add(v128.load(gradient + k), pairs)));
        }
      }
      v += bytes;
      gradient += bytes;
    }
  }
  return <u32>((next - <usize>plan.distinct) / ENTRY);
}

/** One Adagrad step of each distinct id: its weight, and its factors with their shared accumulator. */
function stepIds(plan: DeepFmPlan, count: u32): void {
  const bytes = <usize>plan.factors << 2;
  const share = <f32>4.0 / <f32>bytes;
  const rate = plan.rate;
  let at = <usize>plan.distinct;
  for (const end = at + <usize>count * ENTRY; at < end; at += ENTRY) {
    const entry = <usize>load<u32>(at);
    const gradients = <usize>load<u32>(at, 4);
    const gradient = load<f32>(<usize>load<u32>(at, 8));
    store<u32>(entry, 0, PLACE);
    const squares = load<f32>(entry, WEIGHT_SQUARES) + gradient * gradient;
    store<f32>(entry, squares, WEIGHT_SQUARES);
    store<f32>(entry, load<f32>(entry, WEIGHT) - (rate * gradient) / (sqrt<f32>(squares) + EPSILON), WEIGHT);
    let squares4 = f32x4.splat(0);
    for (let k: usize = 0; k < bytes; k += 16) {
      const g = v128.load(gradients + k);
      squares4 = f32x4.add(squares4, f32x4.mul(g, g));
    }
    const grown = load<f32>(entry, FACTOR_SQUARES) + laneSum(squares4) * share;
    store<f32>(entry, grown, FACTOR_SQUARES);
    const step4 = f32x4.splat(rate / (sqrt<f32>(grown) + EPSILON));
    for (let k: usize = 0; k < bytes; k += 16) {
      const v = v128.load(entry + k, FACTORS);
      v128.store(entry + k, f32x4.sub(v, f32x4.mul(step4, v128.load(gradients + k))), FACTORS);
    }
  }
}
