/**
 * The projection of vectors again, slow and obvious. It lends the slow rankers a table row, w · e and Wᵀe, and learns from what
 * they do to that row: its accumulators begin empty, so that a step tells the gradient.
 */
import type { Kind } from '../../../src/ranker/kind.ts';
import type { SlowRow } from './slow-ranker.ts';

export interface Gradient {
  vector: readonly number[];
  weight: number;
  factors: readonly number[];
}

export class SlowProjection {
  weights: number[];
  /** By number of the vector, then by factor. */
  matrix: number[][];
  weightSquares = 0;
  matrixSquares = 0;

  constructor(weights: number[], matrix: number[][]) {
    this.weights = weights;
    this.matrix = matrix;
  }

  /** The table row that stands for a vector. */
  row(vector: readonly number[]): SlowRow {
    const weight = vector.reduce((sum, e, i) => sum + e * this.weights[i]!, 0);
    const factors = this.matrix[0]!.map((_, k) =>
      vector.reduce((sum, e, i) => sum + e * this.matrix[i]![k]!, 0),
    );
    return { weight, weightSquares: 0, factorSquares: 0, factors };
  }

  /** One Adagrad step by the summed gradients of some rows. */
  step(rows: readonly Gradient[], rate: number): void {
    const ofWeights = this.weights.map((_, i) =>
      rows.reduce((sum, { vector, weight }) => sum + vector[i]! * weight, 0),
    );
    const ofMatrix = this.matrix.map((row, i) =>
      row.map((_, k) => rows.reduce((sum, { vector, factors }) => sum + vector[i]! * factors[k]!, 0)),
    );
    const square = (numbers: readonly number[]) => numbers.reduce((sum, x) => sum + x * x, 0);
    if (rows.length === 0) return;
    this.weightSquares += square(ofWeights) / this.weights.length;
    this.weights = this.weights.map((w, i) => w - (rate * ofWeights[i]!) / Math.sqrt(this.weightSquares));
    const factors = this.matrix[0]!.length;
    if (factors === 0) return;
    this.matrixSquares += square(ofMatrix.flat()) / (this.weights.length * factors);
    this.matrix = this.matrix.map((row, i) =>
      row.map((w, k) => w - (rate * ofMatrix[i]![k]!) / Math.sqrt(this.matrixSquares)),
    );
  }
}

/** What a first step from empty accumulators tells. */
export function gradientOf(
  vector: readonly number[],
  before: SlowRow,
  after: SlowRow,
  rate: number,
): Gradient {
  const moved = (from: number, to: number, squares: number) => ((from - to) * Math.sqrt(squares)) / rate;
  return {
    vector,
    weight: moved(before.weight, after.weight, after.weightSquares),
    factors: before.factors.map((v, k) => moved(v, after.factors[k]!, after.factorSquares)),
  };
}

/** The projection in a kernel's memory. */
export class OpenProjection {
  readonly #kind: Kind;
  readonly #dimension: number;
  readonly #factors: number;

  /** @param factors 0 for `lr` */
  constructor(kind: Kind, dimension: number, factors: number) {
    this.#kind = kind;
    this.#dimension = dimension;
    this.#factors = factors;
  }

  #floats(at: number, length: number): Float32Array {
    return new Float32Array(this.#kind.buffer, at, length);
  }

  get #at() {
    return this.#kind.projection!;
  }

  #row(i: number): Float32Array {
    return this.#floats(this.#at.matrix + 4 * i * this.#factors, this.#factors);
  }

  /** Random weights and matrix. */
  fill(next: () => number, scale: number): void {
    const draw = () => scale * (2 * next() - 1);
    this.#floats(this.#at.weights, this.#dimension).set(Array.from({ length: this.#dimension }, draw));
    for (let i = 0; i < this.#dimension; i++) {
      this.#row(i).set(Array.from({ length: this.#factors }, draw));
    }
  }

  read(): SlowProjection {
    const rows = Array.from({ length: this.#dimension }, (_, i) => [...this.#row(i)]);
    const read = new SlowProjection([...this.#floats(this.#at.weights, this.#dimension)], rows);
    [read.matrixSquares, read.weightSquares] = this.#floats(this.#at.squares, 2) as unknown as [
      number,
      number,
    ];
    return read;
  }

  /** The vectors of a block's rows, in their order. */
  load(vectors: readonly (readonly number[] | undefined)[]): void {
    const { vectors: at, floats } = this.#at;
    for (const [row, vector] of vectors.entries()) {
      this.#floats(at + 4 * floats * row, floats)
        .fill(0)
        .set(vector ?? [Number.NaN]);
    }
  }
}

/** A vector of length 0.5 to 1.5. */
export function anyVector(next: () => number, dimension: number): number[] {
  const vector = Array.from({ length: dimension }, () => 2 * next() - 1);
  const length = Math.hypot(...vector) / (0.5 + next());
  return vector.map((x) => Math.fround(x / length));
}
