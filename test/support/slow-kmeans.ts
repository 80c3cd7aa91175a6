/** k-means as its definition reads: what the kernel is held against. */

const rowsOf = (values: ArrayLike<number>, dimension: number): number[][] =>
  Array.from({ length: values.length / dimension }, (_, i) =>
    Array.from({ length: dimension }, (_, k) => values[i * dimension + k]!),
  );

export const squared = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, k) => sum + (x - b[k]!) ** 2, 0);

/** One level: whether each vector is with its nearest centroid, each centroid the mean of its vectors; and the inertia. */
export interface Level {
  inertia: number;
  /** Largest excess of a vector's distance over that to its nearest centroid. */
  excess: number;
  /** Largest gap between a centroid and the mean of its vectors. */
  gap: number;
  sizes: number[];
  residual: Float64Array;
}

export function levelOf(
  values: ArrayLike<number>,
  dimension: number,
  codes: Uint32Array,
  centroids: ArrayLike<number>,
): Level {
  const points = rowsOf(values, dimension);
  const centres = rowsOf(centroids, dimension);
  let inertia = 0;
  let excess = 0;
  points.forEach((point, i) => {
    const distance = squared(point, centres[codes[i]!]!);
    inertia += distance;
    excess = Math.max(excess, distance - Math.min(...centres.map((centre) => squared(point, centre))));
  });
  let gap = 0;
  const sizes = centres.map((centre, c) => {
    const members = points.filter((_, i) => codes[i] === c);
    const mean = centre.map((_, k) => members.reduce((sum, point) => sum + point[k]!, 0) / members.length);
    if (members.length > 0) gap = Math.max(gap, Math.sqrt(squared(mean, centre)));
    return members.length;
  });
  const residual = Float64Array.from(
    points.flatMap((point, i) => point.map((x, k) => x - centres[codes[i]!]![k]!)),
  );
  return { inertia, excess, gap, sizes, residual };
}

/** Lloyd's iterations from given centroids until nothing moves; ties to the lower number. */
export function slowLloyd(
  values: ArrayLike<number>,
  dimension: number,
  start: readonly number[][],
): number[] {
  const points = rowsOf(values, dimension);
  let centres = start.map((centre) => [...centre]);
  for (let codes: number[] = []; ; ) {
    const next = points.map((point) => {
      const distances = centres.map((centre) => squared(point, centre));
      return distances.indexOf(Math.min(...distances));
    });
    if (next.every((code, i) => code === codes[i])) return next;
    codes = next;
    centres = centres.map((centre, c) => {
      const members = points.filter((_, i) => codes[i] === c);
      if (members.length === 0) return centre;
      return centre.map((_, k) => members.reduce((sum, point) => sum + point[k]!, 0) / members.length);
    });
  }
}
