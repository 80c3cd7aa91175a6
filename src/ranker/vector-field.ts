/** The vectors behind a field's codes: checked, shared between threads, and what they have in common. */
import { broken } from './broken.ts';
import type { VectorField } from './ranker.ts';

interface VectorColumn {
  name: string;
  cardinality: number;
  vectors?: { dimension: number; values: Float32Array } | undefined;
}

/**
 * The vectors of the one column that has some, in shared memory.
 * @throws Failure `internal` for two such columns, or fewer vectors than codes
 */
export function vectorField(columns: readonly VectorColumn[]): VectorField | undefined {
  const [column, other] = columns.filter(({ vectors }) => vectors !== undefined);
  if (column?.vectors === undefined) return undefined;
  if (other !== undefined) throw broken(`fields ${column.name} and ${other.name} are both vectors`);
  const { name, cardinality } = column;
  const { dimension, values } = column.vectors;
  if (values.length !== (cardinality - 1) * dimension) {
    throw broken(
      `field ${name}: ${cardinality - 1} vectors of ${dimension} are not ${values.length} numbers`,
    );
  }
  const common = centre(values, dimension);
  if (values.buffer instanceof SharedArrayBuffer) return { name, dimension, values, ...common };
  const shared = new Float32Array(new SharedArrayBuffer(4 * values.length));
  shared.set(values);
  return { name, dimension, values: shared, ...common };
}

/**
 * Vectors that the mean is taken from, at most: every k-th beyond that, so that a million of 768 numbers take no second. Such a
 * mean is off by 0.3 % of the vectors' spread.
 */
const CENTRE_VECTORS = 131_072;

/** Mean of the vectors, and what brings their mean squared distance from it to 1; 0 where all are equal. */
function centre(values: Float32Array, dimension: number): Pick<VectorField, 'mean' | 'scale'> {
  const step = dimension * Math.ceil(values.length / dimension / CENTRE_VECTORS);
  const sums = new Float64Array(dimension);
  let count = 0;
  for (let at = 0; at < values.length; at += step, count++) {
    for (let k = 0; k < dimension; k++) sums[k]! += values[at + k]!;
  }
  const mean = Float32Array.from(sums, (sum) => (count === 0 ? 0 : sum / count));
  let squares = 0;
  for (let at = 0; at < values.length; at += step) {
    for (let k = 0; k < dimension; k++) squares += (values[at + k]! - mean[k]!) ** 2;
  }
  // Equal vectors of unit length differ from their mean by rounding alone.
  return { mean, scale: squares > 1e-9 * count ? Math.sqrt(count / squares) : 0 };
}
