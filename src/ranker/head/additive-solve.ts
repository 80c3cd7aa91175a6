/** Conjugate gradients: a step of an additive model from products of its second derivatives, which are not written down. */
import type { Change } from './additive-rows.ts';

/** Conjugate gradients end where this share of the gradient's length is left, or what is negligible. */
const ROUGHLY = 0.02;
const MOST_PRODUCTS = 60;

/** Values of all bins, and the slope. */
export type Vector = Omit<Change, 'shift'>;

/**
 * Solves `product(x) = right` roughly.
 * @param negligible of the squared length, in the measure of `nearly`, may be left
 */
export function conjugateGradients(
  right: Vector,
  negligible: number,
  { product, nearly }: Record<'product' | 'nearly', (vector: Vector) => Vector>,
): Vector {
  const found: Vector = { values: new Float64Array(right.values.length), slope: 0 };
  const left: Vector = { values: right.values.slice(), slope: right.slope };
  let solved = nearly(left);
  let direction: Vector = { values: solved.values.slice(), slope: solved.slope };
  let length = dot(left, solved);
  const enough = Math.max(length * ROUGHLY ** 2, negligible);
  for (let k = 0; k < MOST_PRODUCTS && length > enough && length > 0; k++) {
    const moved = product(direction);
    const share = length / dot(direction, moved);
    if (!Number.isFinite(share)) break;
    addTo(found, direction, share);
    addTo(left, moved, -share);
    solved = nearly(left);
    const next = dot(left, solved);
    const kept = next / length;
    length = next;
    const before = direction;
    direction = {
      values: solved.values.map((x, at) => x + kept * before.values[at]!),
      slope: solved.slope + kept * before.slope,
    };
  }
  return found;
}

export function dot(a: Vector, b: Vector): number {
  let sum = a.slope * b.slope;
  for (let at = 0; at < a.values.length; at++) sum += a.values[at]! * b.values[at]!;
  return sum;
}

function addTo(to: Vector, vector: Vector, share: number): void {
  for (let at = 0; at < to.values.length; at++) to.values[at] = to.values[at]! + share * vector.values[at]!;
  to.slope += share * vector.slope;
}
