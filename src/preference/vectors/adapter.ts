/**
 * A cheap alignment of frozen vectors: one matrix, trained so that items which belong together point the same way. What it
 * reaches, any alignment of the model behind the vectors can reach; what it does not, the vectors may not express.
 */
import type { VectorTable } from '../../data/dataset.ts';
import type { PairSample } from '../pairs/pair-sample.ts';
import { AdapterKernel } from './adapter-kernel.ts';
import { type Breathe, writeStart } from './adapter-start.ts';

export interface AdapterOptions {
  /** Numbers of an adapted vector: a multiple of 4; at most those of a vector are used. */
  dimensions: number;
  /** Pairs of a batch, a multiple of 4. */
  batch: number;
  /** Cosines are divided by it in the loss. */
  temperature: number;
  /** Adam's rate, relative to the root mean square of the weights at the start. */
  rate: number;
}

/** What training has made of an adapter; several share one kernel. */
export interface AdapterState {
  weights: Float32Array;
  moments: Float32Array;
  squares: Float32Array;
  steps: number;
}

export class Adapter {
  readonly outputs: number;
  readonly #kernel: AdapterKernel;
  readonly #table: VectorTable;
  readonly #batch: number;
  readonly #start: Float32Array;

  /** @param kernel with the start as its weights */
  private constructor(table: VectorTable, kernel: AdapterKernel) {
    this.outputs = kernel.outputs;
    this.#table = table;
    this.#batch = kernel.rows / 2;
    this.#kernel = kernel;
    this.#start = kernel.weights.slice();
  }

  /** An adapter of a table's vectors at its start. @throws Failure `resource` where the memory cannot be had. */
  static async of(
    table: VectorTable,
    { dimensions, batch, temperature, rate }: AdapterOptions,
    breathe: Breathe,
  ): Promise<Adapter> {
    const inputs = 4 * Math.ceil(table.dimension / 4);
    const outputs = Math.min(dimensions, inputs);
    // The start's columns are of unit length.
    const shape = { dimension: table.dimension, outputs, batch, temperature, rate: rate / Math.sqrt(inputs) };
    const kernel = new AdapterKernel(shape);
    await writeStart(kernel, table, breathe);
    return new Adapter(table, kernel);
  }

  /** An untrained adapter: its cosines are nearly those of the vectors. */
  start(): AdapterState {
    const zeros = () => new Float32Array(this.#start.length);
    return { weights: this.#start.slice(), moments: zeros(), squares: zeros(), steps: 0 };
  }

  /**
   * Trains `state` on as many batches as the sample holds. @param entryOf where an item's vector stands in the table; each
   * item of the sample has one. @param breathe called after every batch. @returns the mean loss of the last quarter.
   */
  async train(
    state: AdapterState,
    sample: PairSample,
    entryOf: (item: number) => number,
    breathe: Breathe,
  ): Promise<number> {
    const kernel = this.#kernel;
    const batches = Math.floor(sample.left.length / this.#batch);
    kernel.weights.set(state.weights);
    kernel.moments.set(state.moments);
    kernel.squares.set(state.squares);
    kernel.steps = state.steps;
    kernel.x.fill(0);
    let loss = 0;
    const counted = Math.ceil(batches / 4);
    for (let b = 0; b < batches; b++) {
      const range = [b * this.#batch, (b + 1) * this.#batch] as const;
      kernel.items.set(sample.left.subarray(...range));
      kernel.items.set(sample.right.subarray(...range), this.#batch);
      for (let r = 0; r < kernel.rows; r++) this.#read(entryOf(kernel.items[r]!), r);
      kernel.trainBatch();
      if (b >= batches - counted) loss += kernel.loss / counted;
      await breathe();
    }
    state.weights.set(kernel.weights);
    state.moments.set(kernel.moments);
    state.squares.set(kernel.squares);
    state.steps = kernel.steps;
    return loss;
  }

  /** The adapted vectors of some entries, `outputs` numbers each, of unit length; one that W maps to 0 is 0. */
  async adapt({ weights }: AdapterState, entries: Uint32Array, breathe: Breathe): Promise<Float32Array> {
    const kernel = this.#kernel;
    const adapted = new Float32Array(entries.length * this.outputs);
    kernel.weights.set(weights);
    kernel.x.fill(0);
    for (let first = 0; first < entries.length; first += kernel.rows) {
      const rows = Math.min(kernel.rows, entries.length - first);
      for (let r = 0; r < rows; r++) this.#read(entries[first + r]!, r);
      kernel.adapt(rows);
      adapted.set(kernel.units.subarray(0, rows * this.outputs), first * this.outputs);
      await breathe();
    }
    return adapted;
  }

  #read(entry: number, row: number): void {
    const { values, dimension } = this.#table;
    this.#kernel.x.set(
      values.subarray(entry * dimension, (entry + 1) * dimension),
      row * this.#kernel.stride,
    );
  }
}
