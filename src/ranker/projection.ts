/**
 * The memory of a field whose factors are a learned projection of the candidate's vector, and the record that kernels find it
 * by: see src/kernels/assembly/tables/projection.ts.
 */

import { hashName } from '../common/hash.ts';
import type { Arena } from '../kernels/arena.ts';
import type { Fm } from '../kernels/interfaces/fm.ts';
import { Projection } from '../kernels/interfaces/records.ts';
import { RANKER_TRAITS } from '../report/ranker-kinds.ts';
import { withTower } from '../specfile/ranker-kinds.ts';
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

/**
 * Table rows that a vector field takes beside that of the missing value. A batch needs the factors of all its rows at once; row
 * by row one slot is enough.
 */
export const slotsOf = (options: RankerOptions): number => (withTower(options) ? options.batch : 1);

const floatsOf = (dimension: number): number => Math.ceil(dimension / 4) * 4;

/**
 * Bytes of the arrays that training changes, to lie right behind the state, so that a snapshot holds both.
 * @param dimension of the vectors; 0 where no field is a projection, and no array takes room
 */
export function trainedSizes({ kind, factors }: RankerOptions, dimension: number) {
  const floats = floatsOf(dimension);
  return {
    projectionSquares: dimension > 0 ? 8 : 0,
    projectionWeights: 4 * floats,
    projectionMatrix: RANKER_TRAITS[kind].factors ? 4 * floats * factors : 0,
  };
}

/** Bytes of the other arrays; see `trainedSizes`. */
export function projectionSizes({ kind, factors }: RankerOptions, dimension: number) {
  const floats = floatsOf(dimension);
  // Sums over a batch; online training has none.
  const batched = RANKER_TRAITS[kind].tower ? floats : 0;
  return {
    projectionRecord: dimension > 0 ? Projection.bytes : 0,
    projectionGradient: dimension > 0 ? 4 * factors : 0,
    projectionWeightGradients: 4 * batched,
    projectionMatrixGradients: 4 * batched * factors,
    /** The vectors of a block's rows. */
    projectionVectors: 4 * floats * BLOCK_ROWS,
  };
}

type ProjectionArray = keyof ReturnType<typeof trainedSizes> | keyof ReturnType<typeof projectionSizes>;

/** What every kernel with a projection exports. */
export type InitWeights = Pick<Fm, 'initWeights'>;

/** A kernel with a projection. */
export type ProjectionMemory = Pick<Arena<InitWeights, ProjectionArray>, 'exports' | 'buffer' | 'at'>;

/** `lr` has no matrix. */
const matrixOf = ({ at }: ProjectionMemory, { kind }: RankerOptions): number =>
  RANKER_TRAITS[kind].factors ? at.projectionMatrix : at.projectionWeights;

/** Writes the record that the kernel finds the projection by. */
export function writeProjection(
  memory: ProjectionMemory,
  options: RankerOptions,
  { field, missing, dimension }: ProjectedField,
): ProjectionAddresses {
  const { buffer, at } = memory;
  const floats = floatsOf(dimension);
  const addresses = {
    squares: at.projectionSquares,
    weights: at.projectionWeights,
    matrix: matrixOf(memory, options),
    vectors: at.projectionVectors,
  };
  Projection.write(buffer, at.projectionRecord, {
    ...addresses,
    gradient: at.projectionGradient,
    weightGradients: at.projectionWeightGradients,
    matrixGradients: at.projectionMatrixGradients,
    ...{ floats, missing, column: 4 * field, share: 1 / dimension },
  });
  return { ...addresses, floats };
}

/**
 * w 0 and W uniform in ± `initialScale`, drawn from (seed, field name, place in the vector): the factors of a vector of length 1
 * are then as large as those of an id.
 */
export function initProjection(
  memory: ProjectionMemory,
  options: RankerOptions,
  { field, dimension }: ProjectedField,
  seed: number,
  names: InputNames,
): void {
  const { exports, buffer, at } = memory;
  new Float32Array(buffer, at.projectionSquares, 2).fill(0);
  new Float32Array(buffer, at.projectionWeights, floatsOf(dimension)).fill(0);
  if (!RANKER_TRAITS[options.kind].factors) return;
  const nameHash = hashName(`projection:${names.fields[field]!}`);
  const shape = { at: at.projectionMatrix, rows: dimension, columns: options.factors };
  exports.initWeights({ ...shape, seed, nameHash, scale: options.initialScale });
}
