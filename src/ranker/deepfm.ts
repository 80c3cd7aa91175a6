/**
 * Opens the DeepFM kernel: lays out its memory, writes the record of addresses that it works from, and gives the tower its
 * initial weights.
 */

import { hashName } from '../common/hash.ts';
import type { Deepfm } from '../kernels/interfaces/deepfm.ts';
import type { Kernel } from '../kernels/loader.ts';
import type { DeepFmOptions } from '../specfile/schema.ts';
import { align, BLOCK_ROWS } from './block.ts';
import { writeKeys } from './init-field.ts';
import type { InputNames, Kind, Layout } from './kind.ts';
import {
  initProjection,
  type ProjectedField,
  type ProjectionPlan,
  planProjection,
  planTrained,
  writeProjection,
} from './projection.ts';

/** One hidden layer: offsets into the tower's parameters, addresses of a batch's values and deltas. All bytes. */
interface LayerPlan {
  inputs: number;
  outputs: number;
  weights: number;
  biases: number;
  values: number;
  deltas: number;
}

/** Addresses in the kernel's memory, from its first free byte; see src/kernels/assembly/tower/plan.ts. */
interface DeepFmPlan {
  layout: Required<Layout>;
  /** Of the field that is a projection, where there is one. */
  projection?: ProjectionPlan | undefined;
  plan: number;
  x: number;
  dx: number;
  inputs: number;
  inputStride: number;
  errors: number;
  weightGradients: number;
  distinct: number;
  tower: number;
  gradient: number;
  squares: number;
  moments: number;
  /** Numbers of the tower's parameters. */
  parameters: number;
  layers: LayerPlan[];
  layer: number;
  /** From the state to the end of the optimiser's moments: all that training changes beside the table. */
  stateBytes: number;
}

const PLAN_BYTES = 256;
const LAYER_BYTES = 24;
/** Bias and its accumulator, the number of steps, the random state of dropout. */
const STATE_BYTES = 64;
/** A batch's rows, this many bytes apart, would fall into few sets of the first-level cache. */
const CRITICAL_STRIDE = 256;

const four = (count: number): number => Math.ceil(count / 4) * 4;

/** @param dimension of the vectors that a field is a projection of; 0 where none is. */
export function planDeepFm(
  options: DeepFmOptions,
  fields: number,
  denses: number,
  dimension = 0,
): DeepFmPlan {
  const { factors, hidden, batch } = options;
  let next = 0;
  const take = (bytes: number): number => {
    const at = next;
    next += align(bytes);
    return at;
  };
  const inputs = fields * factors + four(denses);
  const inputStride = (4 * inputs) % CRITICAL_STRIDE === 0 ? 4 * inputs + 64 : 4 * inputs;

  let parameters = 0;
  const shapes = hidden.map((outputs, l) => {
    const below = l === 0 ? inputs : hidden[l - 1]!;
    const weights = 4 * parameters;
    const biases = weights + 4 * below * outputs;
    parameters += (below + 1) * outputs;
    return { inputs: below, outputs, weights, biases };
  });
  parameters += hidden.at(-1)!;

  const plan = take(PLAN_BYTES);
  const layer = take(LAYER_BYTES * hidden.length);
  const state = take(STATE_BYTES);
  const tower = take(4 * parameters);
  const squares = take(4 * parameters);
  const moments = take(4 * parameters);
  const trained = dimension > 0 ? planTrained(take, options, dimension) : undefined;
  const stateBytes = next - state;
  const gradient = take(4 * parameters);
  const x = take(inputStride * batch);
  const dx = take(inputStride * batch);
  const layers = shapes.map((shape) => ({
    ...shape,
    values: take(4 * batch * shape.outputs),
    deltas: take(4 * batch * shape.outputs),
  }));
  const sums = take(4 * factors * batch);
  const errors = take(4 * batch);
  const weightGradients = take(4 * fields * batch);
  const distinct = take(12 * fields * batch);
  const ids = take(4 * fields * BLOCK_ROWS);
  const dense = take(4 * denses * BLOCK_ROWS);
  const labels = take(BLOCK_ROWS);
  const out = take(4 * BLOCK_ROWS);
  const projection = trained === undefined ? undefined : planProjection(take, options, dimension, trained);
  const layout = { state, sums, ids, labels, out, table: next, dense };
  return {
    ...{ layout, projection, plan, x, dx, inputs, inputStride, errors, weightGradients, distinct },
    ...{ tower, gradient, squares, moments, parameters, layers, layer, stateBytes },
  };
}

/** Writes the record, word by word in the order of the kernel's class `Plan`. */
function writePlan(
  { memory, base }: Kernel<Deepfm>,
  planned: DeepFmPlan,
  options: DeepFmOptions,
  fields: number,
  denses: number,
): void {
  const view = new DataView(memory.buffer, base + planned.plan, PLAN_BYTES);
  const { layout } = planned;
  let at = 0;
  const word = (value: number): void => {
    view.setUint32(at, value, true);
    at += 4;
  };
  const real = (value: number): void => {
    view.setFloat32(at, value, true);
    at += 4;
  };
  const address = (offset: number): void => word(base + offset);
  for (const offset of [layout.table, layout.state, layout.ids, layout.dense, layout.labels, layout.out]) {
    address(offset);
  }
  for (const count of [fields, options.factors, denses, options.batch]) word(count);
  address(planned.x);
  address(planned.dx);
  word(planned.inputs);
  word(planned.inputStride);
  for (const offset of [layout.sums, planned.errors, planned.weightGradients, planned.distinct])
    address(offset);
  for (const offset of [planned.tower, planned.gradient, planned.squares, planned.moments]) address(offset);
  word(planned.parameters);
  word(planned.layers.length);
  address(planned.layer);
  for (const value of [
    options.learningRate,
    options.l2,
    options.l2Factors,
    options.towerRate,
    options.l2Tower,
  ]) {
    real(value);
  }
  word(Math.round(options.dropout * 2 ** 24));
  real(1 / (1 - options.dropout));
  word(planned.projection === undefined ? 0 : base + planned.projection.record);
  const records = new Uint32Array(memory.buffer, base + planned.layer, 6 * planned.layers.length);
  for (const [l, layer] of planned.layers.entries()) {
    const { inputs, outputs, weights, biases, values, deltas } = layer;
    records.set([inputs, outputs, weights, biases, base + values, base + deltas], 6 * l);
  }
}

/**
 * Initial weights of a layer are uniform in ± this. In the first layer it follows from the outputs alone: the inputs are the
 * fields, and an arm's further fields must not move the weights of the base.
 */
function scaleOf(layer: LayerPlan, first: boolean): number {
  return first ? Math.sqrt(1 / layer.outputs) : Math.sqrt(6 / layer.inputs);
}

export function openDeepFm(
  kernel: Kernel<Deepfm>,
  options: DeepFmOptions,
  fields: number,
  denses: number,
  projected?: ProjectedField,
): Kind {
  const { exports, memory, base } = kernel;
  const { factors, initialScale } = options;
  const planned = planDeepFm(options, fields, denses, projected?.dimension);
  const { projection } = planned;
  writePlan(kernel, planned, options, fields, denses);
  const addresses =
    projection === undefined ? undefined : writeProjection(memory, base, projection, projected!);
  const entries = Object.entries(planned.layout).map(([key, at]) => [key, at + base]);
  const layout = Object.fromEntries(entries) as Required<Layout>;
  const tower = base + planned.tower;
  const rowBytes = 16 + 4 * factors;

  /** Rows of weights from `row` on of layer l, from a stream of their own name. */
  const fill = (l: number, row: number, rows: number, seed: number, name: string): void => {
    const layer = planned.layers[l]!;
    const at = tower + layer.weights + 4 * row * layer.outputs;
    const scale = scaleOf(layer, l === 0);
    exports.initWeights({ at, rows, columns: layer.outputs, seed, nameHash: hashName(name), scale });
  };

  return {
    memory,
    layout,
    rowBytes,
    stateBytes: planned.stateBytes,
    denses,
    projection: addresses,
    initShared(seed: number, names: InputNames): void {
      new Uint8Array(memory.buffer, layout.state + 8, planned.stateBytes - 8).fill(0);
      for (const [f, name] of names.fields.entries()) fill(0, f * factors, factors, seed, `tower:${name}`);
      for (const [d, name] of names.denses.entries()) {
        fill(0, fields * factors + d, 1, seed, `tower dense:${name}`);
      }
      for (const [l, layer] of planned.layers.entries()) {
        if (l > 0) fill(l, 0, layer.inputs, seed, `tower layer ${l + 1}`);
      }
      const last = planned.layers.at(-1)!;
      const output = tower + last.biases + 4 * last.outputs;
      exports.initWeights({
        ...{ at: output, rows: 1, columns: last.outputs },
        ...{ seed, nameHash: hashName('tower output'), scale: Math.sqrt(6 / last.outputs) },
      });
      const random = new Uint32Array(memory.buffer, layout.state + 16, 4);
      exports.initWeights({
        ...{ at: layout.state + 16, rows: 1, columns: 4 },
        ...{ seed, nameHash: hashName('dropout'), scale: 1 },
      });
      for (const lane of random.keys()) random[lane]! |= 1; // xorshift never leaves 0
      if (projection !== undefined) initProjection(kernel, projection, options, projected!, seed, names);
    },
    initField(firstRow, from, to, seed, nameHash, keys) {
      writeKeys(memory, layout.table, rowBytes, firstRow, from, to, keys);
      const values = { table: layout.table, firstRow, from, to, factors, seed, nameHash };
      exports.initField({ ...values, scale: initialScale });
    },
    train: (rows) => exports.trainBlock({ plan: base + planned.plan, rows }),
    score: (rows) => exports.scoreBlock({ plan: base + planned.plan, rows }),
  };
}
