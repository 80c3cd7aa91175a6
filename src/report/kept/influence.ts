/**
 * How a report carries what runs share: the influence of user groups on the metric of an arm, as 16-bit numbers in base64. A few
 * hundred bytes for each arm and seed, whatever the size of the log.
 */
import type { Influence } from '../schema.ts';

const LARGEST = 32_767;

/** @param sums influence by group, finite. Rounded to 1/65,534 of the range: far below what sampling leaves uncertain. */
export function encodeInfluence(value: number, sums: Float64Array): Influence {
  let largest = 0;
  for (const sum of sums) largest = Math.max(largest, Math.abs(sum));
  const scale = largest / LARGEST;
  const bytes = Buffer.alloc(2 * sums.length);
  for (const [group, sum] of sums.entries())
    bytes.writeInt16LE(scale === 0 ? 0 : Math.round(sum / scale), 2 * group);
  return { value, scale, groups: bytes.toString('base64') };
}

/** @returns M and the influence by group; undefined where it is not that of so many groups, or not finite. */
export function decodeInfluence(
  { value, scale, groups }: Influence,
  count: number,
): { value: number; sums: Float64Array } | undefined {
  const bytes = Buffer.from(groups, 'base64');
  if (bytes.length !== 2 * count) return undefined;
  const sums = Float64Array.from({ length: count }, (_, group) => scale * bytes.readInt16LE(2 * group));
  return sums.every(Number.isFinite) ? { value, sums } : undefined;
}
