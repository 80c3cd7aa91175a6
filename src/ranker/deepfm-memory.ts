/** What a DeepFM keeps in its kernel's memory: the tower's shape, and the bytes of all arrays. */

import { DeepFmPlan, Layer } from '../kernels/interfaces/records.ts';
import type { DeepFmOptions } from '../specfile/schema.ts';
import { BLOCK_ROWS } from './block.ts';
import type { KindInputs } from './kind.ts';
import { projectionSizes, trainedSizes } from './projection.ts';

/** One hidden layer. */
export interface LayerShape {
  inputs: number;
  outputs: number;
  /** Bytes from the beginning of the tower's parameters: weights, inputs × outputs, then biases. */
  weights: number;
  biases: number;
}

export interface TowerShape {
  /** Inputs of the first layer, and the bytes of a row of them. */
  inputs: number;
  inputStride: number;
  /** Numbers of the tower's parameters. */
  parameters: number;
  layers: readonly LayerShape[];
}

/** Bias and its accumulator, the number of steps, the random state of dropout. */
const STATE_BYTES = 64;
/** A batch's rows, this many bytes apart, would fall into few sets of the first-level cache. */
const CRITICAL_STRIDE = 256;

const four = (count: number): number => Math.ceil(count / 4) * 4;

/** Bytes of a table row: weight, the two accumulators, a place, and the factors. */
export const factorRowBytes = (factors: number): number => 16 + 4 * factors;

export function towerShape(
  { factors, hidden }: DeepFmOptions,
  { fields, denses }: Omit<KindInputs, 'dimension'>,
): TowerShape {
  const inputs = fields * factors + four(denses);
  const inputStride = (4 * inputs) % CRITICAL_STRIDE === 0 ? 4 * inputs + 64 : 4 * inputs;
  let parameters = 0;
  const layers = hidden.map((outputs, l) => {
    const below = l === 0 ? inputs : hidden[l - 1]!;
    const weights = 4 * parameters;
    const biases = weights + 4 * below * outputs;
    parameters += (below + 1) * outputs;
    return { inputs: below, outputs, weights, biases };
  });
  parameters += hidden.at(-1)!;
  return { inputs, inputStride, parameters, layers };
}

/** Bytes of the arrays of a DeepFM with `ids` table rows, in their order. */
export function deepFmSizes(options: DeepFmOptions, inputs: KindInputs, ids: number) {
  const { factors, batch } = options;
  const { fields, denses, dimension } = inputs;
  const { inputStride, parameters, layers } = towerShape(options, inputs);
  const batches = layers.flatMap(({ outputs }, l) => [
    [`values${l}`, 4 * batch * outputs],
    [`deltas${l}`, 4 * batch * outputs],
  ]);
  const sizes = {
    plan: DeepFmPlan.bytes,
    layer: Layer.bytes * layers.length,
    // From here to the optimiser's moments, or those of the projection: all that training changes beside the table.
    state: STATE_BYTES,
    tower: 4 * parameters,
    squares: 4 * parameters,
    moments: 4 * parameters,
    ...trainedSizes(options, dimension),
    gradient: 4 * parameters,
    x: inputStride * batch,
    dx: inputStride * batch,
    ...(Object.fromEntries(batches) as object),
    sums: 4 * factors * batch,
    errors: 4 * batch,
    weightGradients: 4 * fields * batch,
    distinct: 12 * fields * batch,
    ids: 4 * fields * BLOCK_ROWS,
    dense: 4 * denses * BLOCK_ROWS,
    labels: BLOCK_ROWS,
    out: 4 * BLOCK_ROWS,
    ...projectionSizes(options, dimension),
    table: factorRowBytes(factors) * ids,
  };
  return sizes as typeof sizes & Record<LayerArray, number>;
}

/** A layer's values of a batch, and the gradient of the loss before them. */
type LayerArray = `values${number}` | `deltas${number}`;
