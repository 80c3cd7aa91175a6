/** The memory of the vectors kernel: one user's history vectors and some of their candidates at a time. */
import { Arena, arenaBytes, shortage } from '../../kernels/arena.ts';
import { vectors as kernel, type Vectors } from '../../kernels/interfaces/vectors.ts';

/** Tiers of width 0.1 over [−1, 1] (SimTier). */
export const TIERS = 20;
/** Values per row: maximum, mean, one count per tier. */
export const VECTOR_WIDTH = 2 + TIERS;

/** What a kernel is made for. */
export interface VectorShape {
  /** Candidates at a time. */
  rows: number;
  /** History items of one row, at most. */
  length: number;
  /** Distinct history items of those rows together, at most. */
  vectors: number;
}

/** Numbers from one vector to the next. */
const strideOf = (dimension: number): number => 8 * Math.ceil(dimension / 8);

const sizesOf = (dimension: number, { rows, length, vectors }: VectorShape) => ({
  candidates: rows * strideOf(dimension) * 4,
  history: vectors * strideOf(dimension) * 4,
  picked: rows * length * 4,
  pickedStart: (rows + 1) * 4,
  cosines: (length + 1) * 4,
  out: rows * VECTOR_WIDTH * 4,
});

/** Private memory of a kernel, bytes: what a plan of threads needs. */
export function vectorKernelBytes(dimension: number, shape: VectorShape): number {
  return arenaBytes(sizesOf(dimension, shape));
}

export class VectorKernel {
  readonly #arena: Arena<Vectors, keyof ReturnType<typeof sizesOf>>;
  /** f32 from one vector to the next: the dimension, padded to a multiple of 8 with zeros. */
  readonly stride: number;
  readonly candidates: Float32Array;
  readonly history: Float32Array;
  readonly picked: Uint32Array;
  readonly pickedStart: Uint32Array;
  readonly out: Float32Array;

  /** @param dimension of the vectors. @throws Failure `resource` where the memory cannot be had */
  constructor(dimension: number, shape: VectorShape) {
    this.stride = strideOf(dimension);
    this.#arena = new Arena(
      kernel,
      shortage(
        'source-memory',
        `Histories of ${shape.length} vectors of ${dimension} numbers need`,
        '',
        'shorten `history`, or free memory',
      ),
    ).layout(sizesOf(dimension, shape));
    this.candidates = this.#arena.f32('candidates');
    this.history = this.#arena.f32('history');
    this.picked = this.#arena.u32('picked');
    this.pickedStart = this.#arena.u32('pickedStart');
    this.out = this.#arena.f32('out');
  }

  /** Features of the first `rows` candidates into `out`. */
  features(rows: number): void {
    const { exports, at } = this.#arena;
    exports.features({ ...at, rows, bytes: 4 * this.stride, tiers: TIERS });
  }
}
