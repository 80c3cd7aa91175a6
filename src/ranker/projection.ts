/**
 * The memory of a field whose factors are a learned projection of the candidate's vector, and the record that kernels find it
 * by: see src/kernels/assembly/tables/projection.ts.
 */

import { hashName } from '../common/hash.ts';
import type { Fm } from '../kernels/interfaces/fm.ts';
import type { RankerOptions } from '../specfile/schema.ts';
import { BLOCK_ROWS } from './block.ts';
import type { InputNames, ProjectionAddresses } from './kind.ts';

/** Where the field stands in a task. */
export interface ProjectedField {
  /** Position among the fields of a row. */
  field: number;
  /** Table row of its missing value; those of its slots follow. */
  missing: number;
  /** Numbers of a vector. */
  dimension: number;
}

/** Byte offsets, as those of a kernel's other memory. */
export interface ProjectionPlan {
  /** Numbers of a vector in the kernel's memory: padded with zeros to whole SIMD lanes. */
  floats: number;
  /** What training changes. */
  trained: { squares: number; weights: number; matrix: number };
  record: number;
  gradient: number;
  /** Sums over a batch; online training has none. */
  weightGradients: number;
  matrixGradients: number;
  /** The vectors of a block's rows. */
  vectors: number;
}

/** Next free offset for so many bytes. */
export type Take = (bytes: number) => number;

const RECORD_BYTES = 64;

/**
 * Table rows that a vector field takes beside that of the missing value. A batch needs the factors of all its rows at once; row
 * by row one slot is enough.
 */
export const slotsOf = (options: RankerOptions): number => (options.kind === 'deepfm' ? options.batch : 1);

const floatsOf = (dimension: number): number => Math.ceil(dimension / 4) * 4;

/** The parts that training changes: to lie right behind the state, so that a snapshot holds both. */
export function planTrained(
  take: Take,
  options: RankerOptions,
  dimension: number,
): ProjectionPlan['trained'] {
  const floats = floatsOf(dimension);
  const squares = take(8);
  const weights = take(4 * floats);
  const matrix = options.kind === 'lr' ? weights : take(4 * floats * options.factors);
  return { squares, weights, matrix };
}

export function planProjection(
  take: Take,
  options: RankerOptions,
  dimension: number,
  trained: ProjectionPlan['trained'],
): ProjectionPlan {
  const floats = floatsOf(dimension);
  const record = take(RECORD_BYTES);
  const gradient = take(4 * options.factors);
  const batched = options.kind === 'deepfm' ? floats : 0;
  const weightGradients = take(4 * batched);
  const matrixGradients = take(4 * batched * options.factors);
  const vectors = take(4 * floats * BLOCK_ROWS);
  return { floats, trained, record, gradient, weightGradients, matrixGradients, vectors };
}

/** Writes the record, word by word in the order of the kernels' class `Projection`. */
export function writeProjection(
  memory: WebAssembly.Memory,
  base: number,
  planned: ProjectionPlan,
  { field, missing, dimension }: ProjectedField,
): ProjectionAddresses {
  const { trained, floats } = planned;
  const words = new Uint32Array(memory.buffer, base + planned.record, RECORD_BYTES / 4);
  words.set(
    [
      ...[trained.squares, trained.weights, trained.matrix],
      ...[planned.weightGradients, planned.matrixGradients, planned.gradient, planned.vectors],
    ].map((offset) => base + offset),
  );
  words.set([floats, 4 * field, missing], 7);
  new Float32Array(memory.buffer, base + planned.record)[10] = 1 / dimension;
  const { squares, weights, matrix } = trained;
  return {
    floats,
    vectors: base + planned.vectors,
    ...{ squares: base + squares, weights: base + weights, matrix: base + matrix },
  };
}

/** What every kernel with a projection exports. */
export type InitWeights = Pick<Fm, 'initWeights'>;

/**
 * w 0 and W uniform in ± `initialScale`, drawn from (seed, field name, place in the vector): the factors of a vector of length 1
 * are then as large as those of an id.
 */
export function initProjection(
  kernel: { exports: InitWeights; memory: WebAssembly.Memory; base: number },
  planned: ProjectionPlan,
  options: RankerOptions,
  { field, dimension }: ProjectedField,
  seed: number,
  names: InputNames,
): void {
  const { exports, memory, base } = kernel;
  const { squares, weights, matrix } = planned.trained;
  new Float32Array(memory.buffer, base + squares, 2).fill(0);
  new Float32Array(memory.buffer, base + weights, planned.floats).fill(0);
  if (options.kind === 'lr') return;
  const { factors, initialScale } = options;
  const hash = hashName(`projection:${names.fields[field]!}`);
  const shape = { at: base + matrix, rows: dimension, columns: factors };
  exports.initWeights({ ...shape, seed, nameHash: hash, scale: initialScale });
}
