/**
 * The same factorisation machine in plain JavaScript on typed arrays: same table rows, same online row-wise Adagrad.
 * What the kernel is compared with.
 */
import type { RankerOptions } from '../../src/specfile/schema.ts';

const HEADER = 4;

export class PeerFm {
  readonly #options: RankerOptions;
  readonly #table: Float32Array;
  readonly #sums: Float64Array;
  readonly #stride: number;
  #bias = 0;
  #biasSquares = 0;

  /** @param table rows of weight, its squares, the factors' squares, a spare, the factors. */
  constructor(options: RankerOptions, table: Float32Array) {
    this.#options = options;
    this.#table = table;
    this.#sums = new Float64Array(options.factors);
    this.#stride = HEADER + options.factors;
  }

  /** The logit of the row whose codes begin at `at`; leaves the sums of the factors in #sums. */
  #logit(codes: Uint32Array, at: number, offsets: Uint32Array): number {
    const table = this.#table;
    const sums = this.#sums;
    const { factors } = this.#options;
    sums.fill(0);
    let logit = this.#bias;
    let sumOfSquares = 0;
    for (let f = 0; f < offsets.length; f++) {
      const row = (codes[at + f]! + offsets[f]!) * this.#stride;
      logit += table[row]!;
      for (let k = 0; k < factors; k++) {
        const v = table[row + HEADER + k]!;
        sums[k]! += v;
        sumOfSquares += v * v;
      }
    }
    let squared = 0;
    for (let k = 0; k < factors; k++) squared += sums[k]! * sums[k]!;
    return logit + 0.5 * (squared - sumOfSquares);
  }

  /** One online step for each of rows[from..to). */
  train(
    codes: Uint32Array,
    offsets: Uint32Array,
    label: Uint8Array,
    rows: Uint32Array,
    from: number,
    to: number,
  ): void {
    const table = this.#table;
    const sums = this.#sums;
    const { factors, learningRate, l2, l2Factors } = this.#options;
    for (let i = from; i < to; i++) {
      const at = rows[i]! * offsets.length;
      const error = 1 / (1 + Math.exp(-this.#logit(codes, at, offsets))) - label[rows[i]!]!;
      const selfWeight = l2Factors - error;
      for (let f = 0; f < offsets.length; f++) {
        const row = (codes[at + f]! + offsets[f]!) * this.#stride;
        const first = row + HEADER;
        let squares = 0;
        for (let k = 0; k < factors; k++) {
          const gradient = error * sums[k]! + selfWeight * table[first + k]!;
          squares += gradient * gradient;
        }
        table[row + 2]! += squares / factors;
        const step = learningRate / Math.sqrt(table[row + 2]!);
        for (let k = 0; k < factors; k++) {
          table[first + k]! -= step * (error * sums[k]! + selfWeight * table[first + k]!);
        }
        const gradient = error + l2 * table[row]!;
        table[row + 1]! += gradient * gradient;
        table[row]! -= (learningRate * gradient) / Math.sqrt(table[row + 1]!);
      }
      this.#biasSquares += error * error;
      this.#bias -= (learningRate * error) / Math.sqrt(this.#biasSquares);
    }
  }

  /** The logit of one row. */
  score(codes: Uint32Array, offsets: Uint32Array, row: number): number {
    return this.#logit(codes, row * offsets.length, offsets);
  }
}
