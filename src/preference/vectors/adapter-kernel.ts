/** The memory of the adapter kernel: weights, and one batch of pairs with all that a step needs. */
import { Arena, arenaBytes, shortage } from '../../kernels/arena.ts';
import { type Adapter, adapter } from '../../kernels/interfaces/adapter.ts';
import { AdapterPlan } from '../../kernels/interfaces/records.ts';

export interface AdapterShape {
  /** Numbers of a vector. */
  dimension: number;
  /** Numbers of an adapted vector: a multiple of 4, at most the dimension rounded up to one. */
  outputs: number;
  /** Pairs of a batch: a multiple of 4. */
  batch: number;
  /** Adam's rate. */
  rate: number;
  /** Cosines are divided by it: at least 0.03, below which the exponentials leave the f32. */
  temperature: number;
}

/** Behind the state's two numbers everything is data. */
const STATE_WORDS = 4;
const LINE = 64;

/** An odd number of cache lines from one vector to the next: a column of the batch then lies in all sets of the cache. */
function vectorStride(dimension: number): number {
  const lines = Math.ceil((dimension * 4) / LINE);
  return dimension * 4 <= LINE / 2
    ? 4 * Math.ceil(dimension / 4) * 4
    : LINE * (lines % 2 === 0 ? lines + 1 : lines);
}

function sizesOf({ dimension, outputs, batch }: Omit<AdapterShape, 'rate' | 'temperature'>) {
  const parameters = 4 * Math.ceil(dimension / 4) * outputs * 4;
  const rows = 2 * batch;
  return {
    x: rows * vectorStride(dimension),
    items: rows * 4,
    weights: parameters,
    gradient: parameters,
    squares: parameters,
    moments: parameters,
    units: rows * outputs * 4,
    deltas: rows * outputs * 4,
    lengths: rows * 4,
    matrix: batch * batch * 4,
    columns: batch * 4,
    zeros: outputs * 4,
    state: STATE_WORDS * 4,
    plan: AdapterPlan.bytes,
  };
}

/** Private memory of a kernel, bytes: what a plan of threads needs. */
export function adapterBytes(shape: Omit<AdapterShape, 'rate' | 'temperature'>): number {
  return arenaBytes(sizesOf(shape));
}

export class AdapterKernel {
  readonly #exports: Adapter;
  readonly #plan: number;
  readonly #state: Float32Array;
  /** f32 from one vector of `x` to the next; zeros beyond the dimension. */
  readonly stride: number;
  /** The dimension, rounded up to a multiple of 4. */
  readonly inputs: number;
  readonly outputs: number;
  /** Vectors of a batch: two for each pair. */
  readonly rows: number;
  /** 2 × batch vectors: the left items of the pairs, then the right ones. */
  readonly x: Float32Array;
  /** The items of `x`. */
  readonly items: Uint32Array;
  /** W, `inputs` rows of `outputs`. */
  readonly weights: Float32Array;
  readonly gradient: Float32Array;
  readonly moments: Float32Array;
  readonly squares: Float32Array;
  /** 2 × batch adapted vectors of unit length. */
  readonly units: Float32Array;

  /** @throws Failure `resource` where the memory cannot be had. */
  constructor(shape: AdapterShape) {
    const { dimension, outputs, batch, rate, temperature } = shape;
    const stride = vectorStride(dimension);
    const inputs = 4 * Math.ceil(dimension / 4);
    const arena = new Arena(
      adapter,
      shortage(
        'source-memory',
        `An adapter of vectors of ${dimension} numbers needs`,
        '',
        'use a smaller `batch` or fewer `dimensions`, or free memory',
      ),
    ).layout(sizesOf(shape));
    const { at, buffer } = arena;
    this.#exports = arena.exports;
    this.#plan = at.plan;
    this.#state = arena.f32('state');
    this.stride = stride / 4;
    this.inputs = inputs;
    this.outputs = outputs;
    this.rows = 2 * batch;
    this.x = arena.f32('x');
    this.items = arena.u32('items');
    this.weights = arena.f32('weights');
    this.gradient = arena.f32('gradient');
    this.moments = arena.f32('moments');
    this.squares = arena.f32('squares');
    this.units = arena.f32('units');
    AdapterPlan.write(buffer, at.plan, { ...at, stride, inputs, outputs, batch, rate, temperature });
  }

  /** `units` of the first `rows` vectors. */
  adapt(rows: number): void {
    this.#exports.adapt({ plan: this.#plan, rows: 4 * Math.ceil(rows / 4) });
  }

  /** `units` of the first `rows` vectors as W maps them, and their products with the vectors in `gradient`. */
  correlate(rows: number): void {
    this.#exports.correlate({ plan: this.#plan, rows: 4 * Math.ceil(rows / 4) });
  }

  /** Gradient and loss of the batch, without a step. */
  differentiate(): void {
    this.#exports.differentiate(this.#plan);
  }

  trainBatch(): void {
    this.#exports.trainBatch(this.#plan);
  }

  /** Mean loss of the last batch, before its step. */
  get loss(): number {
    return this.#state[1]!;
  }

  /** Steps that Adam's moments have seen. */
  get steps(): number {
    return this.#state[0]!;
  }

  set steps(steps: number) {
    this.#state[0] = steps;
  }
}
