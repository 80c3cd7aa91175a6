/** The memory of the vectors kernel: one user's history vectors and some of their candidates at a time. */
import { type Vectors, vectors as vectorsKernel } from '../../kernels/interfaces/vectors.ts';
import { instantiate, type Kernel } from '../../kernels/loader.ts';

/** Tiers of width 0.1 over [−1, 1] (SimTier). */
export const TIERS = 20;
/** Values per row: maximum, mean, one count per tier. */
export const VECTOR_WIDTH = 2 + TIERS;

const align = (bytes: number): number => Math.ceil(bytes / 64) * 64;

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
  start: (rows + 1) * 4,
  scratch: (length + 1) * 4,
  out: rows * VECTOR_WIDTH * 4,
});

/** Private memory of a kernel, bytes: what a plan of threads needs. */
export function vectorKernelBytes(dimension: number, shape: VectorShape): number {
  return Object.values(sizesOf(dimension, shape)).reduce((sum, bytes) => sum + align(bytes), 0);
}

export class VectorKernel {
  readonly #kernel: Kernel<Vectors>;
  /** f32 from one vector to the next: the dimension, padded to a multiple of 8 with zeros. */
  readonly stride: number;
  readonly candidates: Float32Array;
  readonly history: Float32Array;
  readonly picked: Uint32Array;
  readonly pickedStart: Uint32Array;
  readonly out: Float32Array;
  readonly #at: {
    candidates: number;
    history: number;
    picked: number;
    start: number;
    scratch: number;
    out: number;
  };

  /** @param dimension of the vectors. @throws RangeError beyond 4 GiB */
  constructor(dimension: number, shape: VectorShape) {
    const { rows, length, vectors } = shape;
    this.stride = strideOf(dimension);
    const sizes = sizesOf(dimension, shape);
    this.#kernel = instantiate(vectorsKernel, vectorKernelBytes(dimension, shape));
    const { buffer } = this.#kernel.memory;
    let at = this.#kernel.base;
    const place = (bytes: number): number => {
      const here = at;
      at += align(bytes);
      return here;
    };
    this.#at = {
      candidates: place(sizes.candidates),
      history: place(sizes.history),
      picked: place(sizes.picked),
      start: place(sizes.start),
      scratch: place(sizes.scratch),
      out: place(sizes.out),
    };
    this.candidates = new Float32Array(buffer, this.#at.candidates, rows * this.stride);
    this.history = new Float32Array(buffer, this.#at.history, vectors * this.stride);
    this.picked = new Uint32Array(buffer, this.#at.picked, rows * length);
    this.pickedStart = new Uint32Array(buffer, this.#at.start, rows + 1);
    this.out = new Float32Array(buffer, this.#at.out, rows * VECTOR_WIDTH);
  }

  /** Features of the first `rows` candidates into `out`. */
  features(rows: number): void {
    const { candidates, history, picked, start, scratch, out } = this.#at;
    const bytes = 4 * this.stride;
    const places = { candidates, history, picked, pickedStart: start, cosines: scratch, out };
    this.#kernel.exports.features({ ...places, rows, bytes, tiers: TIERS });
  }
}
