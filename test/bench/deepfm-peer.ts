/**
 * The same DeepFM in plain JavaScript on typed arrays: one row after another through the tower, gradients summed over the
 * batch, the same optimisers. What the kernel is compared with.
 */
import { towerShape } from '../../src/ranker/deepfm-memory.ts';
import type { DeepFmOptions } from '../../src/specfile/schema.ts';

const HEADER = 4;

interface PeerLayer {
  inputs: number;
  outputs: number;
  /** Positions in the parameters. */
  weights: number;
  biases: number;
  values: Float64Array;
  deltas: Float64Array;
}

export class PeerDeepFm {
  readonly #options: DeepFmOptions;
  readonly #table: Float32Array;
  readonly #tower: Float32Array;
  readonly #gradient: Float64Array;
  readonly #first: Float32Array;
  readonly #second: Float32Array;
  readonly #layers: PeerLayer[];
  readonly #output: number;
  readonly #x: Float64Array;
  readonly #dx: Float64Array;
  readonly #sums: Float64Array;
  readonly #stride: number;
  readonly #places = new Map<number, number>();
  readonly #idGradients: Float64Array;
  #steps = 0;
  #bias = 0;
  #biasSquares = 0;

  /**
   * @param table rows of weight, its squares, the factors' squares, a spare, the factors
   * @param tower parameters in the kernel's order
   */
  constructor(options: DeepFmOptions, fields: number, table: Float32Array, tower: Float32Array) {
    this.#options = options;
    this.#table = table;
    this.#tower = tower;
    this.#gradient = new Float64Array(tower.length);
    this.#first = new Float32Array(tower.length);
    this.#second = new Float32Array(tower.length);
    this.#stride = HEADER + options.factors;
    const shape = towerShape(options, { fields, denses: 0 });
    this.#layers = shape.layers.map(({ inputs, outputs, weights, biases }) => ({
      ...{ inputs, outputs, weights: weights / 4, biases: biases / 4 },
      values: new Float64Array(outputs),
      deltas: new Float64Array(outputs),
    }));
    const last = this.#layers.at(-1)!;
    this.#output = last.biases + last.outputs;
    this.#x = new Float64Array(shape.inputs);
    this.#dx = new Float64Array(shape.inputs);
    this.#sums = new Float64Array(options.factors);
    this.#idGradients = new Float64Array(options.batch * fields * (1 + options.factors));
  }

  /** The logit of the row whose codes begin at `at`; leaves sums and the values of all layers. */
  #logit(codes: Uint32Array, at: number, offsets: Uint32Array): number {
    const { factors } = this.#options;
    const table = this.#table;
    const x = this.#x;
    const sums = this.#sums.fill(0);
    let logit = this.#bias;
    let sumOfSquares = 0;
    for (let f = 0, i = 0; f < offsets.length; f++) {
      const row = (codes[at + f]! + offsets[f]!) * this.#stride;
      logit += table[row]!;
      for (let k = 0; k < factors; k++, i++) {
        const v = table[row + HEADER + k]!;
        x[i] = v;
        sums[k]! += v;
        sumOfSquares += v * v;
      }
    }
    let squared = 0;
    for (let k = 0; k < factors; k++) squared += sums[k]! * sums[k]!;
    const tower = this.#tower;
    let below = x;
    for (const { inputs, outputs, weights, biases, values } of this.#layers) {
      for (let j = 0; j < outputs; j++) values[j] = tower[biases + j]!;
      for (let i = 0, w = weights; i < inputs; i++) {
        const value = below[i]!;
        for (let j = 0; j < outputs; j++, w++) values[j]! += value * tower[w]!;
      }
      for (let j = 0; j < outputs; j++) if (values[j]! < 0) values[j] = 0;
      below = values;
    }
    for (let j = 0; j < below.length; j++) logit += below[j]! * tower[this.#output + j]!;
    return logit + 0.5 * (squared - sumOfSquares);
  }

  /** One step for rows[from..to), a batch without dropout. */
  train(
    codes: Uint32Array,
    offsets: Uint32Array,
    label: Uint8Array,
    rows: Uint32Array,
    from: number,
    to: number,
  ): void {
    this.#gradient.fill(0);
    this.#places.clear();
    let ofBias = 0;
    for (let r = from; r < to; r++) {
      const at = rows[r]! * offsets.length;
      const error = 1 / (1 + Math.exp(-this.#logit(codes, at, offsets))) - label[rows[r]!]!;
      ofBias += error;
      this.#backward(error);
      this.#collect(codes, at, offsets, error);
    }
    this.#stepTower(to - from);
    this.#stepIds();
    this.#biasSquares += ofBias * ofBias;
    this.#bias -= (this.#options.learningRate * ofBias) / Math.sqrt(this.#biasSquares);
  }

  #backward(error: number): void {
    const tower = this.#tower;
    const gradient = this.#gradient;
    const last = this.#layers.at(-1)!;
    for (let j = 0; j < last.outputs; j++) {
      gradient[this.#output + j]! += error * last.values[j]!;
      last.deltas[j] = last.values[j]! > 0 ? error * tower[this.#output + j]! : 0;
    }
    for (let l = this.#layers.length - 1; l >= 0; l--) {
      const { inputs, outputs, weights, biases, deltas } = this.#layers[l]!;
      const below = l === 0 ? this.#x : this.#layers[l - 1]!.values;
      const belowDeltas = l === 0 ? this.#dx : this.#layers[l - 1]!.deltas;
      for (let j = 0; j < outputs; j++) gradient[biases + j]! += deltas[j]!;
      for (let i = 0, w = weights; i < inputs; i++) {
        const value = below[i]!;
        let sum = 0;
        for (let j = 0; j < outputs; j++, w++) {
          gradient[w]! += value * deltas[j]!;
          sum += tower[w]! * deltas[j]!;
        }
        belowDeltas[i] = l === 0 || value > 0 ? sum : 0;
      }
    }
  }

  #collect(codes: Uint32Array, at: number, offsets: Uint32Array, error: number): void {
    const { factors, l2, l2Factors } = this.#options;
    const gradients = this.#idGradients;
    for (let f = 0, i = 0; f < offsets.length; f++) {
      const row = (codes[at + f]! + offsets[f]!) * this.#stride;
      let place = this.#places.get(row);
      if (place === undefined) {
        place = this.#places.size * (1 + factors);
        this.#places.set(row, place);
        gradients.fill(0, place, place + 1 + factors);
      }
      gradients[place]! += error + l2 * this.#table[row]!;
      for (let k = 0; k < factors; k++, i++) {
        const v = this.#x[i]!;
        gradients[place + 1 + k]! += error * (this.#sums[k]! - v) + l2Factors * v + this.#dx[i]!;
      }
    }
  }

  #stepTower(rows: number): void {
    const { towerRate, l2Tower } = this.#options;
    this.#steps++;
    const first = 1 - 0.9 ** this.#steps;
    const second = 1 - 0.999 ** this.#steps;
    for (let i = 0; i < this.#tower.length; i++) {
      const g = this.#gradient[i]! / rows + l2Tower * this.#tower[i]!;
      this.#first[i] = 0.9 * this.#first[i]! + 0.1 * g;
      this.#second[i] = 0.999 * this.#second[i]! + 0.001 * g * g;
      this.#tower[i]! -=
        (towerRate * (this.#first[i]! / first)) / (Math.sqrt(this.#second[i]! / second) + 1e-8);
    }
  }

  #stepIds(): void {
    const { factors, learningRate } = this.#options;
    const table = this.#table;
    const gradients = this.#idGradients;
    for (const [row, place] of this.#places) {
      const gradient = gradients[place]!;
      table[row + 1]! += gradient * gradient;
      table[row]! -= (learningRate * gradient) / Math.sqrt(table[row + 1]!);
      let squares = 0;
      for (let k = 1; k <= factors; k++) squares += gradients[place + k]! ** 2;
      table[row + 2]! += squares / factors;
      const step = learningRate / Math.sqrt(table[row + 2]!);
      for (let k = 0; k < factors; k++) table[row + HEADER + k]! -= step * gradients[place + 1 + k]!;
    }
  }

  /** The logit of one row. */
  score(codes: Uint32Array, offsets: Uint32Array, row: number): number {
    return this.#logit(codes, row * offsets.length, offsets);
  }
}
