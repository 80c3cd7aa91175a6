/**
 * Opens the DeepFM kernel: writes the record of addresses that it works from, and gives the tower its initial weights.
 */

import { hashName } from '../common/hash.ts';
import type { Arena } from '../kernels/arena.ts';
import type { Deepfm } from '../kernels/interfaces/deepfm.ts';
import { DeepFmPlan, Layer } from '../kernels/interfaces/records.ts';
import type { DeepFmOptions } from '../specfile/schema.ts';
import {
  type deepFmSizes,
  factorRowBytes,
  type LayerShape,
  type TowerShape,
  towerShape,
} from './deepfm-memory.ts';
import { writeKeys } from './init-field.ts';
import type { InputNames, Kind, KindInputs } from './kind.ts';
import { initProjection, type ProjectedField, writeProjection } from './projection.ts';

type DeepFmMemory = Arena<Deepfm, keyof ReturnType<typeof deepFmSizes>>;

/** Writes the records that the kernel works from. */
function writePlan(
  { buffer, at }: DeepFmMemory,
  { layers, ...shape }: TowerShape,
  options: DeepFmOptions,
  { fields, denses, dimension }: KindInputs,
): void {
  const { learningRate: rate, dropout } = options;
  DeepFmPlan.write(buffer, at.plan, {
    ...options,
    ...shape,
    ...at,
    ...{ fields, denses, layers: layers.length, rate },
    ...{ dropped: Math.round(dropout * 2 ** 24), keptScale: 1 / (1 - dropout) },
    projection: dimension > 0 ? at.projectionRecord : 0,
  });
  for (const [l, layer] of layers.entries()) {
    const [values, deltas] = [at[`values${l}`]!, at[`deltas${l}`]!];
    Layer.write(buffer, at.layer + l * Layer.bytes, { ...layer, values, deltas });
  }
}

/**
 * Initial weights of a layer are uniform in ± this. In the first layer it follows from the outputs alone: the inputs are the
 * fields, and an arm's further fields must not move the weights of the base.
 */
function scaleOf(layer: LayerShape, first: boolean): number {
  return first ? Math.sqrt(1 / layer.outputs) : Math.sqrt(6 / layer.inputs);
}

/** @param memory with the arrays of `deepFmSizes` */
export function openDeepFm(
  memory: DeepFmMemory,
  options: DeepFmOptions,
  inputs: KindInputs,
  projected?: ProjectedField,
): Kind {
  const { exports, buffer, at } = memory;
  const { factors, initialScale } = options;
  const { fields, denses } = inputs;
  const shape = towerShape(options, inputs);
  writePlan(memory, shape, options, inputs);
  const projection = projected === undefined ? undefined : writeProjection(memory, options, projected);
  const rowBytes = factorRowBytes(factors);
  const stateBytes = at.gradient - at.state;

  /** Rows of weights from `row` on of layer l, from a stream of their own name. */
  const fill = (l: number, row: number, rows: number, seed: number, name: string): void => {
    const layer = shape.layers[l]!;
    const first = at.tower + layer.weights + 4 * row * layer.outputs;
    const scale = scaleOf(layer, l === 0);
    exports.initWeights({ at: first, rows, columns: layer.outputs, seed, nameHash: hashName(name), scale });
  };

  return {
    ...{ buffer, layout: at, rowBytes, stateBytes, denses, projection },
    initShared(seed: number, names: InputNames): void {
      new Uint8Array(buffer, at.state + 8, stateBytes - 8).fill(0);
      for (const [f, name] of names.fields.entries()) fill(0, f * factors, factors, seed, `tower:${name}`);
      for (const [d, name] of names.denses.entries()) {
        fill(0, fields * factors + d, 1, seed, `tower dense:${name}`);
      }
      for (const [l, layer] of shape.layers.entries()) {
        if (l > 0) fill(l, 0, layer.inputs, seed, `tower layer ${l + 1}`);
      }
      const last = shape.layers.at(-1)!;
      const output = at.tower + last.biases + 4 * last.outputs;
      exports.initWeights({
        ...{ at: output, rows: 1, columns: last.outputs },
        ...{ seed, nameHash: hashName('tower output'), scale: Math.sqrt(6 / last.outputs) },
      });
      const random = new Uint32Array(buffer, at.state + 16, 4);
      exports.initWeights({
        ...{ at: at.state + 16, rows: 1, columns: 4 },
        ...{ seed, nameHash: hashName('dropout'), scale: 1 },
      });
      for (const lane of random.keys()) random[lane]! |= 1; // xorshift never leaves 0
      if (projected !== undefined) initProjection(memory, options, projected, seed, names);
    },
    initField(firstRow, from, to, seed, nameHash, keys) {
      writeKeys(buffer, at.table, rowBytes, firstRow, from, to, keys);
      const values = { table: at.table, firstRow, from, to, factors, seed, nameHash };
      exports.initField({ ...values, scale: initialScale });
    },
    train: (rows) => exports.trainBlock({ plan: at.plan, rows }),
    score: (rows) => exports.scoreBlock({ plan: at.plan, rows }),
  };
}
